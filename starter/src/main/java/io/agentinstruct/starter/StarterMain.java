package io.agentinstruct.starter;

import io.agentinstruct.activities.seed.NoSuchInput;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.worker.engine.EngineTrouble;
import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code agentinstruct}: what a person types. */
@Command(
    name = "agentinstruct",
    description =
        "Turns raw documents into diverse, attributable training data for language models.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    version = "agentinstruct 0.1.0",
    scope = ScopeType.INHERIT,
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = {
      DemoCommand.class,
      DoctorCommand.class,
      EstimateCommand.class,
      RunCommand.class,
      ResumeCommand.class,
      RetryCommand.class,
      StatusCommand.class,
      ExplainCommand.class,
      PauseCommand.class,
      UnpauseCommand.class,
      SetCommand.class,
      CancelCommand.class,
      RunsCommand.class,
      ShowCommand.class,
      SkillsCommand.class,
      DesignCommand.class,
      CheckCommand.class,
      TryCommand.class,
      WorkerCommand.class,
      ScriptedTeacherCommand.class,
    })
public final class StarterMain implements Runnable {
  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    CommandLine line = commandLine();
    int code = line.execute(args);
    line.getOut().flush();
    line.getErr().flush();
    System.exit(code);
  }

  /** For tests: the same as {@link #main}, without the exit. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new StarterMain());
    line.setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  private static int explain(Exception e, PrintWriter err) {
    int code =
        switch (e) {
          case Complaint complaint -> complaint.exitCode();
          case NoSuchInput input -> ExitCode.USAGE;
          case EngineTrouble engine -> engine.portTaken() ? ExitCode.OWNED : ExitCode.PAUSED;
          case StoreTrouble store ->
              store.kind() == StoreTrouble.Kind.LOCKED ? ExitCode.OWNED : ExitCode.PAUSED;
          default -> ExitCode.INTERNAL;
        };
    if (code != ExitCode.INTERNAL) {
      err.println(e.getMessage());
      return code;
    }
    StringWriter trace = new StringWriter();
    e.printStackTrace(new PrintWriter(trace, true));
    err.println(
        "A fault of the program, not of yours. Nothing that was paid for is lost; `agentinstruct resume` goes on.");
    err.println("Please report this with what you did:\n" + trace);
    return code;
  }
}
