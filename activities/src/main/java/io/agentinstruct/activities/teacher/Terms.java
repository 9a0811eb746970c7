package io.agentinstruct.activities.teacher;

/**
 * Whose limits count: what a person wants, no wider than the endpoint says, and of that the part
 * which is this process's. Guarded by the gate's lock.
 */
final class Terms {
  private Limits wanted;
  private Limits told = Limits.NONE;
  private int places = Integer.MAX_VALUE;
  private double rate = 1;
  private boolean slowed;

  Terms(Limits configured) {
    this.wanted = configured;
  }

  void wanted(Limits limits) {
    wanted = limits;
  }

  void told(ToldLimits limits) {
    told = limits.over(told);
  }

  void share(int mine, double part) {
    places = mine;
    rate = part;
  }

  void slowed(boolean slow) {
    slowed = slow;
  }

  boolean slowed() {
    return slowed;
  }

  /** All processes' together. */
  Limits whole() {
    return wanted.and(told);
  }

  Limits effective() {
    return whole().part(places, rate);
  }
}
