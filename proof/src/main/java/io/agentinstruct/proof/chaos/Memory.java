package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A long run in a small heap: what lives at its end is what lived at its beginning, and it is as
 * quick. {@code --seeds 20000}; the heap is 1 GiB
 */
final class Memory implements Experiment {
  private static final double MOST_GROWTH = 1.15;
  private static final double LEAST_RATE = 0.8;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern PARALLEL =
      Pattern.compile("(?:PSYoungGen|ParOldGen).*?used (\\d+)K");

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 20_000);
    long calls = (long) seeds * Trial.CALLS_A_SEED;
    report.title("%d seeds in a heap of 1 GiB".formatted(seeds));
    try (Trial trial =
        Trial.set(
            house,
            "memory",
            FaultPlan.quiet(options.word("latency", "constant:20")),
            Program.Setup.of(seeds, 64, "embedded"))) {
      Process process = trial.start("");
      Trial.await(process, 7_200, () -> trial.mock().calls() >= calls / 10);
      double early = liveMegabytes(process);
      Trial.await(process, 7_200, () -> trial.mock().calls() >= calls * 97 / 100);
      double late = liveMegabytes(process);
      int end = process.waitFor();
      report.expect(end == 0, "it ends with 0", end);
      report.expect(
          early > 0 && late <= MOST_GROWTH * early,
          "live heap at the end, at most 1.15 times that at a tenth",
          String.format(Locale.ROOT, "%.0f MB after %.0f MB", late, early));
      double second = rate(trial.calls(), 1);
      double last = rate(trial.calls(), 9);
      report.expect(
          last >= LEAST_RATE * second,
          "rate of the last decile, at least 0.8 of the second's",
          String.format(Locale.ROOT, "%.0f calls/s after %.0f", last, second));
    }
  }

  /** After a whole collection. */
  private static double liveMegabytes(Process process) throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return 0;
    }
    jcmd(process, "GC.run");
    String heap = jcmd(process, "GC.heap_info");
    Matcher matcher = (PARALLEL.matcher(heap).find() ? PARALLEL : USED).matcher(heap);
    double used = 0;
    while (matcher.find()) {
      used += Double.parseDouble(matcher.group(1)) / 1024;
    }
    return used;
  }

  private static String jcmd(Process process, String command)
      throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process asking = new ProcessBuilder(jcmd, String.valueOf(process.pid()), command).start();
    String said = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    asking.waitFor();
    return said;
  }

  private static double rate(Calls calls, int decile) {
    List<Calls.Call> all = calls.calls();
    int from = all.size() * decile / 10;
    int to = Math.min(all.size() - 1, all.size() * (decile + 1) / 10);
    double seconds = (all.get(to).begin().at() - all.get(from).begin().at()) / 1e6;
    return (to - from) / seconds;
  }
}
