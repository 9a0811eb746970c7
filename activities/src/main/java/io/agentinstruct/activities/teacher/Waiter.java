package io.agentinstruct.activities.teacher;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A caller in front of the gate, first where it is most urgent, then where it came first. */
final class Waiter implements Comparable<Waiter> {
  private final int urgency;
  private final long arrival;
  final long tokens;
  private final Thread thread = Thread.currentThread();
  volatile Gate.@Nullable Permit permit;

  /** When its timer goes off; guarded by the gate's lock. */
  long wakes = Long.MAX_VALUE;

  Waiter(int urgency, long arrival, long tokens) {
    this.urgency = urgency;
    this.arrival = arrival;
    this.tokens = tokens;
  }

  @Override
  public int compareTo(Waiter other) {
    int byUrgency = Integer.compare(urgency, other.urgency);
    return byUrgency != 0 ? byUrgency : Long.compare(arrival, other.arrival);
  }

  void wake() {
    if (!thread.equals(Thread.currentThread())) {
      LockSupport.unpark(thread);
    }
  }
}
