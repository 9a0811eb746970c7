package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.mock.FaultMock;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * Against a true bucket: how near a run comes to what the endpoint allows, and how often it is told
 * to wait. {@code --seeds 200 --per-minute 3600}
 */
final class Rate implements Experiment {
  private static final double BURST_SECONDS = 1;
  private static final String LATENCY = "constant:200";

  /**
   * @param makespan at most, as a multiple of the optimum
   * @param refused at most, as a share of requests
   */
  private record Bound(double makespan, double refused) {}

  private static final Bound TOLD = new Bound(1.05, 0.01);
  private static final Bound NOT_TOLD = new Bound(1.10, 0.10);

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 200);
    int perMinute = options.number("per-minute", 3_600);
    report.title("a true bucket of %d requests a minute, %d seeds".formatted(perMinute, seeds));
    String requests = "\"requests-per-minute\":" + perMinute;
    one(house, "told", seeds, requests, "requests-per-minute: " + perMinute, TOLD, report);
    one(house, "not told", seeds, requests, "", NOT_TOLD, report);
    int tokens = perMinute * 300;
    String bucket = "\"tokens-per-minute\":" + tokens;
    one(house, "tokens told", seeds, bucket, "tokens-per-minute: " + tokens, TOLD, report);
    one(house, "tokens not told", seeds, bucket, "", NOT_TOLD, report);
    two(house, seeds, requests, report);
  }

  private static FaultPlan plan(String bucket) {
    return FaultPlan.of(
        "{\"latency\":\"%s\",\"tells-wait\":true,\"burst\":%s,%s}"
            .formatted(LATENCY, BURST_SECONDS, bucket));
  }

  private static Program.Setup setup(Path folder, int seeds, String limit) throws IOException {
    Path roles = folder.resolve("roles.yaml");
    Files.writeString(
        roles, "teacher:\n  model: fault-mock\n" + (limit.isEmpty() ? "" : "  " + limit + "\n"));
    return Program.Setup.of(seeds, 64, "embedded").first("--roles", roles.toString());
  }

  private static void one(
      House house, String name, int seeds, String bucket, String limit, Bound bound, Report report)
      throws IOException, InterruptedException {
    Path folder = house.folder("rate-roles");
    try (Trial trial = Trial.set(house, "rate", plan(bucket), setup(folder, seeds, limit))) {
      int end = trial.walk();
      report.expect(end == 0, name + ": it ends with 0", end);
      judge(name, trial.calls(), bucket, bound, report);
      boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
      report.expect(same, name + ": dataset as undisturbed", trial.sha256().substring(0, 4));
    }
  }

  /** Two processes that know nothing of each other share one endpoint. */
  private static void two(House house, int seeds, String bucket, Report report)
      throws IOException, InterruptedException {
    Path left = house.folder("rate-left");
    Path right = house.folder("rate-right");
    try (FaultMock mock = FaultMock.start(0, plan(bucket), null)) {
      Program.Setup setup = setup(left, seeds / 2, "");
      List<Program> programs =
          List.of(
              new Program(house, left, mock.endpoint(), setup),
              new Program(house, right, mock.endpoint(), setup));
      Process first = programs.getFirst().start("");
      Process second = programs.getLast().start("");
      int end = Math.max(first.waitFor(), second.waitFor());
      report.expect(end == 0, "two processes: both end with 0", end);
      judge("two processes", Calls.of(mock.visits()), bucket, NOT_TOLD, report);
    }
  }

  private static void judge(String name, Calls calls, String bucket, Bound bound, Report report) {
    double perMinute = Double.parseDouble(bucket.substring(bucket.indexOf(':') + 1));
    boolean tokens = bucket.contains("tokens");
    double amount = 0;
    long refused = 0;
    long first = Long.MAX_VALUE;
    long last = 0;
    for (Calls.Call call : calls.calls()) {
      var end = call.end();
      if (call.probe() || end == null) {
        continue;
      }
      first = Math.min(first, call.begin().at());
      last = Math.max(last, end.at());
      refused += end.status() == 429 ? 1 : 0;
      amount += !call.complete() ? 0 : tokens ? end.input() + end.output() : 1;
    }
    double rate = perMinute / 60;
    double optimum = (amount - rate * BURST_SECONDS) / rate;
    double took = (last - first) / 1e6;
    double share = refused / (double) calls.calls().size();
    report.expect(
        took <= bound.makespan * optimum,
        name + ": makespan, at most " + bound.makespan + " of the optimum",
        String.format(Locale.ROOT, "%.3f (%.1f s of %.1f s)", took / optimum, took, optimum));
    report.expect(
        share <= bound.refused,
        name + ": share of 429, at most " + bound.refused,
        String.format(Locale.ROOT, "%.4f (%d)", share, refused));
  }
}
