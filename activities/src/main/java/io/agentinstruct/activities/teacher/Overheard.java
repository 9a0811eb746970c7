package io.agentinstruct.activities.teacher;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint says beside its replies, in headers: its limits and its time. And how many
 * requests it was really sent, those that it refused included.
 */
final class Overheard {
  private static final List<String> REQUESTS =
      List.of("x-ratelimit-limit-requests", "anthropic-ratelimit-requests-limit");
  private static final List<String> TOKENS =
      List.of("x-ratelimit-limit-tokens", "anthropic-ratelimit-tokens-limit");

  private final AtomicInteger sent = new AtomicInteger();
  private volatile @Nullable Headers headers;
  private volatile Instant heard = Instant.EPOCH;

  void sent() {
    sent.incrementAndGet();
  }

  void came(Headers response) {
    heard = Instant.now();
    headers = response;
  }

  int requests() {
    return sent.get();
  }

  /** Requests per minute, as most endpoints count; some count them by the day. */
  OptionalLong requestLimit() {
    return number(REQUESTS);
  }

  /** Tokens per minute. */
  OptionalLong tokenLimit() {
    return number(TOKENS);
  }

  /** How far our clock is ahead of the endpoint's, to the second; negative = behind. */
  Optional<Duration> clockAhead() {
    Headers last = headers;
    Date date = last == null ? null : last.getDate("Date");
    return Optional.ofNullable(date).map(there -> Duration.between(there.toInstant(), heard));
  }

  private OptionalLong number(List<String> names) {
    Headers last = headers;
    for (String name : names) {
      String value = last == null ? null : last.get(name);
      if (value != null && value.strip().matches("[0-9]{1,15}")) {
        return OptionalLong.of(Long.parseLong(value.strip()));
      }
    }
    return OptionalLong.empty();
  }
}
