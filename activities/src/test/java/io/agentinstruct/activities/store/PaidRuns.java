package io.agentinstruct.activities.store;

import io.agentinstruct.contracts.RunSetting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;

/**
 * Money as the store should count it, in a few maps; beside it the books of a provider that bills
 * whatever reached it, at up to the worst cost, on the day it was sent or the day it ended.
 */
final class PaidRuns {
  final Map<String, Run> runs = new TreeMap<>();
  final Map<String, Long> chargedByDay = new TreeMap<>();
  final Map<String, Long> billedByDay = new TreeMap<>();
  final long dayCap;
  int refused;
  int kills;

  private final Random random;
  private final Map<String, Call> calls = new HashMap<>();

  PaidRuns(Random random, long dayCap) {
    this.random = random;
    this.dayCap = dayCap;
  }

  static final class Run {
    long cap;
    long calls;
    long attempts;
    long cost;
    long lost;
    long lostCalls;
    long billed;

    Run(long cap) {
      this.cap = cap;
    }
  }

  /**
   * One attempt.
   *
   * @param sent day
   * @param ended day of the loss
   * @param micros worst cost
   * @param billed by the provider, known to it alone
   */
  private record Attempt(String run, String sent, String ended, long micros, long billed) {}

  private static final class Call {
    boolean settled;
    final Deque<Attempt> open = new ArrayDeque<>(1);
    final Deque<Attempt> lost = new ArrayDeque<>();
  }

  Run run(String name) {
    return Objects.requireNonNull(runs.get(name), name);
  }

  long open(String run) {
    return calls.values().stream()
        .flatMap(call -> call.open.stream())
        .filter(attempt -> attempt.run().equals(run))
        .count();
  }

  long reserved(String run) {
    return calls.values().stream()
        .flatMap(call -> call.open.stream())
        .filter(attempt -> attempt.run().equals(run))
        .mapToLong(Attempt::micros)
        .sum();
  }

  Reservation intend(String key, String run, String today, long micros) {
    Call call = calls.computeIfAbsent(key, k -> new Call());
    if (call.settled) {
      return new Reservation.Answered();
    }
    lose(call, today);
    Reservation room = room(run, today, micros);
    if (room instanceof Reservation.Made) {
      call.open.push(new Attempt(run, today, "", micros, random.nextLong(micros + 1)));
      run(run).attempts++;
    } else {
      refused++;
    }
    return room;
  }

  private Reservation room(String name, String today, long micros) {
    Run run = run(name);
    long spent = run.cost + run.lost;
    long all = runs.keySet().stream().mapToLong(this::reserved).sum();
    long day = chargedByDay.getOrDefault(today, 0L);
    if (micros == 0) {
      return new Reservation.Made();
    }
    if (spent + micros > run.cap) {
      return new Reservation.Over(RunSetting.BUDGET, run.cap, spent, reserved(name), micros);
    }
    if (day + micros > dayCap) {
      return new Reservation.Over(RunSetting.BUDGET_PER_DAY, dayCap, day, all, micros);
    }
    boolean tight = spent + reserved(name) + micros > run.cap || day + all + micros > dayCap;
    return tight ? new Reservation.Waits() : new Reservation.Made();
  }

  /** Of an open call, or late of one that was given up for lost: what the reply costs. */
  OptionalLong settle(String key, String today) {
    Call call = calls.get(key);
    if (call == null || (call.open.isEmpty() && call.lost.isEmpty())) {
      return OptionalLong.empty();
    }
    Attempt attempt = call.open.isEmpty() ? call.lost.pop() : call.open.pop();
    String day = attempt.ended().isEmpty() ? today : attempt.ended();
    if (attempt.ended().isEmpty()) {
      bill(attempt, today);
    } else {
      run(attempt.run()).lost -= attempt.micros();
      run(attempt.run()).lostCalls--;
      charge(day, -attempt.micros());
    }
    call.settled = true;
    run(attempt.run()).calls++;
    run(attempt.run()).cost += attempt.billed();
    charge(day, attempt.billed());
    return OptionalLong.of(attempt.billed());
  }

  void abandon(String key, String today, boolean billed) {
    Call call = calls.get(key);
    if (call != null && billed) {
      lose(call, today);
    } else if (call != null) {
      call.open.clear();
    }
  }

  void kill(String today) {
    kills++;
    calls.values().forEach(call -> lose(call, today));
  }

  private void lose(Call call, String today) {
    if (call.open.isEmpty()) {
      return;
    }
    Attempt open = call.open.pop();
    bill(open, today);
    call.lost.push(new Attempt(open.run(), open.sent(), today, open.micros(), open.billed()));
    run(open.run()).lost += open.micros();
    run(open.run()).lostCalls++;
    charge(today, open.micros());
  }

  private void bill(Attempt attempt, String today) {
    run(attempt.run()).billed += attempt.billed();
    String day = random.nextBoolean() ? attempt.sent() : today;
    billedByDay.merge(day, attempt.billed(), Long::sum);
  }

  private void charge(String day, long micros) {
    chargedByDay.merge(day, micros, Long::sum);
    chargedByDay.remove(day, 0L);
  }
}
