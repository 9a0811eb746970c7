package io.agentinstruct.activities.teacher;

import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;

/**
 * Bounds how much trying again adds to an endpoint's load: where more than a tenth of the calls of
 * the last five minutes have to be sent again, calls are slowed down. Guarded by the gate's lock.
 */
final class RetryBudget {
  private static final long SLOT = TimeUnit.SECONDS.toNanos(5);
  private static final long WINDOW = TimeUnit.MINUTES.toNanos(5);
  private static final int FLOOR = 20;
  private static final double MOST = 0.10;

  /** Below which it is over: not at the same number, or it would come and go. */
  private static final double OVER = 0.08;

  private static final class Slot {
    final long number;
    int calls;
    int again;

    Slot(long number) {
      this.number = number;
    }
  }

  private final ArrayDeque<Slot> slots = new ArrayDeque<>();
  private long calls;
  private long again;
  private boolean spent;

  /** A call has ended. */
  void ended(boolean mustBeSentAgain, long now) {
    forget(now);
    Slot slot = slots.peekLast();
    if (slot == null || slot.number != now / SLOT) {
      slot = new Slot(now / SLOT);
      slots.addLast(slot);
    }
    slot.calls++;
    slot.again += mustBeSentAgain ? 1 : 0;
    calls++;
    again += mustBeSentAgain ? 1 : 0;
  }

  /** Whether too much is sent again. */
  boolean spent(long now) {
    forget(now);
    spent = again > Math.max(FLOOR, (spent ? OVER : MOST) * calls);
    return spent;
  }

  /** For people. */
  String said() {
    return "%d of the last %d calls have to be sent again; a quarter of the calls at once goes until it is better"
        .formatted(again, calls);
  }

  private void forget(long now) {
    while (!slots.isEmpty() && slots.getFirst().number * SLOT < now - WINDOW) {
      Slot old = slots.removeFirst();
      calls -= old.calls;
      again -= old.again;
    }
  }
}
