package io.agentinstruct.activities.teacher;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says of its limits in a reply's headers. Only what is surely meant by the minute
 * counts: a day's or a second's number taken for a minute's would be worse than none.
 *
 * @param requests a minute; 0 = nothing is said
 * @param tokens a minute, of prompt and reply together
 * @param inputTokens a minute
 * @param outputTokens a minute
 */
record ToldLimits(long requests, long tokens, long inputTokens, long outputTokens) {
  private static final long MOST = 1_000_000_000_000L;

  static ToldLimits of(Headers headers) {
    return new ToldLimits(
        guessed(headers, "requests", "anthropic-ratelimit-requests-limit"),
        guessed(headers, "tokens", "anthropic-ratelimit-tokens-limit"),
        number(headers.get("anthropic-ratelimit-input-tokens-limit")),
        number(headers.get("anthropic-ratelimit-output-tokens-limit")));
  }

  boolean nothing() {
    return requests == 0 && tokens == 0 && inputTokens == 0 && outputTokens == 0;
  }

  /** What is said now, and where nothing is, what was said before. */
  Limits over(Limits before) {
    return new Limits(
        0,
        requests == 0 ? before.requests() : requests,
        tokens == 0 ? before.tokens() : tokens,
        inputTokens == 0 ? before.inputTokens() : inputTokens,
        outputTokens == 0 ? before.outputTokens() : outputTokens);
  }

  private static long guessed(Headers headers, String what, String documented) {
    long surely = number(headers.get(documented));
    return surely > 0 ? surely : byTheMinute(headers, what);
  }

  /**
   * Limit, rest and the time until all is refilled give the rate away, and so the limit's period:
   * the limit is by the minute if it would be refilled in about one.
   */
  private static long byTheMinute(Headers headers, String what) {
    long limit = number(headers.get("x-ratelimit-limit-" + what));
    long taken = limit - number(headers.get("x-ratelimit-remaining-" + what));
    Optional<Duration> reset = RetryAfter.span(headers.get("x-ratelimit-reset-" + what));
    if (limit == 0
        || taken <= 0
        || headers.get("x-ratelimit-remaining-" + what) == null
        || reset.filter(Duration::isPositive).isEmpty()) {
      return 0;
    }
    double period = limit * (reset.get().toNanos() / 1e9) / taken;
    return period >= 30 && period <= 120 ? limit : 0;
  }

  private static long number(@Nullable String value) {
    if (value == null || !value.strip().matches("[0-9]{1,15}")) {
      return 0;
    }
    return new BigDecimal(value.strip()).min(BigDecimal.valueOf(MOST)).longValue();
  }
}
