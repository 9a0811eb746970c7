package io.agentinstruct.activities.teacher;

import io.agentinstruct.activities.store.Money;
import io.agentinstruct.activities.store.Reservation;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Pays for the calls of a process: no call goes out before its worst cost is reserved under the
 * caps of its run. One for all lines, since they share the caps; whoever finds no room beside the
 * calls under way waits here until one of them ends.
 */
public final class Purse {
  /** Another process may raise a cap, and sends no word of it. */
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final Store store;
  private final long lookAgainNanos;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private long changes;
  private int waiting;

  public Purse(Store store) {
    this(store, LOOK_AGAIN);
  }

  Purse(Store store, Duration lookAgain) {
    this.store = store;
    this.lookAgainNanos = lookAgain.toNanos();
  }

  /**
   * Returns when there is money for the call.
   *
   * @return false if the same call was answered meanwhile, and nothing is to be paid
   * @throws ModelTrouble of kind BUDGET, if there will be none however the calls under way end
   */
  boolean reserve(Store.Intent intent, Role role) throws ModelTrouble, InterruptedException {
    if (role.price().isEmpty()) {
      mustBeUncapped(intent.run(), role);
    }
    boolean waited = false;
    while (true) {
      long before = changes();
      switch (store.intend(intent)) {
        case Reservation.Made made -> {
          if (waited) {
            change(); // there may be room for one more
          }
          return true;
        }
        case Reservation.Answered answered -> {
          change();
          return false;
        }
        case Reservation.Waits waits -> waitAfter(before);
        case Reservation.Over over -> throw over(intent.run(), over);
      }
      waited = true;
    }
  }

  void settle(String key, Store.Reply reply, List<Store.Text> pieces) {
    try {
      store.settle(key, reply, pieces);
    } finally {
      change();
    }
  }

  void abandon(String key, String trouble, boolean perhapsBilled) {
    try {
      store.abandon(key, trouble, perhapsBilled);
    } finally {
      change();
    }
  }

  /** How many wait for room at present. */
  int waiting() {
    lock.lock();
    try {
      return waiting;
    } finally {
      lock.unlock();
    }
  }

  private long changes() {
    lock.lock();
    try {
      return changes;
    } finally {
      lock.unlock();
    }
  }

  /** Wakes one who waits; if he finds room, he wakes the next. */
  private void change() {
    lock.lock();
    try {
      changes++;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for one more change than there were, or for the time to look again. */
  private void waitAfter(long before) throws InterruptedException {
    lock.lockInterruptibly();
    waiting++;
    try {
      long nanos = lookAgainNanos;
      while (changes == before && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      waiting--;
      lock.unlock();
    }
  }

  private void mustBeUncapped(String run, Role role) throws ModelTrouble {
    Map<String, String> settings = store.settings(run);
    if (settings.containsKey(RunSetting.BUDGET.word())
        || settings.containsKey(RunSetting.BUDGET_PER_DAY.word())) {
      throw trouble("no-price", Roles.unpriced(role));
    }
  }

  private static ModelTrouble over(String run, Reservation.Over over) {
    String cap = over.cap().word();
    boolean daily = over.cap() == RunSetting.BUDGET_PER_DAY;
    String message =
        "%s leaves no room for the next call: %s of %s spent%s, %s more reserved for calls under way, and it may cost %s; "
            .formatted(
                daily ? "The budget per day" : "The budget of run " + run,
                Money.shown(over.spentMicros()),
                Money.shown(over.capMicros()),
                daily ? " today (UTC) by all runs of the workspace" : "",
                Money.shown(over.reservedMicros()),
                Money.shown(over.wantedMicros()));
    String remedy =
        "raise it with 'agentinstruct set %s %s=AMOUNT'%s, then resume the run"
            .formatted(run, cap, daily ? " or wait until tomorrow" : "");
    return trouble(cap, message + remedy);
  }

  private static ModelTrouble trouble(String code, String message) {
    return new ModelTrouble(
        Trouble.BUDGET, code, message, Optional.empty(), new IllegalStateException(code));
  }
}
