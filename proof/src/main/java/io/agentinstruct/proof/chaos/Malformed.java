package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.util.Locale;

/**
 * Replies that are no JSON, or not the JSON that was asked for; a second try finds a better mood.
 * {@code --seeds 500 --share 0.05}
 */
final class Malformed implements Experiment {
  private static final double MOST = 1.2;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 500);
    double share = options.fraction("share", 0.05);
    report.title("%.0f %% malformed replies, %d seeds".formatted(100 * share, seeds));
    FaultPlan plan =
        FaultPlan.of(
            "{\"latency\":\"constant:10\",\"faults\":{\"malformed\":%1$s,\"schema-break\":%1$s}}"
                .formatted(share / 2));
    try (Trial trial =
        Trial.set(house, "malformed", plan, Program.Setup.of(seeds, 32, "embedded"))) {
      int end = trial.walk();
      report.expect(end == 0, "it ends with 0", end);
      long rows = trial.rows();
      long wanted = (long) seeds * Trial.ROWS_A_SEED;
      report.expect(rows == wanted, "rows lost", wanted - rows);
      int malformed = Storm.met(trial.calls()).values().stream().mapToInt(i -> i).sum();
      long extra =
          trial.calls().calls().stream().filter(call -> !call.probe()).count()
              - (long) seeds * Trial.CALLS_A_SEED;
      String got = String.format(Locale.ROOT, "%d for %d malformed", extra, malformed);
      report.expect(
          malformed > 0 && extra <= MOST * malformed, "more calls, at most 1.2 times", got);
      boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
      report.expect(same, "dataset as undisturbed", trial.sha256().substring(0, 8));
      report.findings(trial.check(Evidence.Allowed.whole(32)));
    }
  }
}
