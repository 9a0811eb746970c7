package io.agentinstruct.activities.teacher;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;

/**
 * A provider with a true token bucket and the callers in front of it, in virtual time: events in
 * their order, no thread and no clock. The same seed gives the same run.
 */
final class TrueBucket {
  private static final double SECOND = 1e9;

  /**
   * @param perSecond what the bucket is refilled by: requests, or tokens where calls cost some
   * @param burst what it holds, and holds at first
   * @param latency mean, in seconds
   * @param spread of the latency's logarithm; 0 = constant
   * @param retryAfter told with a refusal; absent = nothing is told
   */
  record Law(
      double perSecond,
      double burst,
      double latency,
      double spread,
      Optional<Duration> retryAfter) {}

  /**
   * What came of it.
   *
   * @param seconds until the last call was admitted, as is the optimum: how long it then takes is
   *     not the gate's doing
   */
  record Found(double seconds, double optimum, int requests, int refused, int early) {
    double makespan() {
      return seconds / optimum;
    }

    double refusedShare() {
      return refused / (double) requests;
    }
  }

  private record Event(long at, long order, Runnable then) {}

  private final Law law;
  private final boolean byTokens;
  private final Random dice;
  private final List<Capacity> callers;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::order));
  private final long[] wakes;
  private double level;
  private long filledAt;
  private long now;
  private long order;
  private long shutUntil;
  private int waiting;
  private int open;
  private int requests;
  private int refused;
  private int early;
  private double cost;
  private long admittedAt;

  TrueBucket(Law law, boolean byTokens, List<Capacity> callers, long seed) {
    this.law = law;
    this.byTokens = byTokens;
    this.dice = new Random(seed);
    this.callers = new ArrayList<>(callers);
    this.wakes = new long[callers.size()];
    this.level = law.burst();
  }

  /** Answers so many calls, all there from the beginning. */
  Found answer(int calls) {
    waiting = calls;
    open = calls;
    letIn();
    while (open > 0) {
      Event next = events.remove();
      now = next.at();
      next.then().run();
      letIn();
    }
    double optimum = (cost - law.burst()) / law.perSecond();
    return new Found(admittedAt / SECOND, optimum, requests, refused, early);
  }

  private void letIn() {
    for (int i = 0; i < callers.size(); i++) {
      Capacity caller = callers.get(i);
      while (waiting > 0) {
        long wait = caller.nanosUntilFree(estimate(), now);
        if (wait == Long.MAX_VALUE) {
          break;
        }
        if (wait > 0) {
          wake(i, now + wait);
          break;
        }
        waiting--;
        send(caller);
      }
    }
  }

  private Load estimate() {
    return byTokens ? new Load(500, 500) : Load.NONE;
  }

  private void wake(int caller, long at) {
    if (wakes[caller] <= now || at < wakes[caller]) {
      wakes[caller] = at;
      long late = (long) (dice.nextDouble() * 1e6); // as timers are
      at(at + late, () -> {});
    }
  }

  private void at(long time, Runnable then) {
    events.add(new Event(time, order++, then));
  }

  private void send(Capacity caller) {
    Capacity.Going call = caller.start(estimate(), now);
    long arrives = now + (long) (1e6 * (1 + dice.nextDouble()));
    at(arrives, () -> arrive(caller, call));
  }

  private void arrive(Capacity caller, Capacity.Going call) {
    requests++;
    level = Math.min(law.burst(), level + (now - filledAt) / SECOND * law.perSecond());
    filledAt = now;
    Load used = byTokens ? new Load(400 + dice.nextInt(200), 300 + dice.nextInt(400)) : Load.NONE;
    double price = byTokens ? used.both() : 1;
    if (call.at() < shutUntil) {
      early++;
    }
    if (level >= Math.min(price, law.burst())) {
      level -= price;
      cost += price;
      admittedAt = now;
      double factor = law.spread() == 0 ? 1 : Math.exp(law.spread() * dice.nextGaussian());
      at(now + (long) (law.latency() * factor * SECOND), () -> answered(caller, call, used));
    } else {
      refused++;
      at(now + (long) (2e6 + 8e6 * dice.nextDouble()), () -> refused(caller, call));
    }
  }

  private void answered(Capacity caller, Capacity.Going call, Load used) {
    caller.answered(call.at(), now);
    caller.end(call, used);
    open--;
  }

  private void refused(Capacity caller, Capacity.Going call) {
    caller.rateLimited(law.retryAfter(), call.at(), call.number(), now);
    if (callers.size() == 1) {
      law.retryAfter().ifPresent(wait -> shutUntil = Math.max(shutUntil, now + wait.toNanos()));
    }
    caller.end(call, Load.NONE);
    at(now + (long) ((0.5 + dice.nextDouble() / 2) * SECOND), () -> waiting++);
  }
}
