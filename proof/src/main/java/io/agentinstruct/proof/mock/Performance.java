package io.agentinstruct.proof.mock;

import io.agentinstruct.proof.mock.VisitBook.Price;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * One call, played to its end as the plan wants it. What is billed is in the ledger before the last
 * byte leaves: the next request can't come earlier than this one's end.
 */
final class Performance {
  private static final int MOST_DRIPS = 1_000_000;
  private static final long DRIP_MILLIS = 100;
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  private final FaultPlan plan;
  private final VisitBook book;
  private final HttpWire wire;
  private final Visit begun;

  Performance(FaultPlan plan, VisitBook book, HttpWire wire, Visit begun) {
    this.plan = plan;
    this.book = book;
    this.wire = wire;
    this.begun = begun;
  }

  /**
   * @return whether the connection can be used again
   */
  boolean play(Fault fault, long bucketWaitNanos, Reply reply) throws IOException {
    return switch (fault.kind()) {
      case NONE, CONTENT -> whole(fault, reply);
      case RATE -> rate(fault);
      case SERVER -> server(fault);
      case NETWORK -> network(fault, reply);
      case STALL -> stall(fault, reply);
      case PHASE -> phase(fault, bucketWaitNanos);
    };
  }

  private boolean whole(Fault fault, Reply reply) throws IOException {
    book.end(begun, fault, 200, true, true, price(reply), 0);
    wire.answer(200, "application/json", "", bytes(reply));
    return true;
  }

  private static byte[] bytes(Reply reply) {
    return reply.body().getBytes(StandardCharsets.UTF_8);
  }

  private Price price(Reply reply) {
    long micros = plan.micros(reply.inputTokens(), reply.outputTokens());
    return new Price(reply.inputTokens(), reply.outputTokens(), micros);
  }

  private void ended(Fault fault, int status, long gateNanos) {
    book.end(begun, fault, status, false, false, Price.NOTHING, gateNanos);
  }

  private boolean rate(Fault fault) throws IOException {
    long millis = plan.waitMillis();
    long seconds = Math.max(1, (millis + 999) / 1000);
    Instant now = Instant.now();
    String headers =
        switch (fault) {
          case RATE_SECONDS -> "Retry-After: " + seconds + "\r\n";
          case RATE_DATE ->
              "Date: %s\r\nRetry-After: %s\r\n"
                  .formatted(HTTP_DATE.format(now), HTTP_DATE.format(now.plusSeconds(seconds)));
          case RATE_MILLIS -> "retry-after-ms: " + millis + "\r\n";
          case RATE_RESET_REQUESTS ->
              "x-ratelimit-remaining-requests: 0\r\nx-ratelimit-reset-requests: %dms\r\n"
                  .formatted(millis);
          case RATE_RESET_TOKENS ->
              "x-ratelimit-remaining-tokens: 0\r\nx-ratelimit-reset-tokens: %d.%03ds\r\n"
                  .formatted(millis / 1000, millis % 1000);
          default -> "";
        };
    String words =
        fault == Fault.RATE_WORDS
            ? "Rate limit reached. Please try again in " + millis + "ms."
            : "Rate limit reached.";
    long gate =
        switch (fault) {
          case RATE_BARE -> 0;
          case RATE_SECONDS, RATE_DATE -> Duration.ofSeconds(seconds).toNanos();
          default -> Duration.ofMillis(millis).toNanos();
        };
    ended(fault, 429, gate);
    wire.answer(429, "application/json", headers, error("rate_limit_exceeded", words));
    return true;
  }

  private static byte[] error(String code, String message) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"code\":\"%s\"}}"
        .formatted(message, code, code)
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean server(Fault fault) throws IOException {
    int status = Integer.parseInt(fault.name().substring("ERROR_".length()));
    ended(fault, status, 0);
    if (fault == Fault.ERROR_502) {
      wire.answer(status, "text/html", "", page("502 Bad Gateway"));
    } else {
      wire.answer(status, "application/json", "", error("server_error", "It did not work out."));
    }
    return true;
  }

  private static byte[] page(String title) {
    return "<!doctype html><html><head><title>%s</title></head><body>nginx</body></html>"
        .formatted(title)
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean network(Fault fault, Reply reply) throws IOException {
    byte[] body = bytes(reply);
    switch (fault) {
      case REPLY_LOST -> {
        book.end(begun, fault, 0, false, true, price(reply), 0);
        wire.reset();
      }
      case RESET_MID_BODY -> {
        ended(fault, 200, 0);
        wire.begin(body.length, body, body.length / 2);
        wire.reset();
      }
      case SHORT_BODY -> {
        ended(fault, 200, 0);
        wire.begin(body.length, body, body.length - 20);
      }
      case GARBAGE_HTTP -> {
        ended(fault, 0, 0);
        wire.write("SMTP ready, who are you?\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      case HTML_BODY -> {
        ended(fault, 200, 0);
        wire.answer(200, "text/html", "", page("Sign in"));
        return true;
      }
      case BROKEN_ENVELOPE -> {
        ended(fault, 200, 0);
        byte[] half = java.util.Arrays.copyOf(body, body.length / 2);
        wire.answer(200, "application/json", "", half);
        return true;
      }
      default -> {
        ended(fault, 0, 0);
        wire.reset();
      }
    }
    return false;
  }

  /** In the ledger it ends when the other side went away: how long that took is what is asked. */
  private boolean stall(Fault fault, Reply reply) throws IOException {
    byte[] body = bytes(reply);
    try {
      switch (fault) {
        case STALL_AFTER_HEAD -> wire.begin(body.length, body, 0);
        case STALL_MID_BODY -> wire.begin(body.length, body, body.length / 2);
        case DRIP -> drip(body);
        default -> {}
      }
      wire.goesAwayWithin(plan.stallMillis());
    } finally {
      ended(fault, 0, 0);
    }
    return false;
  }

  private void drip(byte[] body) throws IOException {
    wire.begin(MOST_DRIPS, body, 0);
    long until = System.nanoTime() + plan.stallMillis() * 1_000_000;
    while (System.nanoTime() < until && !wire.goesAwayWithin(DRIP_MILLIS)) {
      wire.write(new byte[] {' '});
    }
  }

  private boolean phase(Fault fault, long waitNanos) throws IOException {
    switch (fault) {
      case BAD_KEY -> {
        ended(fault, 401, 0);
        wire.answer(401, "application/json", "", error("invalid_api_key", "Incorrect API key."));
      }
      case NO_QUOTA -> {
        ended(fault, 429, 0);
        String words = "You exceeded your current quota, please check your plan and billing.";
        wire.answer(429, "application/json", "", error("insufficient_quota", words));
      }
      case TOO_FAST -> {
        long millis = Math.max(1, (waitNanos + 999_999) / 1_000_000);
        ended(fault, 429, plan.tellsWait() ? waitNanos : 0);
        String header = plan.tellsWait() ? "retry-after-ms: " + millis + "\r\n" : "";
        wire.answer(429, "application/json", header, error("rate_limit_exceeded", "Too fast."));
      }
      default -> {
        ended(fault, 0, 0);
        wire.reset();
        return false;
      }
    }
    return true;
  }
}
