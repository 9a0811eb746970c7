package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Why nothing may go through a gate, whatever its capacity: closed for good, paused by a person, or
 * paused until a probe is answered. Guarded by the gate's lock.
 */
final class Halts {
  private static final Duration LONGEST_SHUT = Duration.ofHours(1);

  /**
   * @param cause null = a person's wish
   */
  record Halt(@Nullable Trouble cause, String message, long since) {}

  private final Breaker breaker;
  private final RandomGenerator dice;
  private @Nullable Halt closed;
  private @Nullable Halt byHand;
  private @Nullable Halt byNeighbour;
  private @Nullable Outage outage;
  private long reopenedAt = Long.MIN_VALUE;

  Halts(Duration patience, RandomGenerator dice) {
    this.breaker = new Breaker(patience);
    this.dice = dice;
  }

  Optional<Halt> closed() {
    return Optional.ofNullable(closed);
  }

  Optional<Halt> byHand() {
    return Optional.ofNullable(byHand).or(() -> Optional.ofNullable(byNeighbour));
  }

  Optional<Outage> outage() {
    return Optional.ofNullable(outage);
  }

  /** Nanoseconds until a call may go, be it as a probe; MAX = until something changes. */
  long nanosUntilAllowed(long now) {
    if (closed != null || byHand().isPresent()) {
      return Long.MAX_VALUE;
    }
    return outage == null ? 0 : outage.nanosUntilProbe(now);
  }

  /** A call goes; whether it is a probe. */
  boolean entered() {
    if (outage == null) {
      return false;
    }
    outage.probe();
    return true;
  }

  /** The first closing counts; whether it was this one. */
  boolean close(Trouble cause, String message, long now) {
    if (closed != null) {
      return false;
    }
    closed = new Halt(cause, message, now);
    return true;
  }

  void byHand(@Nullable String message, long now) {
    byHand = message == null ? null : new Halt(null, message, now);
  }

  /** Said by another process, for all that use the endpoint. */
  void byNeighbour(@Nullable String message, long now) {
    if (message == null) {
      byNeighbour = null;
    } else if (byNeighbour == null || !byNeighbour.message.equals(message)) {
      byNeighbour = new Halt(null, message, now);
    }
  }

  /**
   * The endpoint answered, be it with a no.
   *
   * @return whether that ended an outage
   */
  boolean answered(boolean probe, int limit, long now) {
    if (outage == null) {
      breaker.answered(limit, now);
      return false;
    }
    if (!probe) {
      return false; // it went before the outage began, and says nothing about its end
    }
    outage = null;
    reopenedAt = now;
    breaker.reset();
    return true;
  }

  /** A call failed; whether that began an outage. */
  boolean failed(String message, boolean probe, int limit, long now) {
    if (outage != null) {
      if (probe) {
        outage.goesOn(Optional.empty(), now);
      }
      return false;
    }
    Optional<String> why = breaker.failed(message, limit, now);
    why.ifPresent(it -> outage = Outage.ofEndpoint(it, now, dice));
    return why.isPresent();
  }

  /** No money or no quota. */
  boolean noQuota(String message, Optional<Duration> wait, boolean probe, long sentAt, long now) {
    if (probe && outage != null && outage.cause() == Trouble.QUOTA) {
      outage.goesOn(wait, now);
      return false;
    }
    if ((outage != null && outage.cause() == Trouble.QUOTA) || sentAt < reopenedAt) {
      return false; // known already, or known to be over
    }
    String told =
        message.replace(ModelTroubles.THEN_RESUME, "")
            + ". Calls wait; one a minute asks whether there is some, and all go on by themselves when there is";
    outage = Outage.ofQuota(told, wait, now, dice);
    return true;
  }

  /**
   * The rate is limited.
   *
   * @return whether the wait is so long that it is an outage
   */
  boolean rateLimited(String message, Duration wait, boolean probe, long now) {
    if (wait.compareTo(LONGEST_SHUT) <= 0 || (outage != null && !probe)) {
      return false;
    }
    String told =
        "%s. It wants to be left alone for %d h %d min; calls wait, and go on by themselves then"
            .formatted(
                message.replace(ModelTroubles.LATER, ""), wait.toHours(), wait.toMinutesPart());
    outage = Outage.ofRate(told, wait, now, dice);
    return true;
  }

  /** A probe ended without telling anything about the endpoint. */
  void noVerdict(boolean probe, long now) {
    if (probe && outage != null) {
      outage.noVerdict(now);
    }
  }
}
