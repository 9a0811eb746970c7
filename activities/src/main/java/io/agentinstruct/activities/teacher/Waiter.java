package io.agentinstruct.activities.teacher;

import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A caller in front of the gate, first where it is most urgent, then where it came first. */
final class Waiter implements Comparable<Waiter> {
  private final Gate.Entry entry;
  private final long arrival;
  final Load load;
  private final Thread thread = Thread.currentThread();
  volatile Gate.@Nullable Permit permit;

  /** Sent away to another endpoint; guarded by the gate's lock. */
  boolean diverted;

  /** When its timer goes off; guarded by the gate's lock. */
  long wakes = Long.MAX_VALUE;

  Waiter(Gate.Entry entry, long arrival, Load load) {
    this.entry = entry;
    this.arrival = arrival;
    this.load = load;
  }

  String run() {
    return entry.run();
  }

  boolean mayGoElsewhere() {
    return entry.mayGoElsewhere();
  }

  @Override
  public int compareTo(Waiter other) {
    int byUrgency = Integer.compare(entry.urgency(), other.entry.urgency());
    return byUrgency != 0 ? byUrgency : Long.compare(arrival, other.arrival);
  }

  void wake() {
    if (!thread.equals(Thread.currentThread())) {
      LockSupport.unpark(thread);
    }
  }
}
