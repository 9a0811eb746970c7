package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.Headers;
import org.junit.jupiter.api.Test;

/** Which headers are believed, and as what. */
class ToldLimitsTest {
  private static ToldLimits told(String limit, String remaining, String reset) {
    return ToldLimits.of(
        Headers.of(
            "x-ratelimit-limit-requests", limit,
            "x-ratelimit-remaining-requests", remaining,
            "x-ratelimit-reset-requests", reset));
  }

  @Test
  void aLimitThatIsRefilledInAMinuteIsAMinutes() {
    assertThat(told("3500", "3499", "17ms").requests()).isEqualTo(3500);
    assertThat(told("60", "0", "59s").requests()).isEqualTo(60);
  }

  @Test
  void aDaysOrASecondsLimitIsPassedOver() {
    assertThat(told("14400", "14370", "2m59.56s").nothing()).as("a day's").isTrue();
    assertThat(told("10", "5", "500ms").nothing()).as("a second's").isTrue();
    assertThat(told("60", "60", "0s").nothing()).as("nothing can be told").isTrue();
    assertThat(told("many", "-1", "soon").nothing()).isTrue();
  }

  @Test
  void documentedLimitsAreTakenAsTheyAre() {
    assertThat(
            ToldLimits.of(
                Headers.of(
                    "anthropic-ratelimit-requests-limit", "50",
                    "anthropic-ratelimit-input-tokens-limit", "30000",
                    "anthropic-ratelimit-output-tokens-limit", "8000")))
        .isEqualTo(new ToldLimits(50, 0, 30_000, 8_000));
  }
}
