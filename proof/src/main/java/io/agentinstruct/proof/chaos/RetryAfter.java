package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;

/**
 * 429 in every spelling of how long to wait: nobody comes early. {@code --wanted 500 --wait 1500},
 * the wait in milliseconds
 */
final class RetryAfter implements Experiment {
  private static final double SHARE = 0.2;

  /** Calls after which the program is no longer cold. */
  private static final int WARM = 64;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int wanted = options.number("wanted", 500);
    int seeds = (int) Math.ceil((WARM + wanted * 1.25 / SHARE) / Trial.CALLS_A_SEED);
    report.title("%d answers of 429 in every spelling, %d seeds".formatted(wanted, seeds));
    FaultPlan plan =
        FaultPlan.of(
            """
            {"latency":"constant:20","wait-millis":%d,"faults-from":%d,"faults-until":%d,"most-attempts":3,"faults":
              {"rate-seconds":%5$f,"rate-date":%5$f,"rate-millis":%5$f,"rate-words":%5$f,
               "rate-reset-requests":%5$f,"rate-reset-tokens":%5$f}}
            """
                .replace("%5$f", String.valueOf(SHARE / 6))
                .formatted(
                    options.number("wait", 1_500), WARM, WARM + (long) (wanted * 1.2 / SHARE)));
    try (Trial trial =
        Trial.set(house, "retry-after", plan, Program.Setup.of(seeds, 32, "embedded"))) {
      int end = trial.walk();
      report.expect(end == 0, "it ends with 0", end);
      var met = Storm.met(trial.calls());
      int all = met.values().stream().mapToInt(Integer::intValue).sum();
      report.expect(all >= wanted && met.size() == 6, "answers of 429, of six kinds", met);
      var findings = trial.check(Evidence.Allowed.whole(32));
      int early = findings.count("nobody-before-the-gate-opens");
      report.expect(early == 0, "early requests", early);
      boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
      report.expect(same, "dataset as undisturbed", trial.sha256().substring(0, 8));
      report.findings(findings);
    }
  }
}
