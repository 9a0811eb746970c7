package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.teacher.GateState.Kind;
import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Pauses: what begins them, who may go meanwhile, and what ends them. */
class GatePauseTest extends GateStage {
  private static final Optional<Duration> NO_WAIT = Optional.empty();

  private static ModelTrouble quota() {
    return new ModelTrouble(
        Trouble.QUOTA, "402", "host has no quota left", NO_WAIT, new IllegalStateException());
  }

  private static ModelTrouble refused() {
    return trouble(Trouble.TRANSIENT, "connect", NO_WAIT);
  }

  /** Whoever goes next, by name; his call ends so. */
  private void next(String name, Optional<ModelTrouble> end) throws InterruptedException {
    Entered next = entered.take();
    assertThat(next.name()).isEqualTo(name);
    if (end.isPresent()) {
      next.permit().failed(end.get());
    } else {
      next.permit().answered(1, 1);
    }
    next.permit().close();
  }

  @Test
  void outOfQuotaItLetsOneCallAMinuteThroughAndReopensWithTheFirstAnswer() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.trouble(quota());
    for (int i = 0; i < 4; i++) {
      queue(gate, "w" + i, i, 0);
    }
    for (int minute = 0; minute < 3; minute++) {
      pass(gate, Duration.ofMillis(59_900));
      assertThat(gate.inFlight()).isZero();
      pass(gate, Duration.ofMillis(101));
      assertThat(gate.inFlight()).as("probes at once").isEqualTo(1);
      next("w" + minute, minute < 2 ? Optional.of(quota()) : Optional.empty());
    }
    next("w3", Optional.empty());
    assertThat(gate.state().kind()).isEqualTo(Kind.OPEN);
  }

  @Test
  void whileAProbeIsUnderWayNoOtherGoes() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.trouble(quota());
    queue(gate, "probe", 0, 0);
    queue(gate, "other", 0, 0);
    pass(gate, Duration.ofMinutes(1));
    pass(gate, Duration.ofHours(5));
    assertThat(List.of(gate.inFlight(), gate.waiting())).containsExactly(1, 1);
    entered.take().permit().close();
    assertThat(gate.inFlight()).as("it ended without a word: nothing is known").isZero();
    pass(gate, Duration.ofMinutes(1));
    next("other", Optional.empty());
  }

  @Test
  void aCallThatWentBeforeTheQuotaEndedDoesNotReopenIt() throws Exception {
    Gate gate = gate(8, 0, 0);
    Gate.Permit early = gate.enter(0);
    Gate.Permit late = gate.enter(0);
    late.failed(quota());
    late.close();
    early.answered(1, 1);
    early.close();
    assertThat(gate.state().kind()).isEqualTo(Kind.PAUSED);
    assertThat(gate.state().message())
        .isEqualTo(
            "host has no quota left. Calls wait; one a minute asks whether there is some, and all go on by themselves when there is");
  }

  @Test
  void manyFailuresInARowPauseIt() throws Exception {
    Gate gate = gate(10, 0, 0);
    for (int i = 0; i < 100; i++) {
      gate.trouble(refused());
    }
    assertThat(gate.state().kind()).as("all at once is one failure").isEqualTo(Kind.SLOWED);
    pass(gate, Duration.ofSeconds(6));
    gate.trouble(refused());
    assertThat(gate.state().message())
        .isEqualTo(
            "101 calls in a row failed over 6 s, the last one so: cannot connect to host; check that it runs. Calls wait; one now and then asks whether it is over, and all go on by themselves when it is");
    assertThat(gate.state().cause()).contains(Trouble.TRANSIENT);
  }

  @Test
  void probesOfAnOutageComeLaterAndLater() throws Exception {
    Gate gate = outage();
    List<Long> waits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      queue(gate, "probe", 0, 0);
      long waited = 0;
      while (gate.waiting() > 0) {
        pass(gate, Duration.ofMillis(100));
        waited += 100;
      }
      waits.add(waited);
      next("probe", Optional.of(refused()));
    }
    for (int i = 0; i < waits.size(); i++) {
      long whole = Math.min(60_000, 1_000L << i);
      assertThat(waits.get(i)).as("wait %d", i).isBetween(whole / 2, whole + 100);
    }
    queue(gate, "last", 0, 0);
    pass(gate, Duration.ofMinutes(1));
    next("last", Optional.empty());
    assertThat(gate.state().kind()).isNotEqualTo(Kind.PAUSED);
    assertThat(gate.limit()).as("it begins small").isLessThanOrEqualTo(4);
    for (int i = 0; i < 20; i++) {
      gate.success();
    }
    assertThat(gate.limit()).as("and is as wide as ever soon, but for its retries").isEqualTo(4);
  }

  private Gate outage() {
    Gate gate = gate(16, 0, 0);
    for (int i = 0; i < 60 && gate.state().kind() != Kind.PAUSED; i++) {
      pass(gate, Duration.ofMillis(110));
      gate.trouble(refused());
    }
    assertThat(gate.state().kind()).isEqualTo(Kind.PAUSED);
    return gate;
  }

  @Test
  void whereMostCallsFailItIsAnOutageAndWhereAThirdDoesItIsNot() {
    for (int failing : List.of(3, 7)) {
      Gate gate = gate(4, 0, 0);
      for (int i = 0; i < 600; i++) {
        pass(gate, Duration.ofMillis(100));
        if (i % 10 < failing) {
          gate.trouble(refused());
        } else {
          gate.success();
        }
      }
      assertThat(gate.state().kind()).isEqualTo(failing == 3 ? Kind.SLOWED : Kind.PAUSED);
    }
  }

  @Test
  void wherePartOfTheCallsMustBeSentAgainItIsSlowedUntilItIsBetter() {
    Gate gate = gate(16, 0, 0);
    List<String> told = new ArrayList<>();
    gate.onState(state -> told.add(state.kind() + " " + state.message()));
    for (int i = 0; i < 200; i++) {
      pass(gate, Duration.ofMillis(100));
      if (i % 5 == 0) {
        gate.trouble(refused());
      } else {
        gate.success();
      }
    }
    assertThat(gate.limit()).isEqualTo(4);
    pass(gate, Duration.ofMinutes(6));
    assertThat(gate.limit()).isEqualTo(16);
    assertThat(told)
        .containsExactly(
            "SLOWED 21 of the last 101 calls have to be sent again; a quarter of the calls at once goes until it is better",
            "OPEN ");
  }

  @Test
  void aPersonPausesAndUnpausesIt() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.pause("the bill comes first");
    queue(gate, "next", 0, 0);
    pass(gate, Duration.ofDays(3));
    assertThat(gate.state())
        .isEqualTo(
            new GateState(
                Kind.PAUSED,
                Optional.empty(),
                "the bill comes first",
                Duration.ofDays(3),
                1,
                0,
                8,
                Optional.empty()));
    gate.unpause();
    next("next", Optional.empty());
  }

  @Test
  void aWaitOfMoreThanAnHourIsAPause() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ofHours(2))));
    assertThat(gate.state().message())
        .isEqualTo(
            "cannot connect to host; check that it runs. It wants to be left alone for 2 h 0 min; calls wait, and go on by themselves then");
    queue(gate, "a", 0, 0);
    queue(gate, "b", 0, 0);
    pass(gate, Duration.ofMinutes(119));
    assertThat(gate.inFlight()).isZero();
    pass(gate, Duration.ofMinutes(1));
    assertThat(gate.inFlight()).isEqualTo(1);
    next("a", Optional.empty());
    next("b", Optional.empty());
  }

  @Test
  void whoCanGoElsewhereDoesNotWaitForTheEndOfAnOutage() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit holder = gate.enter(0);
    Thread waiting =
        Thread.ofVirtual().start(() -> entered.add(new Entered(elsewhere(gate), NONE)));
    while (gate.waiting() == 0) {
      Thread.onSpinWait();
    }
    holder.failed(quota());
    holder.close();
    waiting.join();

    assertThat(entered.take().name()).isEqualTo("true");
    assertThat(elsewhere(gate)).isEqualTo("true");
    clock.addAndGet(Duration.ofMinutes(1).toNanos());
    assertThat(gate.wouldTry()).isTrue();
    assertThat(elsewhere(gate)).as("it is wanted as a probe").isEqualTo("went");
    assertThat(gate.wouldTry()).isFalse();
  }

  private static String elsewhere(Gate gate) {
    try {
      Gate.Permit _ = gate.enter(new Gate.Entry("r", 0, 0, 0, true));
      return "went";
    } catch (Gate.GateClosed closed) {
      return String.valueOf(closed.elsewhere());
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void runsTakeTurns() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit holder = gate.enter(0);
    for (String name : List.of("a1", "a2", "a3", "b1", "b2")) {
      int before = gate.waiting();
      Thread.ofVirtual()
          .start(() -> {
            try {
              Gate.Entry entry = new Gate.Entry(name.substring(0, 1), 0, 0, 0, false);
              entered.add(new Entered(name, gate.enter(entry)));
            } catch (InterruptedException | Gate.GateClosed e) {
              throw new AssertionError(e);
            }
          });
      while (gate.waiting() == before) {
        Thread.onSpinWait();
      }
    }
    holder.close();
    for (String name : List.of("a1", "b1", "a2", "b2", "a3")) {
      next(name, Optional.empty());
    }
  }

  @Test
  void itsLimitsCanBeChangedWhileItRuns() throws Exception {
    Gate gate = gate(2, 0, 0);
    Gate.Permit _ = gate.enter(0);
    Gate.Permit _ = gate.enter(0);
    queue(gate, "next", 0, 0);
    retune(gate, 3, 0);
    next("next", Optional.empty());
    retune(gate, 50, 60);
    pass(gate, Duration.ofSeconds(10));
    assertThat(burst(gate, 0)).as("60 a minute hold one").isEqualTo(1);
    retune(gate, 2, 0);
    assertThat(gate.limit()).isEqualTo(2);
  }

  @Test
  void whatTheEndpointAllowsNarrowsWhatIsConfigured() throws Exception {
    Gate gate = gate(100, 0, 0);
    gate.told(new ToldLimits(60, 0, 0, 0));
    pass(gate, Duration.ofSeconds(10));
    assertThat(burst(gate, 0)).isEqualTo(1);
  }

  @Test
  void aClosedGateStaysClosedWhateverIsAnswered() {
    Gate gate = gate(1, 0, 0);
    gate.trouble(Trouble.CREDENTIAL);
    gate.success();
    gate.unpause();
    assertThat(catchThrowableOfType(Gate.GateClosed.class, () -> gate.enter(0)).trouble())
        .isEqualTo(Trouble.CREDENTIAL);
    assertThat(gate.state().kind()).isEqualTo(Kind.CLOSED);
  }

  private static void retune(Gate gate, int inFlight, int requestsPerMinute) {
    gate.retune(OptionalInt.of(inFlight), OptionalInt.of(requestsPerMinute), OptionalLong.empty());
  }
}
