package io.agentinstruct.activities.teacher;

/**
 * How many calls may be on the wire at once: halved when the endpoint complains, widened by one for
 * each clean round. It is halved at most once a round trip, since all calls then on the wire
 * complain of the same. Guarded by the gate's lock.
 */
final class Width {
  private int most;
  private int limit;
  private int clean;
  private long round;
  private int olderOnWire;
  private boolean judged = true;

  Width(int most) {
    this.most = most;
    this.limit = most;
  }

  void retune(int most) {
    this.most = most;
    this.limit = most;
    this.clean = 0;
  }

  int limit() {
    return limit;
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
    if (clean >= limit && limit < most) {
      limit++;
      clean = 0;
    }
  }

  /** The endpoint complains; whether that opened a new round. */
  boolean halve(int onWire) {
    clean = 0;
    if (!judged) {
      return false;
    }
    limit = Math.max(1, limit / 2);
    round++;
    olderOnWire = onWire;
    judged = false;
    return true;
  }
}
