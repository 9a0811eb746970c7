package io.agentinstruct.activities.teacher;

/**
 * How many calls may be on the wire at once: halved when the endpoint complains, widened by one for
 * each eighth of a clean round, and quickly after a new start. It is halved at most once a round
 * trip, since all calls then on the wire complain of the same. Guarded by the gate's lock.
 */
final class Width {
  private static final int FIRST = 4;

  private int most;
  private int limit;
  private int clean;
  private long round;
  private int olderOnWire;
  private boolean judged = true;
  private boolean starting;

  Width(int most) {
    this.most = most;
    this.limit = most;
  }

  int limit() {
    return Math.min(limit, most);
  }

  /** Another maximum; widened by it, the width is at once as wide as it was narrow before. */
  void retune(int wanted) {
    if (limit >= most) {
      limit = wanted;
    }
    most = wanted;
  }

  /** Begins small, after an outage. */
  void restart() {
    limit = Math.min(limit(), FIRST);
    clean = 0;
    starting = true;
  }

  /** Number of the round in which a call goes on the wire. */
  long round() {
    return round;
  }

  /** A call has ended. A round is judged once a call of its own has ended after all older ones. */
  void ended(long roundOfCall) {
    if (roundOfCall < round) {
      olderOnWire--;
    } else if (olderOnWire == 0) {
      judged = true;
    }
  }

  void clean() {
    clean++;
    if (limit < most && (starting || clean >= Math.max(1, limit / 8))) {
      limit++;
      clean = 0;
    }
    if (limit >= most) {
      starting = false;
    }
  }

  /**
   * The endpoint complains; whether that opened a new round.
   *
   * @param least never narrower than that, since so many are needed for the pace that is known to
   *     be borne
   */
  boolean halve(int onWire, int least) {
    clean = 0;
    if (!judged) {
      return false;
    }
    starting = false;
    limit = Math.max(1, Math.max(limit() / 2, Math.min(least, limit())));
    round++;
    olderOnWire = onWire;
    judged = false;
    return true;
  }
}
