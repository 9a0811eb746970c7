package io.agentinstruct.worker.estimate;

/**
 * A guess with the range in which it lies nineteen times of twenty.
 *
 * @param low as {@code mean} where nothing is known of the spread
 * @param high as {@code mean} where nothing is known of the spread
 */
public record Span(double low, double mean, double high) {
  static Span around(double mean, double either) {
    return new Span(Math.max(0, mean - either), mean, mean + either);
  }

  public Span times(double factor) {
    return new Span(low * factor, mean * factor, high * factor);
  }

  /** Of two things together; the range is the widest there can be. */
  public Span plus(Span more) {
    return new Span(low + more.low, mean + more.mean, high + more.high);
  }

  /** Whether there is a range at all. */
  public boolean ranges() {
    return high > low;
  }
}
