package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final DateTimeFormatter HTTP =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private static Optional<Duration> wait(String... namesAndValues) {
    return RetryAfter.of(Headers.of(namesAndValues), "", NOW);
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after, 7, PT7S",
    "retry-after, 0, PT0S",
    "retry-after, 1.5, PT1.5S",
    "Retry-After, ' 30 ', PT30S",
    "retry-after, -4, PT0S",
    "retry-after, 3600, PT1H",
    "retry-after, 86400, PT24H",
    "retry-after, 99999999999999999999999, PT24H",
    "retry-after, 20s, PT20S",
    "retry-after-ms, 250, PT0.25S",
    "retry-after-ms, 0.5, PT0.0005S",
    "x-ratelimit-reset-requests, 1s, PT1S",
    "x-ratelimit-reset-requests, 6m0s, PT6M",
    "x-ratelimit-reset-tokens, 250ms, PT0.25S",
    "x-ratelimit-reset-tokens, 2m59.56s, PT2M59.56S",
    "x-ratelimit-reset-tokens, 1h2m3s, PT1H2M3S",
    "x-ratelimit-reset-tokens, 12, PT12S"
  })
  void everySpellingIsRead(String name, String value, Duration expected) {
    assertThat(wait(name, value)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "soon",
        "NaN",
        "Infinity",
        "1e3",
        "0x10",
        "1s2",
        "--1",
        "1.2.3",
        "Wed, 99 Foo 2026 00:00:00 GMT"
      })
  void garbageIsPassedOver(String value) {
    assertThat(wait("retry-after", value, "x-ratelimit-reset-requests", value)).isEmpty();
    assertThat(wait("retry-after", value, "x-ratelimit-reset-requests", "3s"))
        .contains(Duration.ofSeconds(3));
  }

  @Test
  void aDateIsTakenRelativeToTheResponsesOwnDate() {
    Instant serversNow = NOW.plus(Duration.ofDays(400));
    assertThat(
            wait(
                "date", HTTP.format(serversNow),
                "retry-after", HTTP.format(serversNow.plusSeconds(90))))
        .contains(Duration.ofSeconds(90));
  }

  @Test
  void aDateWithoutTheResponsesOwnIsTakenRelativeToOurs() {
    assertThat(wait("retry-after", HTTP.format(NOW.plusSeconds(90))))
        .contains(Duration.ofSeconds(90));
    assertThat(wait("retry-after", HTTP.format(NOW.minusSeconds(90)))).contains(Duration.ZERO);
    assertThat(wait("retry-after", HTTP.format(NOW.plusSeconds(900_000))))
        .contains(Duration.ofDays(1));
  }

  @Test
  void millisecondsAreMoreExactThanSeconds() {
    assertThat(wait("retry-after", "2", "retry-after-ms", "1250"))
        .contains(Duration.ofMillis(1250));
  }

  @Test
  void ofRequestsAndTokensTheOneThatHasRunOutCounts() {
    String requests = "x-ratelimit-reset-requests";
    String tokens = "x-ratelimit-reset-tokens";
    assertThat(wait(requests, "9s", tokens, "2s")).contains(Duration.ofSeconds(2));
    assertThat(wait(requests, "9s", tokens, "2s", "x-ratelimit-remaining-requests", "0"))
        .contains(Duration.ofSeconds(9));
    assertThat(wait(requests, "2s", tokens, "9s", "x-ratelimit-remaining-tokens", "0"))
        .contains(Duration.ofSeconds(9));
  }

  @Test
  void whatOnlyTheBodySaysIsHeard() {
    Headers none = Headers.of();
    assertThat(RetryAfter.of(none, "rate limit reached. please try again in 7m12s. visit", NOW))
        .contains(Duration.ofSeconds(432));
    assertThat(RetryAfter.of(none, "[{\"@type\":\"x\",\"retrydelay\":\"33s\"}]", NOW))
        .contains(Duration.ofSeconds(33));
    assertThat(RetryAfter.of(none, "please try again in a while", NOW)).isEmpty();
  }

  @Test
  void nothingMakesItThrowOrLeaveItsBounds() {
    Random random = new Random(3);
    String alphabet = "0123456789.-+smhd uFriMonJan,:GTe";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder value = new StringBuilder();
      for (int length = random.nextInt(12); length >= 0; length--) {
        value.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String name =
          switch (i % 3) {
            case 0 -> "retry-after";
            case 1 -> "retry-after-ms";
            default -> "x-ratelimit-reset-tokens";
          };
      wait(name, value.toString().strip())
          .ifPresent(wait ->
              assertThat(wait).as("%s", value).isBetween(Duration.ZERO, Duration.ofDays(1)));
    }
  }
}
