package io.agentinstruct.activities.teacher;

/**
 * What may be spent a minute, refilled continuously. It holds two seconds' worth, so that a run
 * starts with a small burst and never sends a whole minute's at once. Guarded by the gate's lock.
 */
final class Bucket {
  private static final double NANOS_A_MINUTE = 60e9;
  private static final double BURST_SECONDS = 2;

  private final double perNano;
  private final double capacity;
  private double level;
  private long filledAt;

  /**
   * @param perMinute 0 = no limit
   */
  Bucket(long perMinute, long now) {
    this.perNano = perMinute / NANOS_A_MINUTE;
    this.capacity =
        perMinute == 0 ? Double.POSITIVE_INFINITY : Math.max(1, perMinute / 60.0 * BURST_SECONDS);
    this.level = capacity;
    this.filledAt = now;
  }

  /**
   * Nanoseconds until so much may be taken. More than the bucket holds may be taken from a full
   * one, on credit.
   */
  long nanosUntil(long amount, long now) {
    level = Math.min(capacity, level + (double) Math.max(0, now - filledAt) * perNano);
    filledAt = Math.max(now, filledAt);
    double missing = Math.min((double) amount, capacity) - level;
    // A rounding error must not cost a wait, nor a wait end in another.
    return missing <= 1e-6 ? 0 : (long) Math.ceil(missing / perNano) + 1;
  }

  void take(long amount) {
    level -= amount;
  }

  /** What was taken too much; negative = what is owed on top. */
  void giveBack(long amount) {
    level = Math.min(capacity, level + amount);
  }
}
