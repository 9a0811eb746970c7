package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** How a gate takes what is reported to it. */
class GateTroubleTest extends GateStage {
  @Test
  void theLimitIsHalvedOncePerRound() throws Exception {
    Gate gate = gate(16, 0, 0);
    List<Gate.Permit> round = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      round.add(gate.enter(0));
    }
    for (Gate.Permit permit : round) {
      permit.close();
      gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ZERO)));
    }
    assertThat(gate.limit()).isEqualTo(8);
    pass(gate, Duration.ofSeconds(2));
    gate.enter(0).close();
    gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ZERO)));
    assertThat(gate.limit()).as("a call of the new round complained too").isEqualTo(4);
  }

  @Test
  void theLimitNeverFallsBelowOne() throws Exception {
    Gate gate = gate(4, 0, 0);
    for (int i = 0; i < 4; i++) {
      pass(gate, Duration.ofMinutes(1));
      gate.enter(0).close();
      gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ZERO)));
    }
    assertThat(gate.limit()).isEqualTo(1);
  }

  @Test
  void theLimitGrowsWithCleanCallsUpToItsMaximum() throws Exception {
    Gate gate = gate(4, 0, 0);
    gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ZERO)));
    List<Integer> limits = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      gate.success();
      limits.add(gate.limit());
    }
    assertThat(limits).containsExactly(3, 4, 4, 4, 4, 4, 4, 4, 4);
  }

  @Test
  void aRateLimitShutsTheGateForAsLongAsTheEndpointSays() throws Exception {
    Gate gate = gate(4, 0, 0);
    gate.trouble(trouble(Trouble.RATE, "429", Optional.of(Duration.ofSeconds(9))));
    queue(gate, "next", 0, 0);
    pass(gate, Duration.ofMillis(8_999));
    assertThat(gate.waiting()).isEqualTo(1);
    pass(gate, Duration.ofSeconds(5));
    assertThat(entered.take().name()).isEqualTo("next");
  }

  @Test
  void aRateLimitWithoutAWaitPausesLongerAndLonger() throws Exception {
    Gate gate = gate(1, 0, 0);
    List<Long> pauses = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      gate.trouble(trouble(Trouble.RATE, "429", Optional.empty()));
      queue(gate, "next", 0, 0);
      long pause = 0;
      while (gate.waiting() > 0) {
        pass(gate, Duration.ofMillis(100));
        pause += 100;
      }
      pauses.add(pause);
      entered.take().permit().close();
    }
    for (int i = 0; i < 10; i++) {
      long whole = Math.min(60_000, 250L << i);
      assertThat(pauses.get(i))
          .as("pause %d", i)
          .isBetween(whole / 2, whole + Math.min(whole / 2, 5_000) + 2_100);
    }
  }

  @Test
  void overloadHalvesWithoutShutting() throws Exception {
    Gate gate = gate(8, 0, 0);
    gate.trouble(trouble(Trouble.TRANSIENT, "529", Optional.empty()));
    assertThat(gate.limit()).isEqualTo(4);
    gate.enter(0).close();
    gate.trouble(trouble(Trouble.TRANSIENT, "connect", Optional.empty()));
    assertThat(gate.limit()).isEqualTo(4);
  }

  @Test
  void aClosedGateTurnsWaitingAndNewCallersAwayAndLetsTheWireFinish() throws Exception {
    Gate gate = gate(1, 0, 0);
    Gate.Permit onWire = gate.enter(0);
    queue(gate, "waiting", 0, 0);
    gate.trouble(
        new ModelTrouble(
            Trouble.CREDENTIAL,
            "401",
            "host refuses the key",
            Optional.empty(),
            new IllegalStateException()));

    assertThat(entered.take().name()).isEqualTo("waiting CREDENTIAL host refuses the key");
    Gate.GateClosed closed = catchThrowableOfType(Gate.GateClosed.class, () -> gate.enter(0));
    assertThat(closed).hasMessage("host refuses the key");
    assertThat(gate.inFlight()).isEqualTo(1);
    assertThat(gate.awaitEmpty(Duration.ofMillis(1))).isFalse();
    Thread.ofVirtual().start(onWire::close);
    assertThat(gate.awaitEmpty(Duration.ofSeconds(50))).isTrue();
  }

  @Test
  void theFirstClosingCountsAndIsToldOnce() throws Exception {
    Gate gate = gate(1, 0, 0);
    List<String> told = new ArrayList<>();
    gate.onClose((trouble, message) -> told.add(trouble + " " + message));
    gate.drain();
    gate.close(Trouble.QUOTA, "no money");
    gate.onClose((trouble, message) -> told.add("late " + trouble));

    assertThat(told)
        .containsExactly(
            "DRAINING the program is stopping; what was not sent to host:8000 is sent when the run is resumed",
            "late DRAINING");
  }

  @Test
  void configurationClosesItToo() {
    Gate gate = gate(1, 0, 0);
    gate.trouble(Trouble.CONFIG);
    assertThat(catchThrowableOfType(Gate.GateClosed.class, () -> gate.enter(0)).trouble())
        .isEqualTo(Trouble.CONFIG);
  }

  @Test
  void whatConcernsOneCallAloneLeavesItOpen() throws Exception {
    Gate gate = gate(1, 0, 0);
    for (int i = 0; i < 1000; i++) {
      gate.trouble(Trouble.SEED);
      gate.trouble(Trouble.OUTPUT);
      gate.trouble(Trouble.INTERNAL);
      gate.trouble(trouble(Trouble.CONFIG, "unsupported-shape", Optional.empty()));
    }
    pass(gate, Duration.ofHours(1));
    gate.enter(0).close();
  }
}
