package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.teacher.TrueBucket.Found;
import io.agentinstruct.activities.teacher.TrueBucket.Law;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How near the gate comes to what a provider allows, in virtual time: makespan against the optimum,
 * and the share of requests that were refused for the rate. Deterministic, so ratios are asserted.
 */
class RateTest {
  private static final int CALLS = 7_200;
  private static final double REQUESTS = 60;
  private static final double TOKENS = 60_000;

  private static Capacity capacity(Limits limits, long seed) {
    return new Capacity(limits, new Random(seed));
  }

  private static Limits limits(int inFlight, double requests, double tokens) {
    return new Limits(inFlight, requests, tokens, 0, 0);
  }

  private static Found found(String name, TrueBucket bucket) {
    Found found = bucket.answer(CALLS);
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-40s makespan %.3f x the optimum, %.2f %% refused",
            name,
            found.makespan(),
            100 * found.refusedShare()));
    return found;
  }

  @ParameterizedTest
  @CsvSource({
    "60, 0.05, 0",
    "60, 0.4, 0.5",
    "60, 2, 0.5",
    "60, 10, 0.8",
    "30, 0.4, 0.5",
    "120, 0.4, 0",
    "10, 2, 0.5",
    "240, 2, 0"
  })
  void toldTheRequestsAMinute(double burst, double latency, double spread) {
    Law law = new Law(REQUESTS, burst, latency, spread, Optional.empty());
    int inFlight = (int) Math.max(64, 3 * REQUESTS * latency);
    Capacity caller = capacity(limits(inFlight, 3_600, 0), 1);
    Found found = found("told requests " + law, new TrueBucket(law, false, List.of(caller), 2));

    assertThat(found.makespan()).isLessThanOrEqualTo(1.05);
    assertThat(found.refusedShare()).isLessThanOrEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({
    "60, 0.05, 0, 0", "60, 0.4, 0.5, 0", "60, 2, 0.5, 0", "60, 10, 0.8, 0", "30, 0.4, 0.5, 0",
    "120, 0.4, 0, 0", "3600, 0.4, 0.5, 0", "60, 0.4, 0.5, 1", "60, 2, 0.5, 1", "120, 0.4, 0, 1",
    "1200, 0.4, 0.5, 1"
  })
  void notToldTheRequestsAMinute(double burst, double latency, double spread, int retryAfter) {
    Optional<Duration> wait =
        retryAfter == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(retryAfter));
    Law law = new Law(REQUESTS, burst, latency, spread, wait);
    int inFlight = (int) Math.max(64, 3 * REQUESTS * latency);
    Capacity caller = capacity(limits(inFlight, 0, 0), 1);
    Found found = found("not told requests " + law, new TrueBucket(law, false, List.of(caller), 2));

    assertThat(found.makespan()).isLessThanOrEqualTo(1.10);
    assertThat(found.refusedShare()).isLessThanOrEqualTo(0.10);
  }

  @ParameterizedTest
  @CsvSource({"60000, 0.4, 0.5", "60000, 2, 0.5", "120000, 2, 0"})
  void toldTheTokensAMinute(double burst, double latency, double spread) {
    Law law = new Law(TOKENS, burst, latency, spread, Optional.empty());
    Capacity caller = capacity(limits(256, 0, 60 * TOKENS), 1);
    Found found = found("told tokens " + law, new TrueBucket(law, true, List.of(caller), 2));

    assertThat(found.makespan()).isLessThanOrEqualTo(1.05);
    assertThat(found.refusedShare()).isLessThanOrEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource({"60000, 0.4, 0.5", "60000, 2, 0.5", "120000, 2, 0"})
  void notToldTheTokensAMinute(double burst, double latency, double spread) {
    Law law = new Law(TOKENS, burst, latency, spread, Optional.empty());
    Capacity caller = capacity(limits(256, 0, 0), 1);
    Found found = found("not told tokens " + law, new TrueBucket(law, true, List.of(caller), 2));

    assertThat(found.makespan()).isLessThanOrEqualTo(1.10);
    assertThat(found.refusedShare()).isLessThanOrEqualTo(0.10);
  }

  @ParameterizedTest
  @CsvSource({"true, 2", "false, 2", "false, 3"})
  void processesShareOneEndpoint(boolean told, int processes) {
    Law law = new Law(REQUESTS, 60, 0.4, 0.5, Optional.empty());
    Limits part = limits(64, told ? 3_600 : 0, 0).part(64 / processes, 1.0 / processes);
    List<Capacity> callers =
        IntStream.range(0, processes).mapToObj(i -> capacity(part, i)).toList();
    String name = processes + " processes, " + (told ? "told" : "not told");
    Found found = found(name, new TrueBucket(law, false, callers, 2));

    assertThat(found.makespan()).isLessThanOrEqualTo(told ? 1.05 : 1.10);
    assertThat(found.refusedShare()).isLessThanOrEqualTo(told ? 0.01 : 0.10);
  }
}
