package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A share of all calls fails in every way that can be tried again. {@code --seeds 2000 --share 0.3
 * --most-requests 0}
 */
final class Storm implements Experiment {
  private static final double DONE = 0.995;

  /** Of the faults: these are waited out by all, those only by the call that met them. */
  private static final double RATE = 0.05;

  private static final double STALL = 0.1;

  private final double share;
  private final double mostRequests;

  /**
   * @param mostRequests as a multiple of those that an undisturbed run makes; 0 = not asked
   */
  Storm(double share, double mostRequests) {
    this.share = share;
    this.mostRequests = mostRequests;
  }

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 2_000);
    int inFlight =
        options.number("in-flight", 128); // so that journeys that wait for a next try are many
    double faults = options.fraction("share", share);
    report.title("%.0f %% of calls fail, over %d seeds".formatted(100 * faults, seeds));
    FaultPlan plan =
        FaultPlan.of(
            """
            {"seed":%d,"latency":"constant:20","wait-millis":300,"faults-from":64,"faults":
              {"rate":%f,"stall":%f,"server":%f,"network":%f}}
            """
                .formatted(
                    options.number("seed", 1),
                    faults * RATE,
                    faults * STALL,
                    faults * (1 - RATE - STALL) / 2,
                    faults * (1 - RATE - STALL) / 2));
    Program.Setup setup = Program.Setup.of(seeds, inFlight, "embedded").with("--deadline", "4s");
    try (Trial trial = Trial.set(house, "storm-" + faults, plan, setup)) {
      int end = trial.walk();
      Map<String, Integer> met = met(trial.calls());
      report.say("faults met " + met);
      report.expect(end == 0 || end == 1, "it walks to its end by itself", end);
      long done = trial.rows() / Trial.ROWS_A_SEED;
      report.expect(
          done >= DONE * seeds, "seeds done, at least 99.5 %", "%d of %d".formatted(done, seeds));
      long all = trial.calls().calls().size();
      double ratio = all / (double) (seeds * Trial.CALLS_A_SEED);
      String got = String.format(Locale.ROOT, "%.3f times (%d requests)", ratio, all);
      if (mostRequests > 0) {
        report.expect(ratio <= mostRequests, "requests, at most " + mostRequests + " times", got);
      } else {
        report.say("requests " + got);
      }
      if (done == seeds) {
        boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
        report.expect(same, "dataset as undisturbed", trial.sha256().substring(0, 8));
      }
      report.findings(trial.check(Evidence.Allowed.whole(inFlight)));
    }
  }

  /** Counts by fault, so that a storm without wind is noticed. */
  static Map<String, Integer> met(Calls calls) {
    Map<String, Integer> met = new TreeMap<>();
    for (Calls.Call call : calls.calls()) {
      var end = call.end();
      if (end != null && !end.fault().equals("none")) {
        met.merge(end.fault(), 1, Integer::sum);
      }
    }
    return met;
  }
}
