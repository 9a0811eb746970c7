package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An endpoint that refuses one call of so many whatever the pace, and wants a rest each time. */
class DoubtTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int CALLS = 20_000;

  @ParameterizedTest
  @CsvSource({"8, 1000, 4000", "66, 300, 600", "200, 300, 400"})
  void whatIsRefusedByChanceDoesNotBringTheRunToACrawl(int oneOf, long restMillis, double most) {
    Random random = new Random(5);
    Pace pace = new Pace();
    long now = 0;
    long asked = 0;
    for (int call = 0; call < CALLS; call++) {
      now += pace.nanosUntil(now);
      long number = pace.sent(now);
      now += 10 * MILLI;
      if (random.nextInt(oneOf) == 0) {
        long rest = restMillis * MILLI;
        pace.refused(now - 10 * MILLI, number, 0, rest, now, now + rest);
        asked += rest;
        now += rest;
      }
    }

    double seconds = (now - asked) / (double) SECOND;
    assertThat(seconds)
        .as("besides what was asked for; without a wait it would be 200 s")
        .isLessThan(most);
  }
}
