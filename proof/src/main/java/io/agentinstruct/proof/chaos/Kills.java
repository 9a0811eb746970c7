package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.check.Findings;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The process is killed again and again, at random moments and at each named point, and resumed
 * each time. {@code --seeds 2000 --kills 100 --points 3 --in-flight 32 --seed 1 --latency
 * constant:20}
 */
final class Kills implements Experiment {
  private static final int CRASHED = 137;
  private static final long PATIENCE_SECONDS = 600;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 2_000);
    int inFlight = options.number("in-flight", 32);
    long calls = (long) seeds * Trial.CALLS_A_SEED;
    var blows =
        Blow.seeded(
            options.number("seed", 1),
            options.number("kills", 100),
            options.number("points", 3),
            calls);
    String whole = Undisturbed.of(house, seeds);
    report.title(
        "%d kills over %d seeds, embedded engine, %d calls in flight"
            .formatted(blows.size(), seeds, inFlight));
    FaultPlan plan = FaultPlan.quiet(options.word("latency", "constant:20"));
    Map<String, Integer> hits = new TreeMap<>();
    try (Trial trial =
        Trial.set(house, "kills", plan, Program.Setup.of(seeds, inFlight, "embedded"))) {
      int last = 0;
      for (Blow blow : blows) {
        last = strike(trial, blow, hits);
      }
      int end = trial.walk();
      report.expect(end == 0, "the last resume ends with 0", end + after(last));
      tell(report, trial, seeds, inFlight, whole, hits);
      int points = options.number("points", 3);
      for (String point : Blow.points()) {
        int hit = hits.getOrDefault(point, 0);
        report.expect(hit >= points, point + " hit", hit);
      }
    }
  }

  private static String after(int last) {
    return ", after " + last;
  }

  /** Deals one blow; a process that ends before it meets it counts for nothing. */
  static int strike(Trial trial, Blow blow, Map<String, Integer> hits)
      throws IOException, InterruptedException {
    switch (blow) {
      case Blow.AtPoint at -> {
        Process process = trial.start(at.setting());
        int end = process.waitFor();
        if (end == CRASHED) {
          trial.crashed();
          hits.merge(at.point(), 1, Integer::sum);
        }
        return end;
      }
      case Blow.AfterCalls after -> {
        long until = trial.mock().calls() + 1 + after.calls(); // the probe is not of the run
        Process process = trial.start("");
        Trial.await(process, PATIENCE_SECONDS, () -> trial.mock().calls() >= until);
        return end(trial, process, hits);
      }
      case Blow.AfterMillis after -> {
        Process process = trial.start("");
        long until = System.nanoTime() + after.millis() * 1_000_000;
        Trial.await(process, PATIENCE_SECONDS, () -> System.nanoTime() >= until);
        return end(trial, process, hits);
      }
    }
  }

  private static int end(Trial trial, Process process, Map<String, Integer> hits)
      throws InterruptedException {
    if (process.isAlive()) {
      trial.kill(process);
      hits.merge("random", 1, Integer::sum);
    }
    return process.exitValue();
  }

  static void tell(
      Report report, Trial trial, int seeds, int inFlight, String whole, Map<String, Integer> hits)
      throws IOException {
    Findings findings = trial.check(Evidence.Allowed.whole(inFlight));
    Calls calls = trial.calls();
    int kills = hits.values().stream().mapToInt(Integer::intValue).sum();
    long rows = trial.rows();
    long lost = Math.max(0, (long) seeds * Trial.ROWS_A_SEED - rows);
    String sha = trial.sha256();
    report.say("kills " + kills + " " + hits);
    report.expect(lost == 0, "rows lost", lost + " of " + seeds * Trial.ROWS_A_SEED);
    report.expect(
        findings.count("no-row-twice") == 0, "rows doubled", findings.count("no-row-twice"));
    int open = findings.count("one-terminal-state");
    report.expect(open == 0, "journeys not terminal", open);
    report.expect(sha.equals(whole), "dataset as undisturbed", sha.substring(0, 4) + "…");
    long twice = calls.paidTwice();
    long unsafe = trial.unsafe().stream().mapToLong(Long::longValue).sum();
    long most = trial.unsafe().stream().mapToLong(Long::longValue).max().orElse(0);
    report.expect(
        twice <= unsafe,
        "calls paid twice, at most those on the wire at the kills",
        twice + " twice, " + unsafe + " on the wire or being written down");
    int bound =
        inFlight
            + inFlight
                / 2; // replies that wait for their group commit are off the wire, and not yet safe
    report.expect(
        most <= bound, "on the wire or being written down at one kill, at most " + bound, most);
    report.findings(findings);
  }
}
