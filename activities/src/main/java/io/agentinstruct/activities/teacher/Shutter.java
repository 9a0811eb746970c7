package io.agentinstruct.activities.teacher;

import java.util.random.RandomGenerator;

/**
 * Shut while the endpoint wants to be left alone. On reopening, those who waited go one after the
 * other over half of the wait again, each gap between half and one and a half of the mean: had they
 * all gone at once, they would have been refused at once. Guarded by the gate's lock.
 */
final class Shutter {
  private static final long LONGEST_SPREAD = 5_000_000_000L;

  private final RandomGenerator dice;
  private long next;
  private long spreadUntil;
  private long gap;
  private long asked;

  Shutter(RandomGenerator dice) {
    this.dice = dice;
  }

  long nanosUntilOpen(long now) {
    return Math.max(0, next - now);
  }

  /** Nanoseconds left of the longest wait that was asked for. */
  long nanosAsked(long now) {
    return Math.max(0, asked - now);
  }

  /**
   * @param limit calls at once, among which the spread is shared
   */
  void shut(long now, long nanos, int limit) {
    long opens = now + nanos;
    asked = Math.max(asked, opens);
    if (nanos <= 0 || opens <= next) {
      return;
    }
    long spread = Math.min(nanos / 2, LONGEST_SPREAD);
    gap = spread / limit;
    next = opens + (long) (gap * dice.nextDouble());
    spreadUntil = opens + spread;
  }

  void entered(long now) {
    if (now < spreadUntil) {
      next = now + gap / 2 + (long) (gap * dice.nextDouble());
    }
  }

  /** At least half, so that a wait never comes to nothing. */
  long equalJitter(long nanos) {
    return nanos / 2 + (long) (nanos * 0.5 * dice.nextDouble());
  }
}
