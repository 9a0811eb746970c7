package io.agentinstruct.activities.teacher;

/**
 * What may be spent a minute, refilled continuously. It holds half a second's worth: endpoints' own
 * buckets are seldom larger than a second's, and who overdraws them is refused. Guarded by the
 * gate's lock.
 */
final class Bucket {
  private static final double NANOS_A_MINUTE = 60e9;
  private static final double BURST_SECONDS = 0.5;

  private double perNano;
  private double capacity;
  private double level;
  private long filledAt;

  /**
   * @param perMinute 0 = no limit
   */
  Bucket(double perMinute, long now) {
    measure(perMinute);
    this.level = capacity;
    this.filledAt = now;
  }

  private void measure(double perMinute) {
    perNano = perMinute / NANOS_A_MINUTE;
    capacity =
        perMinute == 0 ? Double.POSITIVE_INFINITY : Math.max(1, perMinute / 60.0 * BURST_SECONDS);
  }

  /** Another rate from now on. What had been saved up or is owed stays, as far as it fits. */
  void retune(double perMinute, long now) {
    fill(now);
    boolean wasFree = Double.isInfinite(capacity);
    measure(perMinute);
    level = Double.isInfinite(capacity) ? capacity : wasFree ? 0 : Math.min(level, capacity);
  }

  /**
   * Nanoseconds until so much may be taken. More than the bucket holds may be taken from a full
   * one, on credit.
   */
  long nanosUntil(long amount, long now) {
    fill(now);
    double missing = Math.min((double) amount, capacity) - level;
    // A rounding error must not cost a wait, nor a wait end in another.
    return missing <= 1e-6 ? 0 : (long) Math.ceil(missing / perNano) + 1;
  }

  private void fill(long now) {
    level = Math.min(capacity, level + (double) Math.max(0, now - filledAt) * perNano);
    filledAt = Math.max(now, filledAt);
  }

  void take(long amount) {
    level -= amount;
  }

  /** What was taken too much; negative = what is owed on top. */
  void giveBack(long amount) {
    level = Math.min(capacity, level + amount);
  }
}
