package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * Small runs with caps drawn at random, against an endpoint that bills, loses replies it has billed
 * and forgets to say what they took. {@code --runs 300 --seed 1}
 */
final class Budget implements Experiment {
  private static final int OUT_OF_BUDGET = 5;
  private static final double INPUT = 2.5;
  private static final double OUTPUT = 10;
  private static final long MICROS_A_SEED = 25_000;
  private static final String FAULTS =
      "\"faults\":{\"reply-lost\":0.02,\"no-usage\":0.03,\"error-500\":0.03,\"reset-mid-body\":0.02}";

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int runs = options.number("runs", 300);
    Random random = new Random(options.number("seed", 1));
    report.title("%d runs with a cap each".formatted(runs));
    Map<Integer, Integer> ends = new TreeMap<>();
    int over = 0;
    int spoilt = 0;
    double used = 0;
    for (int i = 0; i < runs; i++) {
      int seeds = 3 + random.nextInt(10);
      long cap = random.nextLong(MICROS_A_SEED / 2, MICROS_A_SEED * (seeds + 2));
      FaultPlan plan =
          FaultPlan.of(
              "{\"seed\":%d,\"latency\":\"constant:10\",\"input-price\":%s,\"output-price\":%s,%s}"
                  .formatted(i, INPUT, OUTPUT, FAULTS));
      Program.Setup setup =
          Program.Setup.of(seeds, 2 + random.nextInt(31), "embedded")
              .price("{ input: %s, output: %s }".formatted(INPUT, OUTPUT))
              .first("--budget", String.format(Locale.ROOT, "%.6f", cap / 1e6));
      try (Trial trial = Trial.set(house, "budget", plan, setup)) {
        int end = trial.walk();
        ends.merge(end, 1, Integer::sum);
        long billed = trial.calls().micros();
        used += billed / (double) cap;
        over += billed > cap ? 1 : 0;
        var findings = trial.check(new Evidence.Allowed(0, cap, true, 0, end == 0));
        spoilt += findings.none() ? 0 : 1;
        if (!findings.none()) {
          report.say("run " + i + ": " + findings.violations());
        }
      }
    }
    report.say("ends by exit code " + ends);
    report.expect(over == 0, "runs over their cap, by the endpoint's bills", over);
    report.expect(spoilt == 0, "runs that break an invariant", spoilt);
    report.expect(
        ends.keySet().stream().allMatch(end -> end == 0 || end == OUT_OF_BUDGET),
        "each ends done or out of budget",
        ends);
    report.say(String.format(Locale.ROOT, "of their caps they used %.0f %%", 100 * used / runs));
  }
}
