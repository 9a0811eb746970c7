package io.agentinstruct.activities.teacher;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long an endpoint asks to wait, in every spelling in use, from nothing to a day. What can't be
 * read is passed over: a wrong wait is worse than our own.
 */
final class RetryAfter {
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final BigDecimal LONGEST_NANOS = BigDecimal.valueOf(LONGEST.toNanos());
  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]{1,30}(\\.[0-9]{1,30})?");
  private static final String SPAN = "(?:[0-9]{1,30}(?:\\.[0-9]{1,30})?(?:ms|us|µs|ns|s|m|h|d))+";
  private static final Pattern SPANS = Pattern.compile(SPAN);
  private static final Pattern PART = Pattern.compile("([0-9.]+)(ms|us|µs|ns|s|m|h|d)");
  private static final Pattern SAID =
      Pattern.compile(
          "(?:try again|retry) (?:in|after) (" + SPAN + ")|\"retrydelay\":\"(" + SPAN + ")\"");

  private static final Map<String, Long> NANOS =
      Map.of(
          "ns", 1L,
          "us", 1_000L,
          "µs", 1_000L,
          "ms", 1_000_000L,
          "s", 1_000_000_000L,
          "m", 60_000_000_000L,
          "h", 3_600_000_000_000L,
          "d", 86_400_000_000_000L);

  private RetryAfter() {}

  /**
   * @param words of the body, in lower case, where some endpoints say what no header does
   * @param now where the response bears no date of its own; a date that it asks for is taken
   *     relative to its own, so that two clocks need not agree
   */
  static Optional<Duration> of(Headers headers, String words, Instant now) {
    return Stream.<Optional<Duration>>of(
            plain(headers.get("retry-after-ms"), "ms"),
            plain(headers.get("retry-after"), "s"),
            spans(headers.get("retry-after")),
            date(headers, now),
            reset(headers),
            said(words))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<Duration> plain(@Nullable String value, String unit) {
    if (value == null || !NUMBER.matcher(value.strip()).matches()) {
      return Optional.empty();
    }
    return Optional.of(clamped(new BigDecimal(value.strip()).multiply(nanos(unit))));
  }

  /** A span in any spelling, or plain seconds. */
  static Optional<Duration> span(@Nullable String value) {
    return spans(value).or(() -> plain(value, "s"));
  }

  /** Go's spelling: {@code 1s}, {@code 6m0s}, {@code 250ms}. */
  private static Optional<Duration> spans(@Nullable String value) {
    String text = value == null ? "" : value.strip().toLowerCase(Locale.ROOT);
    if (!SPANS.matcher(text).matches()) {
      return Optional.empty();
    }
    BigDecimal sum = BigDecimal.ZERO;
    Matcher part = PART.matcher(text);
    while (part.find()) {
      sum = sum.add(new BigDecimal(part.group(1)).multiply(nanos(part.group(2))));
    }
    return Optional.of(clamped(sum));
  }

  private static Optional<Duration> date(Headers headers, Instant now) {
    Instant until = headers.getInstant("retry-after");
    if (until == null) {
      return Optional.empty();
    }
    Instant date = headers.getInstant("date");
    Duration wait = Duration.between(date == null ? now : date, until);
    return Optional.of(
        wait.compareTo(LONGEST) > 0 ? LONGEST : wait.isNegative() ? Duration.ZERO : wait);
  }

  /** Of requests and tokens, the one that has run out; else the one that is back sooner. */
  private static Optional<Duration> reset(Headers headers) {
    Optional<Duration> requests = resetOf(headers, "requests");
    Optional<Duration> tokens = resetOf(headers, "tokens");
    boolean noRequests = "0".equals(headers.get("x-ratelimit-remaining-requests"));
    boolean noTokens = "0".equals(headers.get("x-ratelimit-remaining-tokens"));
    if (requests.isEmpty() || tokens.isEmpty()) {
      return requests.or(() -> tokens);
    }
    boolean later = requests.get().compareTo(tokens.get()) >= 0;
    if (noRequests && noTokens) {
      return later ? requests : tokens;
    }
    if (noRequests || noTokens) {
      return noRequests ? requests : tokens;
    }
    return later ? tokens : requests;
  }

  private static Optional<Duration> resetOf(Headers headers, String what) {
    String value = headers.get("x-ratelimit-reset-" + what);
    return span(value);
  }

  private static Optional<Duration> said(String words) {
    Matcher said = SAID.matcher(words);
    return said.find()
        ? spans(said.group(1) == null ? said.group(2) : said.group(1))
        : Optional.empty();
  }

  private static BigDecimal nanos(String unit) {
    return BigDecimal.valueOf(NANOS.getOrDefault(unit, 0L));
  }

  private static Duration clamped(BigDecimal nanos) {
    return Duration.ofNanos(nanos.max(BigDecimal.ZERO).min(LONGEST_NANOS).longValue());
  }
}
