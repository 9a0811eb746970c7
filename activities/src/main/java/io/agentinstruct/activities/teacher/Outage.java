package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * An endpoint that nothing is sent to but one call at a time, to see whether it is over. The call
 * is one of those that wait: a probe costs nothing. Guarded by the gate's lock.
 */
final class Outage {
  /** Settable for tests of whole runs, which can't wait for minutes. */
  private static final long MINUTE =
      TimeUnit.SECONDS.toNanos(Math.max(1, Long.getLong("agentinstruct.probe", 60)));

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Trouble cause;
  private final String message;
  private final long since;
  private final RandomGenerator dice;
  private long wait;
  private long nextProbe;
  private boolean probing;

  private Outage(Trouble cause, String message, long wait, long now, RandomGenerator dice) {
    this.cause = cause;
    this.message = message;
    this.since = now;
    this.dice = dice;
    this.wait = wait;
    this.nextProbe = now + jittered(wait);
  }

  /** No money or no quota: asked once a minute. */
  static Outage ofQuota(String message, Optional<Duration> wait, long now, RandomGenerator dice) {
    Outage outage = new Outage(Trouble.QUOTA, message, MINUTE, now, dice);
    outage.nextProbe = now + outage.longer(wait);
    return outage;
  }

  /** The endpoint fails: asked after a second, then later and later, up to a minute. */
  static Outage ofEndpoint(String message, long now, RandomGenerator dice) {
    return new Outage(Trouble.TRANSIENT, message, SECOND, now, dice);
  }

  /** The endpoint wants to be left alone for very long: asked when that is over. */
  static Outage ofRate(String message, Duration wait, long now, RandomGenerator dice) {
    Outage outage = new Outage(Trouble.RATE, message, MINUTE, now, dice);
    outage.nextProbe = now + wait.toNanos();
    return outage;
  }

  Trouble cause() {
    return cause;
  }

  String message() {
    return message;
  }

  long since() {
    return since;
  }

  /** Nanoseconds until a call may go and see; MAX = one is under way. */
  long nanosUntilProbe(long now) {
    return probing ? Long.MAX_VALUE : Math.max(0, nextProbe - now);
  }

  void probe() {
    probing = true;
  }

  /** The probe was refused. */
  void goesOn(Optional<Duration> named, long now) {
    probing = false;
    wait = Math.min(MINUTE, 2 * wait);
    nextProbe = now + (cause == Trouble.TRANSIENT ? jittered(wait) : longer(named));
  }

  /** The probe ended without telling anything. */
  void noVerdict(long now) {
    probing = false;
    nextProbe = now + (cause == Trouble.TRANSIENT ? SECOND : MINUTE);
  }

  private long longer(Optional<Duration> named) {
    Duration most =
        named
            .filter(it -> it.compareTo(LONGEST) > 0)
            .map(it -> LONGEST)
            .or(() -> named)
            .orElse(Duration.ZERO);
    return Math.max(MINUTE, most.toNanos());
  }

  /** At least half of it, so that a wait never comes to nothing. */
  private long jittered(long nanos) {
    return cause == Trouble.TRANSIENT
        ? nanos / 2 + (long) (nanos * 0.5 * dice.nextDouble())
        : nanos;
  }
}
