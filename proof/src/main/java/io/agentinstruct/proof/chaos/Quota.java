package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;

/**
 * The quota ends in the middle and renews after a while; the period of probes is made short. {@code
 * --seeds 200 --away 12 --probe 3}, in seconds
 */
final class Quota implements Experiment {
  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 200);
    int away = options.number("away", 12);
    int probe = options.number("probe", 3);
    report.title(
        "the quota ends at half of the calls for %d s, a probe every %d s, %d seeds"
            .formatted(away, probe, seeds));
    FaultPlan plan =
        FaultPlan.of(
            "{\"quota-after\":%d,\"quota-seconds\":%d}"
                .formatted((long) seeds * Trial.CALLS_A_SEED / 2, away));
    Program.Setup setup =
        Program.Setup.of(seeds, 32, "embedded").jvm("-Dagentinstruct.probe=" + probe);
    try (Trial trial = Trial.set(house, "quota", plan, setup)) {
      int end = trial.walk();
      report.expect(end == 0, "it goes on by itself, to its end", end);
      long refused = trial.calls().calls().stream().filter(call -> call.met("no-quota")).count();
      report.expect(refused > 0, "refused, within those in flight and the probes", refused);
      boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
      report.expect(same, "dataset as undisturbed", trial.sha256());
      report.findings(trial.check(new Evidence.Allowed(32, 0, false, probe, true)));
    }
  }
}
