package io.agentinstruct.activities.teacher;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * What the endpoint bears: calls at once, calls a minute, tokens a minute, and silence where it
 * asks for it. Guarded by the gate's lock.
 */
final class Capacity {
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(2);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

  private final Width width;
  private final Shutter shutter;
  private Bucket requests;
  private Bucket tokens;
  private int onWire;
  private int complaints;

  Capacity(Role role, RandomGenerator dice) {
    this.width = new Width(role.inFlight());
    this.shutter = new Shutter(dice);
    this.requests = new Bucket(role.requestsPerMinute(), 0);
    this.tokens = new Bucket(role.tokensPerMinute(), 0);
  }

  /** Other limits from now on; what the endpoint complained of is forgotten. */
  void retune(int inFlight, long requestsPerMinute, long tokensPerMinute, long now) {
    width.retune(inFlight);
    requests = new Bucket(requestsPerMinute, now);
    tokens = new Bucket(tokensPerMinute, now);
  }

  int onWire() {
    return onWire;
  }

  int limit() {
    return width.limit();
  }

  /** Nanoseconds until a call of so many tokens may go; MAX = not before another has ended. */
  long nanosUntilFree(long estimate, long now) {
    if (onWire >= width.limit()) {
      return Long.MAX_VALUE;
    }
    long byRate = Math.max(requests.nanosUntil(1, now), tokens.nanosUntil(estimate, now));
    return Math.max(shutter.nanosUntilOpen(now), byRate);
  }

  /** Sends a call. Returns its round, to be named when it ends. */
  long start(long estimate, long now) {
    onWire++;
    requests.take(1);
    tokens.take(estimate);
    shutter.entered(now);
    return width.round();
  }

  void end(long round, long unusedTokens) {
    onWire--;
    tokens.giveBack(unusedTokens);
    width.ended(round);
  }

  void neverSent() {
    requests.giveBack(1);
  }

  void answered() {
    complaints = 0;
    width.clean();
  }

  void shut(long nanos, long now) {
    shutter.shut(now, nanos, width.limit());
  }

  /** The endpoint can't keep up. */
  void overloaded(Optional<Duration> wait, long now) {
    width.halve(onWire);
    wait.ifPresent(wanted -> shut(wanted.toNanos(), now));
  }

  /**
   * Too many calls a minute. Where the endpoint names no wait, ours doubles from two seconds to a
   * minute until one succeeds.
   */
  void rateLimited(Optional<Duration> wait, long now) {
    boolean newRound = width.halve(onWire);
    if (wait.isPresent()) {
      shut(wait.get().toNanos(), now);
    } else if (newRound) {
      shut(
          shutter.equalJitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(complaints, 10))),
          now);
      complaints++;
    }
  }
}
