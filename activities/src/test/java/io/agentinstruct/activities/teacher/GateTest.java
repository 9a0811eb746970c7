package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class GateTest extends GateStage {
  @Test
  void asManyEnterAsMayBeOnTheWire() throws Exception {
    Gate gate = gate(2, 0, 0);
    Gate.Permit first = gate.enter(0);
    Gate.Permit second = gate.enter(0);
    Thread third = queue(gate, "third", 0, 0);

    assertThat(List.of(gate.inFlight(), gate.waiting(), gate.limit())).containsExactly(2, 1, 2);
    first.close();
    third.join();
    assertThat(List.of(gate.inFlight(), gate.waiting())).containsExactly(2, 0);
    second.close();
    entered.take().permit().close();
    assertThat(gate.inFlight()).isZero();
  }

  @Test
  void aPermitGivenBackTwiceCountsOnce() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit permit = gate.enter(0);
    permit.close();
    permit.close();

    assertThat(gate.inFlight()).isZero();
    Gate.Permit _ = gate.enter(0);
    assertThat(gate.inFlight()).isEqualTo(1);
  }

  @Test
  void theMoreUrgentEnterFirstThenWhoCameFirst() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit holder = gate.enter(0);
    queue(gate, "late stage", 1, 0);
    queue(gate, "early stage", 5, 0);
    queue(gate, "late stage again", 1, 0);
    queue(gate, "latest stage", 0, 0);
    holder.close();

    List<String> order = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Entered next = entered.take();
      order.add(next.name());
      next.permit().close();
    }
    assertThat(order)
        .containsExactly("latest stage", "late stage", "late stage again", "early stage");
  }

  @Test
  void whoIsInterruptedLeavesTheLineAndHoldsNothing() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit holder = gate.enter(0);
    Thread first = queue(gate, "first", 0, 0);
    queue(gate, "second", 0, 0);
    first.interrupt();
    assertThat(entered.take().name()).isEqualTo("first interrupted");

    assertThat(gate.waiting()).isEqualTo(1);
    holder.close();
    assertThat(entered.take().name()).isEqualTo("second");
    assertThat(gate.inFlight()).isEqualTo(1);
  }

  @Test
  void whoComesInterruptedIsNotLetIn() throws Exception {
    Gate gate = gate(1, 0, 0);
    Thread.currentThread().interrupt();
    assertThat(catchThrowableOfType(InterruptedException.class, () -> gate.enter(0))).isNotNull();
    assertThat(List.of(gate.inFlight(), gate.waiting())).containsExactly(0, 0);
  }

  @Test
  void requestsAMinuteAreSpreadOverTheMinute() throws Exception {
    Gate gate = gate(100, 60, 0);
    assertThat(burst(gate, 0)).isEqualTo(1);
    queue(gate, "next", 0, 0);
    pass(gate, Duration.ofMillis(900));
    assertThat(gate.waiting()).isEqualTo(1);
    pass(gate, Duration.ofMillis(101));
    assertThat(entered.take().name()).isEqualTo("next");
    pass(gate, Duration.ofMinutes(10));
    assertThat(burst(gate, 0)).as("what was not used is not saved up").isEqualTo(1);
  }

  @Test
  void noMoreThanTheMinutesRequestsEverEnterInAMinute() throws Exception {
    Random random = new Random(4);
    Gate gate = gate(1000, 600, 0);
    int total = burst(gate, 0);
    for (long passed = 0; passed < 60_000; ) {
      int millis = 1 + random.nextInt(3_000);
      passed += millis;
      pass(gate, Duration.ofMillis(millis));
      total += burst(gate, 0);
      assertThat(total).isLessThanOrEqualTo((int) (5 + passed / 100));
    }
    assertThat(total).isGreaterThan(150);
  }

  @Test
  void tokensAreReservedByEstimateAndCorrectedByTheTruth() throws Exception {
    Gate gate = gate(100, 0, 60_000);
    Gate.Permit permit = gate.enter(0, 2_000);
    queue(gate, "next", 0, 500);
    assertThat(gate.waiting()).isEqualTo(1);
    permit.used(0);
    permit.close();
    assertThat(entered.take().name()).as("2,000 came back").isEqualTo("next");
    assertThat(burst(gate, 1)).isEqualTo(0);
  }

  @Test
  void whatWasEstimatedTooLowIsOwed() throws Exception {
    Gate gate = gate(100, 0, 60_000);
    try (Gate.Permit permit = gate.enter(0, 2_000)) {
      permit.used(5_000);
    }
    queue(gate, "next", 0, 1_000);
    pass(gate, Duration.ofMillis(4_900));
    assertThat(gate.waiting()).isEqualTo(1);
    pass(gate, Duration.ofMillis(101));
    assertThat(entered.take().name()).isEqualTo("next");
  }

  @Test
  void aCallLargerThanTheBurstStillEnters() throws Exception {
    Gate gate = gate(100, 0, 60_000);
    gate.enter(0, 50_000).close();
    queue(gate, "next", 0, 1);
    pass(gate, Duration.ofMillis(49_400));
    assertThat(gate.waiting()).isEqualTo(1);
    pass(gate, Duration.ofSeconds(1));
    assertThat(entered.take().name()).isEqualTo("next");
  }

  @Test
  void whileItIsShutNobodyEnters() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.shutFor(Duration.ofSeconds(20));
    gate.shutFor(Duration.ofSeconds(3));
    queue(gate, "next", 0, 0);
    pass(gate, Duration.ofSeconds(19).plusMillis(999));
    assertThat(gate.waiting()).isEqualTo(1);
    pass(gate, Duration.ofSeconds(1));
    assertThat(entered.take().name()).isEqualTo("next");
  }

  @Test
  void onReopeningCallersAreSpread() throws Exception {
    Gate gate = gate(10, 0, 0);
    gate.shutFor(Duration.ofSeconds(4));
    for (int i = 0; i < 10; i++) {
      queue(gate, "w" + i, 0, 0);
    }
    pass(gate, Duration.ofSeconds(4));
    int most = 0;
    int before = 0;
    for (int step = 0; step < 30; step++) {
      pass(gate, Duration.ofMillis(100));
      most = Math.max(most, gate.inFlight() - before);
      before = gate.inFlight();
    }
    assertThat(most).as("at once").isLessThanOrEqualTo(2);
    assertThat(gate.inFlight()).as("in the end").isEqualTo(10);
  }

  @Test
  void thousandsWaitAndNoneIsLost() throws Exception {
    Gate gate = new Gate(role(50, 0, 0));
    AtomicInteger onWire = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(4_000);
    for (int i = 0; i < 4_000; i++) {
      int urgency = i % 7;
      Thread.ofVirtual()
          .start(() -> {
            try (Gate.Permit permit = gate.enter(urgency, 10)) {
              most.accumulateAndGet(onWire.incrementAndGet(), Math::max);
              LockSupport.parkNanos(1_000);
              permit.used(urgency);
              onWire.decrementAndGet();
              gate.success();
              done.countDown();
            } catch (InterruptedException | Gate.GateClosed e) {
              throw new AssertionError(e);
            }
          });
    }
    assertThat(done.await(50, TimeUnit.SECONDS)).isTrue();
    assertThat(most.get()).isLessThanOrEqualTo(50);
    assertThat(gate.awaitEmpty(Duration.ofSeconds(50))).isTrue();
    assertThat(gate.waiting()).isZero();
  }

  @Test
  void withRealTimersNobodyIsForgottenWhateverHappens() throws Exception {
    Random random = new Random(9);
    Gate gate = new Gate(role(8, 600_000, 60_000_000));
    List<Thread> callers = new ArrayList<>();
    AtomicInteger ended = new AtomicInteger();
    for (int i = 0; i < 600; i++) {
      int urgency = random.nextInt(5);
      int tokens = random.nextInt(20_000);
      int fate = random.nextInt(20);
      Thread caller =
          Thread.ofVirtual()
              .start(() -> {
                try (Gate.Permit permit = gate.enter(urgency, tokens)) {
                  permit.used(tokens / 2);
                  if (fate == 0) {
                    gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ofMillis(3))));
                  } else {
                    gate.success();
                  }
                } catch (InterruptedException | Gate.GateClosed e) {
                  // Also an end.
                }
                ended.incrementAndGet();
              });
      callers.add(caller);
      if (fate == 1) {
        callers.get(random.nextInt(callers.size())).interrupt();
      }
    }
    for (Thread caller : callers) {
      caller.join();
    }
    assertThat(ended.get()).isEqualTo(600);
    assertThat(List.of(gate.inFlight(), gate.waiting())).containsExactly(0, 0);
  }
}
