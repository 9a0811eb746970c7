package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.DatasetFile;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.activities.teacher.Brake;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.run.RunEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** What a person is told when a run, or this process's share of it, is over. */
final class Ending {
  private final Wiring wiring;
  private final Store store;
  private final String run;
  private final Commands commands;
  private final String goOn;
  private final PrintWriter out;

  /**
   * @param commands as they would be typed here
   */
  Ending(Wiring wiring, String run, Commands commands, PrintWriter out) {
    this.wiring = wiring;
    this.store = wiring.store();
    this.run = run;
    this.commands = commands;
    this.goOn = commands.resume(run);
    this.out = out;
  }

  /** Publishes what is committed, prints the summary, and gives the exit code. */
  int tell(RunEnd end, Duration took) {
    try {
      DatasetFile.Manifest manifest = wiring.dataset().publish(run);
      Store.Figures figures = store.figures(run);
      out.println();
      out.print(new Funnel(figures).text());
      out.print(SpreadTable.text(store.bySkill(run)));
      out.println("time          " + Options.words(took));
      out.println(
          "dataset       %s (%d rows, sha256 %s…)"
              .formatted(
                  wiring.dataset().folder(run).resolve(DatasetFile.DATASET),
                  manifest.rows(),
                  manifest.sha256().substring(0, 12)));
      out.println("ended by      " + endedBy(end, figures));
      return closing(end, figures);
    } catch (IOException e) {
      String cause =
          end instanceof RunEnd.Paused paused ? "Paused: " + paused.cause().message() + "\n" : "";
      throw new Complaint(
          ExitCode.PAUSED,
          "%sCannot write the dataset of run %s: %s.\n  Free some space; then `%s`. Nothing is lost."
              .formatted(cause, run, e.getMessage(), goOn));
    }
  }

  /** Which of seeds, goal, cap, patience, trouble or person it was. */
  private String endedBy(RunEnd end, Store.Figures figures) {
    String goal = store.settings(run).getOrDefault(RunSetting.ROWS.word(), "");
    return switch (end) {
      case RunEnd.Finished finished ->
          goal.isEmpty()
              ? "the seeds: all were walked"
              : "the seeds: all were walked, and the goal of %s rows was not reached"
                  .formatted(goal);
      case RunEnd.Reached reached ->
          "the goal: %d rows are kept, %d were asked for"
              .formatted(figures.threadsKept(), reached.goal());
      case RunEnd.Impatient impatient ->
          "patience: no new row was kept for " + Options.words(impatient.patience());
      case RunEnd.Cancelled cancelled -> "cancel: " + ShowCommand.safe(cancelled.why());
      case RunEnd.Drained drained -> "Ctrl-C";
      case RunEnd.Paused paused ->
          paused.cause().trouble() == Trouble.BUDGET
              ? "the cap on money"
              : "trouble: " + paused.cause().trouble().name().toLowerCase(Locale.ROOT);
    };
  }

  private int closing(RunEnd end, Store.Figures figures) {
    int failed = figures.journeysFailed() + store.journeys(run, "reopened").size();
    switch (end) {
      case RunEnd.Reached reached -> {
        setState("done", "goal reached: " + figures.threadsKept() + " rows");
        out.println(
            "Goal reached. For more rows: " + commands.setAndResume(run, RunSetting.ROWS.word()));
        return ExitCode.DONE;
      }
      case RunEnd.Impatient impatient -> {
        String cause = "no new row was kept for " + Options.words(impatient.patience());
        return paused(cause, figures, goOn, ExitCode.PAUSED);
      }
      case RunEnd.Cancelled cancelled -> {
        setState("cancelled", cancelled.why());
        out.println("Cancelled. Finished rows stay. If you change your mind: " + goOn);
        return ExitCode.INTERRUPTED;
      }
      case RunEnd.Finished finished -> {
        setState(
            failed > 0 ? "done-with-failures" : "done",
            failed > 0 ? failed + " journeys failed" : "");
        if (failed > 0) {
          out.println(
              "%d journeys failed for technical reasons; `%s` walks them again and pays only for what is missing."
                  .formatted(failed, goOn));
        }
        return failed > 0 ? ExitCode.FAILURES : ExitCode.DONE;
      }
      case RunEnd.Drained drained -> {
        setState("stopped", "by Ctrl-C");
        out.println("Stopped. To go on: " + goOn);
        return ExitCode.INTERRUPTED;
      }
      case RunEnd.Paused paused -> {
        Trouble trouble = paused.cause().trouble();
        return paused(
            paused.cause().message(),
            figures,
            trouble == Trouble.BUDGET ? commands.setAndResume(run, cap(paused.cause())) : goOn,
            exitCode(trouble));
      }
    }
  }

  /** Every pause says why, what waits, what it has cost, and how to go on. */
  private int paused(String cause, Store.Figures figures, String remedy, int code) {
    String waits = Waiting.words(figures);
    setState("paused", cause + ". " + waits + ". To go on: " + remedy);
    out.println("Paused: " + cause);
    out.println(waits + ".");
    out.println("To go on once that is mended: " + remedy);
    return code;
  }

  /** Which of the two caps it was. */
  private static String cap(Brake.Cause cause) {
    return cause.message().contains(RunSetting.BUDGET_PER_DAY.word())
        ? RunSetting.BUDGET_PER_DAY.word()
        : RunSetting.BUDGET.word();
  }

  static int exitCode(Trouble trouble) {
    return switch (trouble) {
      case CREDENTIAL, CONFIG -> ExitCode.CONFIG;
      case BUDGET -> ExitCode.BUDGET;
      case TRANSIENT, RATE, QUOTA, SEED, OUTPUT, DRAINING, INTERNAL -> ExitCode.PAUSED;
    };
  }

  /**
   * A store that failed is why the run was paused; that its state can't be written either is no
   * news.
   */
  private void setState(String state, String note) {
    try {
      store.setRunState(run, state, note);
    } catch (StoreTrouble alreadyTold) {
      // see above
    }
  }
}
