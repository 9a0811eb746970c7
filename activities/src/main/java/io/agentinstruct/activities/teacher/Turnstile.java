package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.util.Optional;

/**
 * Who waits in front of a gate, and who is let in. Those who were let in but have not gone yet, as
 * threads awake late, are called back when the gate shuts. Guarded by the gate's lock.
 */
final class Turnstile {
  private final Waiting line = new Waiting();
  private final Capacity capacity;
  private final Halts halts;
  private final Permits permits;
  private long arrivals;
  private long alarms;

  /** Makes a permit for a call that goes. */
  @FunctionalInterface
  interface Permits {
    /**
     * @param alarm number of alarms by now
     */
    Gate.Permit of(Capacity.Going call, boolean probe, long alarm);
  }

  Turnstile(Capacity capacity, Halts halts, Permits permits) {
    this.capacity = capacity;
    this.halts = halts;
    this.permits = permits;
  }

  int waiting() {
    return line.size();
  }

  /** Whoever was let in, but has not gone yet, must wait again. */
  void alarm() {
    alarms++;
  }

  Waiter arrive(Gate.Entry entry, long now) throws Gate.GateClosed {
    Load load = new Load(entry.inputTokens(), entry.outputTokens());
    Waiter waiter = new Waiter(entry, arrivals++, load);
    waiter.diverted = entry.mayGoElsewhere() && halts.nanosUntilAllowed(now) > 0;
    refuse(waiter);
    line.add(waiter);
    letIn(now); // under the same lock: nobody who may go at once is ever seen waiting
    return waiter;
  }

  /** One look at how things stand: nanoseconds to park, 0 = let in, MAX = until woken. */
  long step(Waiter waiter, long now) throws Gate.GateClosed {
    if (waiter.permit != null) {
      return 0;
    }
    refuse(waiter);
    waiter.wakes = Long.MAX_VALUE;
    letIn(now);
    long wakes = waiter.wakes;
    return waiter.permit != null ? 0 : wakes == Long.MAX_VALUE ? wakes : Math.max(1, wakes - now);
  }

  /** Whether the gate has shut since this one was let in; he is in his place in the line again. */
  boolean calledBack(Waiter waiter) {
    Gate.Permit permit = waiter.permit;
    if (permit == null || !permit.outdated(alarms)) {
      return false;
    }
    permit.takenBack();
    waiter.permit = null;
    line.add(waiter);
    return true;
  }

  void withdraw(Waiter waiter, long now) {
    Gate.Permit granted = waiter.permit;
    if (granted == null) {
      line.remove(waiter);
    } else {
      granted.takenBack();
    }
    letIn(now);
  }

  /**
   * Lets in whoever may go, and sees to it that the one left first has its timer set; sends away
   * whom another endpoint will do.
   */
  void letIn(long now) {
    while (!line.isEmpty()) {
      long allowed = halts.nanosUntilAllowed(now);
      if (allowed > 0) {
        divert();
      }
      if (line.isEmpty()) {
        return;
      }
      Waiter first = line.first();
      long wait = Math.max(allowed, capacity.nanosUntilFree(first.load, now));
      if (wait > 0) {
        setTimer(first, wait, now);
        return;
      }
      line.served(first);
      first.permit = permits.of(capacity.start(first.load, now), halts.entered(), alarms);
      first.wake();
    }
  }

  private void divert() {
    for (Waiter waiter : line.all()) {
      if (waiter.mayGoElsewhere()) {
        waiter.diverted = true;
        line.remove(waiter);
        waiter.wake();
      }
    }
  }

  private static void setTimer(Waiter first, long wait, long now) {
    if (wait != Long.MAX_VALUE && now + wait < first.wakes) {
      first.wakes = now + wait;
      first.wake();
    }
  }

  void turnAllAway() {
    alarm();
    line.all().forEach(Waiter::wake);
    line.clear();
  }

  private void refuse(Waiter waiter) throws Gate.GateClosed {
    Optional<Halts.Halt> closed = halts.closed();
    if (closed.isPresent()) {
      Trouble cause = closed.get().cause();
      throw new Gate.GateClosed(
          cause == null ? Trouble.DRAINING : cause,
          closed.get().message(),
          waiter.mayGoElsewhere());
    }
    if (waiter.diverted) {
      throw new Gate.GateClosed(Trouble.DRAINING, "the gate is paused", true);
    }
  }
}
