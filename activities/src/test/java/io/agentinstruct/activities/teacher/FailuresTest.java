package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.contracts.Trouble;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How often and how long one call is tried. */
class FailuresTest {
  private final Failures failures = new Failures();

  private ApplicationFailure failed(Trouble kind, Duration onWire, Optional<Duration> wait) {
    ModelTrouble trouble =
        new ModelTrouble(kind, "x", "host failed", wait, new IllegalStateException());
    trouble.tried(onWire);
    return failures.of(trouble, "call");
  }

  private int triesUntilTheEnd(Duration onWire) {
    int tries = 1;
    while (!failed(Trouble.TRANSIENT, onWire, Optional.empty()).isNonRetryable()) {
      tries++;
    }
    return tries;
  }

  @Test
  void aCallIsTriedEightTimesOrForAQuarterOfAnHour() {
    assertThat(triesUntilTheEnd(Duration.ofMillis(5))).isEqualTo(8);
    assertThat(triesUntilTheEnd(Duration.ofMinutes(5))).isEqualTo(3);
    assertThat(triesUntilTheEnd(Duration.ofHours(1))).isEqualTo(1);
  }

  @Test
  void neitherTheRateNorTheQuotaSpendsATry() {
    for (int i = 0; i < 100; i++) {
      assertThat(failed(Trouble.RATE, Duration.ofHours(1), Optional.empty()).isNonRetryable())
          .isFalse();
      assertThat(failed(Trouble.QUOTA, Duration.ofHours(1), Optional.empty()).isNonRetryable())
          .isFalse();
    }
    assertThat(triesUntilTheEnd(Duration.ZERO)).isEqualTo(8);
  }

  @Test
  void waitsDoubleAndNeverComeToNothing() {
    for (int tried = 1; tried < 8; tried++) {
      Duration wait =
          Objects.requireNonNull(
              failed(Trouble.TRANSIENT, Duration.ZERO, Optional.empty()).getNextRetryDelay());
      long whole = Math.min(60_000, 1_000L << (tried - 1));
      assertThat(wait.toMillis()).isBetween(whole / 2, whole);
    }
  }
}
