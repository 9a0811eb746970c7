package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * An endpoint that refuses one call of eight whatever the pace, and wants a second of rest each.
 */
class DoubtTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final int CALLS = 4_000;

  @Test
  void whatIsRefusedByChanceDoesNotBringTheRunToACrawl() {
    Pace pace = new Pace();
    long now = 0;
    for (int call = 0; call < CALLS; call++) {
      now += pace.nanosUntil(now);
      long number = pace.sent(now);
      if (call % 8 == 7) {
        pace.refused(now, number, 0, now + MILLI, now + SECOND);
        now += SECOND;
      } else {
        now += MILLI;
      }
    }

    double resting = CALLS / 8.0;
    assertThat(now / (double) SECOND)
        .as("seconds, of which %.0f were asked for", resting)
        .isLessThan(2 * resting);
  }
}
