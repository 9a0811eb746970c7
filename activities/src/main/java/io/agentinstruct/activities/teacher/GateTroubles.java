package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a gate makes of how calls end: narrower, slower, shut, paused or closed. Guarded by the
 * gate's lock.
 */
final class GateTroubles {
  private static final Pattern OVERLOAD = Pattern.compile("^(503|529)$|overloaded|unavailable");

  private final Capacity capacity;
  private final Halts halts;
  private final RetryBudget again = new RetryBudget();
  private long slowedAt;
  private boolean slowed;
  private String slowedBy = "";

  GateTroubles(Capacity capacity, Halts halts) {
    this.capacity = capacity;
    this.halts = halts;
  }

  /**
   * The call that it is about, as it went.
   *
   * @param probe whether it was sent to see if an outage is over
   */
  record Sent(boolean probe, long at, long number) {}

  /** A call was answered. */
  void answered(boolean probe, long sentAt, long now) {
    again.ended(false, now);
    capacity.answered(sentAt, now);
    reachable(probe, now);
  }

  private void reachable(boolean probe, long now) {
    if (halts.answered(probe, capacity.limit(), now)) {
      capacity.restart();
    }
  }

  /**
   * A call failed. A refused shape of reply is no trouble of the endpoint's: a simpler one is about
   * to be asked for.
   *
   * @return whether nobody may go for now who has not gone yet
   */
  boolean judge(ModelTrouble trouble, Sent sent, long now) {
    Trouble kind = trouble.refusesShape() ? Trouble.OUTPUT : trouble.trouble();
    String message = String.valueOf(trouble.getMessage());
    return switch (kind) {
      case RATE -> rateLimited(trouble, message, sent, now);
      case TRANSIENT -> failed(trouble, message, sent, now);
      case QUOTA -> halts.noQuota(message, trouble.retryAfter(), sent.probe(), sent.at(), now);
      case BUDGET, CREDENTIAL, CONFIG -> halts.close(kind, message, now);
      case SEED, OUTPUT -> {
        again.ended(false, now);
        reachable(sent.probe(), now);
        yield false;
      }
      case DRAINING, INTERNAL -> {
        halts.noVerdict(sent.probe(), now);
        yield false;
      }
    };
  }

  private boolean rateLimited(ModelTrouble trouble, String message, Sent sent, long now) {
    Optional<Duration> wait = trouble.retryAfter();
    if (halts.rateLimited(message, wait.orElse(Duration.ZERO), sent.probe(), now)) {
      return true;
    }
    reachable(sent.probe(), now);
    capacity.rateLimited(wait, sent.at(), sent.number(), now);
    return wait.filter(Duration::isPositive).isPresent();
  }

  private boolean failed(ModelTrouble trouble, String message, Sent sent, long now) {
    if (trouble.code().equals("interrupted")) {
      halts.noVerdict(sent.probe(), now);
      return false;
    }
    again.ended(true, now);
    if (OVERLOAD.matcher(trouble.code()).find()) {
      capacity.overloaded(trouble.retryAfter(), now);
    }
    return halts.failed(message, sent.probe(), capacity.limit(), now);
  }

  /** Whether too much is sent again, so that all goes slower. */
  boolean slowed(long now) {
    boolean spent = again.spent(now);
    if (spent && !slowed) {
      slowedAt = now;
      slowedBy = again.said();
    }
    slowed = spent;
    return spent;
  }

  GateState state(int waiting, long now) {
    Optional<Halts.Halt> stopped = halts.closed().or(halts::byHand);
    if (stopped.isPresent()) {
      GateState.Kind kind =
          halts.closed().isPresent() ? GateState.Kind.CLOSED : GateState.Kind.PAUSED;
      Halts.Halt halt = stopped.get();
      return state(
          kind, Optional.ofNullable(halt.cause()), halt.message(), now - halt.since(), waiting, -1);
    }
    Optional<Outage> outage = halts.outage();
    if (outage.isPresent()) {
      Outage it = outage.get();
      long next = it.nanosUntilProbe(now);
      return state(
          GateState.Kind.PAUSED,
          Optional.of(it.cause()),
          it.message(),
          now - it.since(),
          waiting,
          next == Long.MAX_VALUE ? 0 : next);
    }
    long shut = capacity.nanosUntilOpen(now);
    if (shut > 0) {
      return state(
          GateState.Kind.SHUT,
          Optional.of(Trouble.RATE),
          "the endpoint wants to be left alone",
          0,
          waiting,
          shut);
    }
    return slowed
        ? state(
            GateState.Kind.SLOWED,
            Optional.of(Trouble.TRANSIENT),
            slowedBy,
            now - slowedAt,
            waiting,
            -1)
        : state(GateState.Kind.OPEN, Optional.empty(), "", 0, waiting, -1);
  }

  private GateState state(
      GateState.Kind kind,
      Optional<Trouble> cause,
      String message,
      long lasting,
      int waiting,
      long next) {
    return new GateState(
        kind,
        cause,
        message,
        Duration.ofNanos(lasting),
        waiting,
        capacity.onWire(),
        capacity.limit(),
        next < 0 ? Optional.empty() : Optional.of(Duration.ofNanos(next)));
  }
}
