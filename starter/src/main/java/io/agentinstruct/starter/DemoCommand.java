package io.agentinstruct.starter;

import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.run.RunSpec;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
      defaultValue = "reading-comprehension",
      description = "Default: ${DEFAULT-VALUE}.")
  private String skill = "";

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere; its own samples are the documents.")
  private @Nullable Path flow;

  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Skills skills = Skills.of(flows);
    FlowFiles files =
        skills.sound(flow == null ? skills.files(skill) : skills.files(flow), flows.overrides());
    RunCommand.checkEngine(engine);
    Path seeds = seeds();
    if (!Files.exists(seeds)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder "
              + seeds
              + ".\n  Start the demo by the launcher of a whole checkout.");
    }
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0)) {
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
              List.of(seeds.toString()),
              Map.of(files.name(), files.version()),
              1,
              0,
              "",
              skills.read(files).flow().orElseThrow().settings().maxCharacters(),
              engine.engine("auto"),
              engine.steps("auto"),
              model.teacher());
      int code =
          new Launch(where.workspace, out)
              .begin(run, runSpec, Map.of(files.name(), files), model, engine);
      if (code == ExitCode.DONE) {
        out.println();
        out.println(
            "Next: open the dataset; `agentinstruct show ROW` prints one row's whole family; then, with a model of your own:");
        out.println(
            "  agentinstruct run --seeds my-documents "
                + (flow == null ? "--skill " + skill : "--flow " + flow)
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
