package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Calls stall in each phase during the first half of a run: each is left within two seconds of its
 * deadline, and nothing of them stays behind. {@code --seeds 300}
 */
final class Stalls implements Experiment {
  private static final long DEADLINE_MICROS = 2_000_000;
  private static final long GRACE_MICROS = 2_000_000;

  /** What a process holds. */
  private record Held(long threads, long handles) {
    static Held by(long pid) {
      Path process = Path.of("/proc/" + pid);
      return new Held(entries(process.resolve("task")), entries(process.resolve("fd")));
    }

    private static long entries(Path folder) {
      try (Stream<Path> all = Files.list(folder)) {
        return all.count();
      } catch (IOException noLongerThere) {
        return 0;
      }
    }
  }

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 300);
    long calls = (long) seeds * Trial.CALLS_A_SEED;
    report.title("a tenth of calls stall in each phase, %d seeds".formatted(seeds));
    Program.Setup setup = Program.Setup.of(seeds, 32, "embedded").with("--deadline", "2s");
    Held baseline = held(house, FaultPlan.quiet("constant:20"), setup, calls, report, false);
    Held after = held(house, stalling(calls / 2), setup, calls, report, true);
    report.expect(
        after.threads <= baseline.threads + 8,
        "threads back to " + baseline.threads,
        after.threads);
    report.expect(
        after.handles <= baseline.handles + 8,
        "handles back to " + baseline.handles,
        after.handles);
  }

  private static FaultPlan stalling(long until) {
    return FaultPlan.of(
        """
        {"latency":"constant:20","faults-until":%d,"faults":{"stall-accept":0.1,
          "stall-after-request":0.02,"stall-after-head":0.02,"stall-mid-body":0.02,"drip":0.02}}
        """
            .formatted(until));
  }

  /** What the process holds at nine tenths of the run. */
  private static Held held(
      House house, FaultPlan plan, Program.Setup setup, long calls, Report report, boolean stalls)
      throws IOException, InterruptedException {
    try (Trial trial = Trial.set(house, "stalls-" + stalls, plan, setup)) {
      Process process = trial.begun();
      Trial.await(process, 900, () -> trial.mock().calls() >= calls * 9 / 10);
      Held held = Held.by(process.pid());
      int end = process.waitFor();
      report.expect(end == 0, stalls ? "with stalls it ends with 0" : "it ends with 0", end);
      if (stalls) {
        lateness(trial.calls(), report);
        report.findings(trial.check(Evidence.Allowed.whole(32)));
      }
      return held;
    }
  }

  private static void lateness(Calls calls, Report report) {
    report.say("faults met " + Storm.met(calls));
    long longest =
        calls.calls().stream()
            .filter(call -> call.end() != null && call.end().status() == 0)
            .mapToLong(call -> call.endedAt() - call.begin().at())
            .max()
            .orElse(0);
    report.expect(
        longest > 0 && longest <= DEADLINE_MICROS + GRACE_MICROS,
        "the longest was left within 2 s of its deadline of 2 s",
        longest / 1000 + " ms");
  }
}
