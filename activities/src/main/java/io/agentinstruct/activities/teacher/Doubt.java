package io.agentinstruct.activities.teacher;

import java.util.concurrent.TimeUnit;

/**
 * Notices refusals that do not get fewer when we go slower. An endpoint with a bucket refuses no
 * more once the pace is below what it refills; one that refuses by other rules (a neighbour's load,
 * chance) would have us go slower and slower for nothing. Guarded by the gate's lock.
 */
final class Doubt {
  /** So few calls admitted between two cuts of the pace: the last one was in vain. */
  private static final int FEW = 20;

  private static final int CUTS_IN_VAIN = 6;

  /** In vain so often, and by then so much slower than once learnt. */
  private static final double SLOW = 0.25;

  private static final long FIRST_REST = TimeUnit.MINUTES.toNanos(1);
  private static final long LONGEST_REST = TimeUnit.MINUTES.toNanos(16);

  private int inVain;
  private long admittedAtCut;
  private double best;
  private long deafUntil = Long.MIN_VALUE;
  private long rest = FIRST_REST;

  /**
   * The pace is about to be cut once more.
   *
   * @param admitted calls so far
   * @param estimate calls a second, as learnt; 0 = nothing was learnt yet
   * @return whether it had better not be
   */
  boolean heard(long admitted, double estimate, long now) {
    boolean vain = admitted - admittedAtCut < FEW;
    admittedAtCut = admitted;
    if (now < deafUntil) {
      return true;
    }
    inVain = vain ? inVain + 1 : 0;
    best = Math.max(best, estimate);
    if (inVain < CUTS_IN_VAIN || estimate >= SLOW * best) {
      return false;
    }
    inVain = 0;
    best = 0;
    deafUntil = now + rest;
    rest = Math.min(LONGEST_REST, 2 * rest);
    return true;
  }
}
