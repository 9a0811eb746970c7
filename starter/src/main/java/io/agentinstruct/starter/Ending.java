package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.DatasetFile;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.run.RunEnd;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;

/** What a person is told when a run, or this process's share of it, is over. */
final class Ending {
  private final Wiring wiring;
  private final Store store;
  private final String run;
  private final String goOn;
  private final PrintWriter out;

  /**
   * @param goOn the command that goes on with the run
   */
  Ending(Wiring wiring, String run, String goOn, PrintWriter out) {
    this.wiring = wiring;
    this.store = wiring.store();
    this.run = run;
    this.goOn = goOn;
    this.out = out;
  }

  /** Publishes what is committed, prints the summary, and gives the exit code. */
  int tell(RunEnd end, Duration took) {
    try {
      DatasetFile.Manifest manifest = wiring.dataset().publish(run);
      Store.Figures figures = store.figures(run);
      out.println();
      out.print(new Funnel(figures).text());
      out.println("time          " + Options.words(took));
      out.println(
          "dataset       %s (%d rows, sha256 %s…)"
              .formatted(
                  wiring.dataset().folder(run).resolve(DatasetFile.DATASET),
                  manifest.rows(),
                  manifest.sha256().substring(0, 12)));
      return closing(end, figures.journeysFailed());
    } catch (IOException e) {
      String cause =
          end instanceof RunEnd.Paused paused ? "Paused: " + paused.cause().message() + "\n" : "";
      throw new Complaint(
          ExitCode.PAUSED,
          "%sCannot write the dataset of run %s: %s.\n  Free some space; then `%s`. Nothing is lost."
              .formatted(cause, run, e.getMessage(), goOn));
    }
  }

  private int closing(RunEnd end, int failed) {
    switch (end) {
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
        setState("paused", paused.cause().message());
        out.println("Paused: " + paused.cause().message());
        out.println("To go on once that is mended: " + goOn);
        return exitCode(paused.cause().trouble());
      }
    }
  }

  static int exitCode(Trouble trouble) {
    return trouble == Trouble.CREDENTIAL || trouble == Trouble.CONFIG
        ? ExitCode.CONFIG
        : ExitCode.PAUSED;
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
