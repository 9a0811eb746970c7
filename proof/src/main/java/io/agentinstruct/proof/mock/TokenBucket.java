package io.agentinstruct.proof.mock;

/**
 * A true bucket: refilled continuously, empty when it is empty. Times in nanoseconds of one clock.
 */
final class TokenBucket {
  private final double perNano;
  private final double holds;
  private double level;
  private long seen;

  /**
   * @param perMinute 0 = never empty
   * @param seconds of its rate that it holds
   */
  TokenBucket(double perMinute, double seconds, long now) {
    this.perNano = perMinute / 60e9;
    this.holds = Math.max(1, perMinute / 60 * seconds);
    this.level = holds;
    this.seen = now;
  }

  /** Nanoseconds until the amount is there; 0 = it is. */
  long untilThere(double amount, long now) {
    if (perNano == 0) {
      return 0;
    }
    level = Math.min(holds, level + (now - seen) * perNano);
    seen = now;
    double missing = Math.min(amount, holds) - level;
    return missing <= 0 ? 0 : (long) Math.ceil(missing / perNano);
  }

  void take(double amount) {
    level -= amount;
  }
}
