package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;

/** A gate whose clock moves by hand; a waiting caller is waited for by latches and queues. */
@Timeout(20)
abstract class GateStage {
  static final String REFUSED =
      "cannot connect to host; check that it runs; the call is sent again later";

  final AtomicLong clock = new AtomicLong(-5_000_000_000L);
  final BlockingQueue<Entered> entered = new LinkedBlockingQueue<>();

  record Entered(String name, Gate.Permit permit) {}

  static Role role(int inFlight, int requestsPerMinute, long tokensPerMinute) {
    return new Role(
        "teacher",
        URI.create("http://host:8000/v1"),
        "m",
        "",
        inFlight,
        requestsPerMinute,
        tokensPerMinute,
        Duration.ofSeconds(1),
        Optional.empty());
  }

  Gate gate(int inFlight, int requestsPerMinute, long tokensPerMinute) {
    return new Gate(
        role(inFlight, requestsPerMinute, tokensPerMinute),
        Duration.ofSeconds(30),
        clock::get,
        new Random(1));
  }

  void pass(Gate gate, Duration time) {
    clock.addAndGet(time.toNanos());
    gate.tick();
  }

  /** Has someone wait, and sees to it that he does. */
  Thread queue(Gate gate, String name, int urgency, long tokens) {
    int before = gate.waiting();
    Thread thread =
        Thread.ofVirtual()
            .start(() -> {
              try {
                entered.add(new Entered(name, gate.enter(urgency, tokens)));
              } catch (InterruptedException e) {
                entered.add(new Entered(name + " interrupted", NONE));
              } catch (Gate.GateClosed e) {
                entered.add(new Entered(name + " " + e.trouble() + " " + e.getMessage(), NONE));
              }
            });
    while (gate.waiting() == before && thread.isAlive()) {
      Thread.onSpinWait();
    }
    return thread;
  }

  static final Gate.Permit NONE = none();

  static Gate.Permit none() {
    try {
      return new Gate(role(1, 0, 0)).enter(0);
    } catch (InterruptedException | Gate.GateClosed e) {
      throw new AssertionError(e);
    }
  }

  /** So many enter while the clock stands; then nobody does. */
  int burst(Gate gate, long tokens) throws Exception {
    int count = 0;
    while (true) {
      Thread next = queue(gate, "x", 0, tokens);
      if (gate.waiting() > 0) {
        next.interrupt();
        next.join();
        entered.clear();
        return count;
      }
      count++;
    }
  }

  static ModelTrouble trouble(Trouble trouble, String code, Optional<Duration> wait) {
    return new ModelTrouble(trouble, code, REFUSED, wait, new IllegalStateException());
  }
}
