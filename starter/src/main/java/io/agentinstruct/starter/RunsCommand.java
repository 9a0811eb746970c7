package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runs}: what has been run in a workspace. */
@Command(name = "runs", description = "Lists the runs of a workspace, newest first.")
final class RunsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = new Reading(where.workspace).open()) {
      for (Store.Run run : store.runs()) {
        Store.Figures figures = store.figures(run.id());
        out.println(
            "%-44s %-19s %s  %6d rows  %s"
                .formatted(
                    run.id(),
                    run.state(),
                    run.created().toString().substring(0, 16),
                    figures.threadsKept(),
                    run.note()));
      }
    }
    return ExitCode.DONE;
  }
}
