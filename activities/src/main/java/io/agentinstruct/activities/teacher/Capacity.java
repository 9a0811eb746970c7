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
  private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(250);
  private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(60);

  /** Weight of the newest latency. */
  private static final double NEWEST = 0.1;

  private final Width width;
  private final Shutter shutter;
  private final Bucket requests;
  private final Bucket tokens;
  private final Bucket inputTokens;
  private final Bucket outputTokens;
  private final Pace pace = new Pace();
  private Limits limits;
  private boolean slowed;
  private int onWire;
  private int complaints;
  private long complainedAt = Long.MIN_VALUE;
  private double latency;

  Capacity(Limits limits, RandomGenerator dice) {
    this.limits = limits;
    this.width = new Width(limits.inFlight());
    this.shutter = new Shutter(dice);
    this.requests = new Bucket(limits.requests(), 0);
    this.tokens = new Bucket(limits.tokens(), 0);
    this.inputTokens = new Bucket(limits.inputTokens(), 0);
    this.outputTokens = new Bucket(limits.outputTokens(), 0);
  }

  /** A call on the wire, as it went. */
  record Going(Load load, long at, long number, long round) {}

  int onWire() {
    return onWire;
  }

  int limit() {
    return width.limit();
  }

  /** Other limits from now on. */
  void retune(Limits wanted, boolean slow, long now) {
    if (wanted.equals(limits) && slow == slowed) {
      return;
    }
    limits = wanted;
    slowed = slow;
    width.retune(slow ? Math.max(1, wanted.inFlight() / 4) : wanted.inFlight());
    requests.retune(wanted.requests(), now);
    tokens.retune(wanted.tokens(), now);
    inputTokens.retune(wanted.inputTokens(), now);
    outputTokens.retune(wanted.outputTokens(), now);
  }

  /** Begins with few calls at once, after an outage. */
  void restart() {
    width.restart();
  }

  /** Nanoseconds until such a call may go; MAX = not before another has ended. */
  long nanosUntilFree(Load load, long now) {
    if (onWire >= width.limit()) {
      return Long.MAX_VALUE;
    }
    long byRequests = Math.max(requests.nanosUntil(1, now), pace.nanosUntil(now));
    long byTokens =
        Math.max(
            tokens.nanosUntil(load.both(), now),
            Math.max(
                inputTokens.nanosUntil(load.input(), now),
                outputTokens.nanosUntil(load.output(), now)));
    return Math.max(shutter.nanosUntilOpen(now), Math.max(byRequests, byTokens));
  }

  /** Nanoseconds for which the endpoint wants to be left alone. */
  long nanosUntilOpen(long now) {
    return shutter.nanosUntilOpen(now);
  }

  /** Sends a call. */
  Going start(Load load, long now) {
    onWire++;
    requests.take(1);
    tokens.take(load.both());
    inputTokens.take(load.input());
    outputTokens.take(load.output());
    shutter.entered(now);
    return new Going(load, now, pace.sent(now), width.round());
  }

  /** A call has ended, and has really used so much. */
  void end(Going call, Load used) {
    onWire--;
    tokens.giveBack(call.load.both() - used.both());
    inputTokens.giveBack(call.load.input() - used.input());
    outputTokens.giveBack(call.load.output() - used.output());
    width.ended(call.round);
  }

  /** A call that was let in was not sent after all. */
  void neverSent(Going call) {
    requests.giveBack(1);
    pace.neverSent(call.number);
    end(call, Load.NONE);
  }

  /** Number of the next call. */
  long sent() {
    return pace.sent();
  }

  /** Nanoseconds left of what the endpoint itself asked for. */
  long askedFor(long now) {
    return shutter.nanosAsked(now);
  }

  void answered(long sentAt, long now) {
    if (sentAt > complainedAt) {
      complaints = 0;
    }
    double took = Math.max(0, now - sentAt);
    latency = latency == 0 ? took : latency + NEWEST * (took - latency);
    width.clean();
  }

  void shut(long nanos, long now) {
    shutter.shut(now, nanos, width.limit());
  }

  /** The endpoint can't keep up. */
  void overloaded(Optional<Duration> wait, long now) {
    width.halve(onWire, 1);
    wait.ifPresent(wanted -> shut(wanted.toNanos(), now));
  }

  /**
   * Too many calls a minute. Where the endpoint names no wait, ours doubles from a quarter of a
   * second to a minute until one succeeds; there is none where the pace is known already.
   *
   * @param sentAt when the refused call went
   * @param number as {@link Going} has it
   */
  void rateLimited(Optional<Duration> wait, long sentAt, long number, long now) {
    boolean newRound = width.halve(onWire, needed(now));
    if (wait.isPresent()) {
      shut(wait.get().toNanos(), now);
    } else if (newRound || sentAt > complainedAt) {
      if (complaints > 0 || !pace.known()) {
        shut(
            shutter.equalJitter(Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(complaints, 10))),
            now);
      }
      complaints++;
      complainedAt = now;
    }
    pace.refused(
        sentAt,
        number,
        limits.requests() / 60,
        wait.map(Duration::toNanos).orElse(0L),
        now,
        now + shutter.nanosUntilOpen(now));
  }

  /**
   * Calls at once that the pace takes which is known or told, by the latency of late, with
   * something to spare: the pace alone is to slow them down then.
   */
  private int needed(long now) {
    double perSecond = pace.known() ? pace.perSecond(now) : limits.requests() / 60;
    if (perSecond == 0) {
      return 1;
    }
    if (latency == 0) {
      return Integer.MAX_VALUE;
    }
    return (int) Math.min(1e6, 2 + 1.5 * perSecond * latency / 1e9);
  }
}
