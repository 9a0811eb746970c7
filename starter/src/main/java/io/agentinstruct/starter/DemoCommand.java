package io.agentinstruct.starter;

import io.agentinstruct.worker.run.RunSpec;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code demo}: the whole journey on a fresh machine, with a teacher that is scripted and says so.
 */
@Command(
    name = "demo",
    description = "Makes a dataset from the sample documents, with no key, no model and no server.")
final class DemoCommand implements Callable<Integer> {
  private static final int IN_FLIGHT = 32;

  @Spec private CommandSpec spec;

  @Option(
      names = "--skill",
      paramLabel = "NAME",
      description = "One skill (default: reading-comprehension).")
  private @Nullable String skill;

  @Option(
      names = "--skills",
      paramLabel = "MIX",
      description =
          "All skills (all), or some, such as coding,fermi; with each skill's own samples.")
  private @Nullable String several;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere; its own samples are the documents.")
  private @Nullable Path flow;

  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  private Teaching teaching(Skills skills) {
    if (Stream.of(skill, several, flow).filter(Objects::nonNull).count() > 1) {
      throw new Complaint(ExitCode.USAGE, "Write one of --skill, --skills and --flow.");
    }
    Options.OfMix asked = new Options.OfMix();
    asked.skills = several;
    asked.flow = flow;
    asked.skill =
        several == null && flow == null && skill == null ? "reading-comprehension" : skill;
    Teaching teaching = Teaching.of(skills, asked, flows.overrides());
    return several == null ? teaching : teaching.pinned(samples(skills, teaching));
  }

  /** Each skill's own samples show it best, so they go to it: name of the file to skill. */
  private static Map<String, String> samples(Skills skills, Teaching teaching) {
    Map<String, String> pins = new LinkedHashMap<>();
    for (String name : teaching.files().keySet()) {
      Path samples = skills.folder().resolve(name).resolve("samples").resolve("seeds.jsonl");
      if (Files.exists(samples)) {
        pins.put(samples.normalize().toString().replace(File.separatorChar, '/'), name);
      }
    }
    return pins;
  }

  /** A skill's own samples are not split for another's sake. */
  private static int whole(Teaching teaching) {
    return teaching.flows().values().stream()
        .mapToInt(flow -> flow.settings().maxCharacters())
        .max()
        .orElseThrow();
  }

  private static List<String> inputs(Path seeds, Teaching teaching) {
    List<String> inputs = new ArrayList<>(teaching.mix().pins().keySet());
    inputs.add(seeds.toString());
    return inputs;
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Skills skills = Skills.of(flows);
    Teaching teaching = teaching(skills);
    RunCommand.checkEngine(engine);
    Path seeds = seeds();
    if (!Files.exists(seeds)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder "
              + seeds
              + ".\n  Start the demo by the launcher of a whole checkout.");
    }
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0, skills.scriptedLines())) {
      out.println(
          "The teacher of this demo is scripted: a small server on this machine that answers by rule from each passage.");
      out.println("The rows show the shape of the data, not the quality of a model's.");
      Options.OfModel model = new Options.OfModel();
      model.baseUrl = teacher.endpoint().toString();
      model.model = "scripted-teacher";
      model.key = "";
      model.inFlight = IN_FLIGHT;
      String run = RunCommand.newName("demo");
      RunSpec runSpec =
          new RunSpec(
              inputs(seeds, teaching),
              teaching.versions(),
              1,
              0,
              "",
              whole(teaching),
              engine.engine("auto"),
              engine.steps("auto"),
              model.teacher(),
              Map.of(),
              teaching.mix());
      int code =
          new Launch(where.workspace, out).begin(run, runSpec, teaching.files(), model, engine);
      if (code == ExitCode.DONE) {
        out.println();
        out.println(
            "Next: open the dataset; `agentinstruct show ROW` prints one row's whole family; then, with a model of your own:");
        out.println(
            "  agentinstruct run --seeds my-documents "
                + (several != null
                    ? "--skills " + ShowCommand.safe(several)
                    : flow != null ? "--flow " + flow : "--skill " + teaching.label())
                + " --base-url URL --model NAME");
      }
      return code;
    }
  }

  private Path seeds() {
    Path own = flow == null ? null : flow.resolve("samples/seeds.jsonl");
    return own != null && Files.exists(own)
        ? own
        : Path.of(System.getProperty("agentinstruct.home", "."), "samples", "seeds");
  }
}
