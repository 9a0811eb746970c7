package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code runs}: what has been run in a workspace. */
@Command(
    name = "runs",
    description = "Lists the runs of a workspace, newest first: state, rows, journeys, cost, age.")
final class RunsCommand implements Callable<Integer> {
  private static final String LINE = "%-40s %-18s %8s %13s %10s %8s  %s";

  /** Characters of a note; {@code status} prints it whole. */
  private static final int NOTE = 60;

  @Spec private CommandSpec spec;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = new Reading(where.workspace).open()) {
      List<Store.Run> runs = store.runs();
      if (runs.isEmpty()) {
        out.println("There is no run in " + where.workspace + " yet.");
        return ExitCode.DONE;
      }
      out.println(
          LINE.formatted("run", "state", "rows", "journeys", "cost", "age", "note")
              .stripTrailing());
      for (Store.Run run : runs) {
        out.println(line(run, store.figures(run.id())));
      }
    }
    return ExitCode.DONE;
  }

  private static String line(Store.Run run, Store.Figures figures) {
    long cost = figures.spend().chargedMicros();
    String note = run.note().lines().findFirst().orElse("");
    String brief = note.length() > NOTE ? note.substring(0, NOTE - 1) + "…" : note;
    return LINE.formatted(
            run.id(),
            run.state(),
            figures.threadsKept(),
            figures.walked() + "/" + figures.assigned() + (figures.readingDone() ? "" : "+"),
            cost > 0 ? Funnel.money(cost) : "-",
            age(Duration.between(run.created(), Clock.systemUTC().instant())),
            ShowCommand.safe(brief))
        .stripTrailing();
  }

  /** {@code 3d 04h}, {@code 2h 05m}, {@code 12s}. */
  static String age(Duration age) {
    return age.toDays() > 0
        ? "%dd %02dh".formatted(age.toDays(), age.toHoursPart())
        : Options.words(age);
  }
}
