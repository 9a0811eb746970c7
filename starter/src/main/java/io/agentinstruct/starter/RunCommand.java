package io.agentinstruct.starter;

import io.agentinstruct.worker.engine.Engines;
import io.agentinstruct.worker.run.RunSpec;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: from documents to a training file. */
@Command(
    name = "run",
    description = "Sends documents through one skill or several and writes a training file.")
final class RunCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "Files, folders and globs of text, Markdown, HTML, JSONL, CSV and code.")
  private List<String> seeds = new ArrayList<>();

  @Option(
      names = "--name",
      paramLabel = "RUN",
      description = "Name of the run (default: skill, or mix, and time).")
  private @Nullable String name;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seeds read at most; 0 (default) = all.")
  private int limit;

  @Option(
      names = "--random-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Ground of all choices (default: 1).")
  private long randomSeed;

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Field of the text in JSONL and CSV.")
  private String textField = "";

  @Option(
      names = "--detach",
      description = "Leaves the run for the worker of the workspace, and ends.")
  private boolean detach;

  @Mixin private Options.OfMix mix;
  @Mixin private Options.OfGoal goal;
  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    Teaching teaching = Teaching.of(Skills.of(flows), mix, flows.overrides());
    checkEngine(engine);
    RunSpec runSpec =
        new RunSpec(
            seeds,
            teaching.versions(),
            randomSeed,
            limit,
            textField,
            teaching.maxCharacters(),
            engine.engine("auto"),
            engine.steps("auto"),
            model.teacher(),
            goal.wishes(),
            teaching.mix());
    String run = name == null ? newName(teaching.label()) : checked(name);
    Launch launch = new Launch(where.workspace, spec.commandLine().getOut());
    if (detach) {
      launch.leave(run, runSpec, teaching.files(), model);
      return ExitCode.DONE;
    }
    return launch.begin(run, runSpec, teaching.files(), model, engine);
  }

  static void checkEngine(Options.OfEngine engine) {
    if (!Engines.NAMES.contains(engine.engine("auto"))) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no engine '"
              + engine.engine("")
              + "'; choose one of "
              + String.join(", ", Engines.NAMES)
              + ".");
    }
    if (!List.of("auto", "normal", "local").contains(engine.steps("auto"))) {
      throw new Complaint(
          ExitCode.USAGE,
          "--steps is '" + engine.steps("") + "'; choose one of auto, normal, local.");
    }
  }

  static String newName(String skill) {
    return skill
        + "-"
        + LocalDateTime.now(ZoneId.systemDefault())
            .format(DateTimeFormatter.ofPattern("MMdd-HHmmss", Locale.ROOT));
  }

  /** A run's name is a folder's name and part of workflow ids. */
  private static String checked(String name) {
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,79}")) {
      throw new Complaint(
          ExitCode.USAGE,
          "A run can't be named '"
              + name.replaceAll("\\p{Cntrl}", "")
              + "'.\n  Use letters, digits, '.', '_' and '-', at most 80.");
    }
    return name;
  }
}
