package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: a run's funnel, while it goes on or after. */
@Command(
    name = "status",
    description =
        "Prints a run's funnel: seeds, threads, rows, drops by stage and reason, calls, tokens, cost.")
final class StatusCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "Name of the run (default: the newest).")
  private @Nullable String run;

  @Option(
      names = "--skipped",
      description = "Lists the inputs that gave no seed, by name and reason.")
  private boolean skipped;

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Reading reading = new Reading(where.workspace);
    try (Store store = reading.open()) {
      Store.Run found = reading.run(store, run);
      out.println(
          "run "
              + found.id()
              + " · "
              + found.state()
              + (found.note().isEmpty() ? "" : " · " + found.note()));
      out.print(new Funnel(store.figures(found.id())).text());
      if (skipped) {
        List<Store.Skipped> all = store.skipped(found.id());
        all.forEach(input ->
            out.println(
                "  %-12s %s%s"
                    .formatted(
                        input.reason(),
                        input.input(),
                        input.detail().isEmpty() ? "" : " (" + input.detail() + ")")));
      }
    }
    return ExitCode.DONE;
  }
}
