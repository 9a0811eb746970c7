package io.agentinstruct.activities.teacher;

import java.util.ArrayDeque;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Calls a second that an endpoint bears which does not say so, learnt from its refusals. A refusal
 * is the moment at which the endpoint's bucket is empty; so what it admitted between two refusals
 * is just what it refilled meanwhile. After a refusal calls go a little slower than that, then
 * faster and faster until the next. Guarded by the gate's lock.
 */
final class Pace {
  private static final double SECOND = 1e9;
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(20);
  private static final long APART = TimeUnit.SECONDS.toNanos(1);
  private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(250);
  private static final int FEWEST = 5;

  /** After a refusal: so much of the estimate. */
  private static final double BELOW = 0.97;

  /**
   * The first calls go somewhat apart, so that a narrow endpoint is noticed before all are sent.
   */
  private static final double START = 1_000;

  private static final long START_SLACK = TimeUnit.MILLISECONDS.toNanos(64);
  private static final double START_SECONDS = 5;

  /** Growth a second at first; an estimate of a short time is left the faster. */
  private static final double LEAST_STEEP = 0.003;

  private static final double MOST_STEEP = 0.1;
  private static final double STEEP_BY_ROUND_TRIP = 0.02;
  private static final double SURE_SECONDS = 10;

  /** How far a late timer may be made up for. */
  private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(50);

  /** Refusals whose numbers are kept: those of one burst come back in any order. */
  private static final int MOST_NUMBERS = 4_096;

  /** A moment at which the endpoint's bucket was empty, and what it had admitted by then. */
  private static final class Refusal {
    final long at;
    final long number;
    final long rested;
    long admitted;

    Refusal(long at, long number, long rested, long admitted) {
      this.at = at;
      this.number = number;
      this.rested = rested;
      this.admitted = admitted;
    }
  }

  private final NavigableSet<Long> numbers = new TreeSet<>();
  private final ArrayDeque<Refusal> refusals = new ArrayDeque<>();
  private long sent;
  private long refused;
  private long firstSent = -1;
  private double base = Double.POSITIVE_INFINITY;
  private boolean starting = true;
  private double estimate;
  private double steepness = LEAST_STEEP;
  private boolean guessing;
  private long cutAt;
  private long growsFrom;
  private long rested;
  private long next;
  private final Doubt doubt = new Doubt();

  /** Nanoseconds until the next call may go. */
  long nanosUntil(long now) {
    return firstSent < 0 || Double.isInfinite(perSecond(now)) ? 0 : Math.max(0, next - now);
  }

  /** A call goes. Returns its number, to be named if it is refused. */
  long sent(long now) {
    if (firstSent < 0) {
      firstSent = now;
      next = now - START_SLACK;
    }
    double perSecond = perSecond(now);
    if (!Double.isInfinite(perSecond)) {
      next = Math.max(next, now - (starting ? START_SLACK : SLACK)) + (long) (SECOND / perSecond);
    }
    return sent++;
  }

  /** Calls a second at present; infinite = nothing known against any number. */
  double perSecond(long now) {
    if (starting) {
      double seconds = firstSent < 0 ? 0 : (now - firstSent) / SECOND;
      return seconds > START_SECONDS ? base : START * Math.pow(4, seconds);
    }
    double seconds = Math.max(0, now - growsFrom) / SECOND;
    double growth =
        guessing ? Math.pow(1.1, 2 * seconds) : 1 + steepness * seconds * (1 + seconds / 5);
    return base * Math.min(growth, 1e6);
  }

  /** Whether the rate is known from refusals. */
  boolean known() {
    return estimate > 0;
  }

  /**
   * A call was refused for the rate.
   *
   * @param sentAt when it went
   * @param number as {@link #sent} gave it
   * @param told calls a second that somebody says are allowed; 0 = nobody does
   * @param asked nanoseconds that the endpoint asked to be left alone
   * @param opens when calls may go again
   */
  void refused(long sentAt, long number, double told, long asked, long now, long opens) {
    notAdmitted(number);
    learn(sentAt, number);
    if (sentAt < cutAt) {
      return; // it went before the last cut, and says nothing about the pace since
    }
    if (doubt.heard(sent - refused, estimate, now)) {
      unlearn();
      return;
    }
    steepness = Math.max(steepness, steepest(now - sentAt));
    double before = starting ? Double.POSITIVE_INFINITY : perSecond(now);
    starting = false;
    guessing = estimate == 0 && told == 0;
    base = slower(before, told, now);
    cutAt = now;
    rested += asked;
    growsFrom = Math.max(now, opens);
    next = Math.max(next, Math.max(now, opens) + (long) (SECOND / base));
  }

  /** The refusals are not about how fast we go: any pace is as good as another. */
  private void unlearn() {
    starting = false;
    guessing = false;
    base = Double.POSITIVE_INFINITY;
    estimate = 0;
    refusals.clear();
    next = 0;
  }

  /**
   * The sooner a refusal is heard, the faster may be felt for more: what is sent too much meanwhile
   * is little.
   */
  private static double steepest(long roundTrip) {
    return Math.clamp(STEEP_BY_ROUND_TRIP / (roundTrip / SECOND), LEAST_STEEP, MOST_STEEP);
  }

  private double slower(double before, double told, long now) {
    if (estimate > 0) {
      return Math.max(BELOW * estimate, 0.02);
    }
    if (told > 0) {
      return BELOW * (Double.isInfinite(before) ? told : Math.min(told, before));
    }
    double whole = (sent - refused) / Math.max(0.05, (now - firstSent) / SECOND);
    return Math.max(1, (Double.isInfinite(before) ? whole : before) / 2);
  }

  /** A call did not go after all. */
  void neverSent(long number) {
    notAdmitted(number);
  }

  /** Number of the next call. */
  long sent() {
    return sent;
  }

  private void notAdmitted(long number) {
    refused++;
    refusals.forEach(earlier -> earlier.admitted -= number < earlier.number ? 1 : 0);
    numbers.add(number);
    if (numbers.size() > MOST_NUMBERS) {
      numbers.removeFirst();
    }
  }

  /** Estimates anew, over as long a time between refusals as is still remembered. */
  private void learn(long at, long number) {
    long admitted = number - (refused - numbers.tailSet(number, true).size());
    Refusal anchor = refusals.peekFirst();
    if (anchor != null && at - anchor.at >= SHORTEST && admitted - anchor.admitted >= FEWEST) {
      // What we rested because we were told to is no time in which we went.
      long went = Math.max((at - anchor.at) / 4, at - anchor.at - (rested - anchor.rested));
      double seconds = went / SECOND;
      estimate = (admitted - anchor.admitted) / seconds;
      steepness = LEAST_STEEP * Math.clamp(SURE_SECONDS / seconds, 1, 20);
    }
    Refusal last = refusals.peekLast();
    if (last == null || at - last.at >= APART) {
      refusals.addLast(new Refusal(at, number, rested, admitted));
    }
    while (refusals.size() > 2 && secondOldest().at <= at - REMEMBERED) {
      refusals.removeFirst();
    }
  }

  private Refusal secondOldest() {
    var oldestFirst = refusals.iterator();
    oldestFirst.next();
    return oldestFirst.next();
  }
}
