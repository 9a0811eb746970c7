package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.Retrying;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.flow.Stage;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code retry}: another try for journeys that failed and, where asked, for threads that were
 * dropped.
 */
@Command(
    name = "retry",
    description =
        "Walks failed journeys again and, with a filter, gives dropped threads another try. Rows stay as they are.")
final class RetryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Option(
      names = "--seed",
      paramLabel = "ID",
      defaultValue = "",
      description = "Dropped threads of this seed: its id or the first characters.")
  private String seed = "";

  @Option(
      names = "--stage",
      paramLabel = "STAGE",
      defaultValue = "",
      description = "Dropped threads of this stage: transform, instruct, refine, respond, judge.")
  private String stage = "";

  @Option(
      names = "--reason",
      paramLabel = "WORD",
      defaultValue = "",
      description = "Dropped threads with this reason, as in the funnel.")
  private String reason = "";

  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    RunCommand.checkEngine(engine);
    if (model.model != null) {
      throw new Complaint(
          ExitCode.USAGE,
          "A retry asks the models that the run asked, or all its calls would be new: leave --model out.");
    }
    List<String> stages = Arrays.stream(Stage.values()).map(Stage::folder).toList();
    if (!stage.isEmpty() && !stages.contains(stage)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no stage '%s'; choose one of %s."
              .formatted(ShowCommand.safe(stage), String.join(", ", stages)));
    }
    PrintWriter out = spec.commandLine().getOut();
    Store.DropFilter filter = new Store.DropFilter(seed, stage, reason);
    return new Launch(where.workspace, out).retry(run, filter, model, engine);
  }

  /**
   * Reopens what is meant, and says so.
   *
   * @return whether there is anything to walk
   */
  static boolean reopen(
      Store store, Retrying retrying, String run, Store.DropFilter filter, PrintWriter out) {
    Store.Figures figures = store.figures(run);
    boolean filtered = !(filter.seed() + filter.stage() + filter.reason()).isEmpty();
    if (filtered) {
      checkReason(figures, filter.reason());
      if (!filter.seed().isEmpty() && store.findSeeds(run, filter.seed(), 1).isEmpty()) {
        throw new Complaint(
            ExitCode.USAGE,
            "Run %s has no seed whose id begins with '%s'.\n  `agentinstruct explain TITLE` prints ids."
                .formatted(run, ShowCommand.safe(filter.seed())));
      }
      tell(retrying.reopen(run, filter), out);
    }
    int failed = figures.journeysFailed();
    int again = store.journeys(run, "reopened").size();
    if (failed > 0) {
      out.println(count(failed, "failed journey") + " to walk again.");
    }
    if (failed + again == 0) {
      out.println(
          filtered
              ? "Nothing to retry."
              : "No journey failed. For dropped threads: --seed, --stage or --reason.");
    }
    return failed + again > 0;
  }

  private static void checkReason(Store.Figures figures, String reason) {
    TreeSet<String> known = new TreeSet<>();
    figures.dropped().keySet().forEach(drop -> known.add(drop.reason()));
    figures.lost().keySet().forEach(drop -> known.add(drop.reason()));
    known.remove("replaced");
    if (!reason.isEmpty() && !known.contains(reason)) {
      throw new Complaint(
          ExitCode.USAGE,
          "No thread was dropped as '%s'%s."
              .formatted(
                  ShowCommand.safe(reason),
                  known.isEmpty()
                      ? ""
                      : "; the reasons of this run are " + String.join(", ", known)));
    }
  }

  private static void tell(Retrying.Reopened reopened, PrintWriter out) {
    if (reopened.threads() > 0) {
      out.println(
          "%s of %s get another try; the journal answers every other call."
              .formatted(
                  count(reopened.threads(), "dropped thread"),
                  count(reopened.journeys(), "journey")));
    }
    if (reopened.grown() > 0) {
      out.println(
          count(reopened.grown(), "thread")
              + " can't be retried: other threads grew from the same call.");
    }
    if (reopened.unknown() > 0) {
      out.println(
          count(reopened.unknown(), "thread")
              + " can't be retried: an earlier version of the program walked their journeys.");
    }
  }

  private static String count(int number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }
}
