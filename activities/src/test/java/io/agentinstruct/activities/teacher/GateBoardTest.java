package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share an endpoint, each with a board of its own on the same file. */
class GateBoardTest extends GateStage {
  @TempDir Path folder;

  private final AtomicLong millis = new AtomicLong(1_000_000);

  private GateBoard board(String member) throws Exception {
    return new GateBoard(folder.resolve(GateBoard.FILE), member, millis::get);
  }

  @Test
  void whoIsAloneHasAllAndTwoThatWantMuchHaveHalfEach() throws Exception {
    Gate one = gate(64, 0, 0);
    Gate two = gate(64, 0, 0);
    try (GateBoard first = board("1");
        GateBoard second = board("2")) {
      first.join("e", one);
      assertThat(one.limit()).isEqualTo(64);
      burst(one, two);
      second.join("e", two);
      first.look();
      second.look();
      assertThat(one.limit()).isEqualTo(32);
      assertThat(two.limit()).isEqualTo(32);
      second.close();
      first.look();
      assertThat(one.limit()).as("the other left").isEqualTo(64);
    }
  }

  private static void burst(Gate... gates) throws Exception {
    for (Gate gate : gates) {
      for (int i = 0; i < 64; i++) {
        Gate.Permit _ = gate.enter(0);
      }
    }
  }

  @Test
  void whoIsNotSeenForFiveSecondsCountsNoMore() throws Exception {
    Gate one = gate(64, 0, 0);
    Gate two = gate(64, 0, 0);
    try (GateBoard first = board("1");
        GateBoard second = board("2")) {
      first.join("e", one);
      second.join("e", two);
      first.look();
      assertThat(one.limit()).isLessThan(64);
      millis.addAndGet(5_000);
      first.look();
      assertThat(one.limit()).isEqualTo(64);
    }
  }

  @Test
  void whatOneWasToldToWaitAllWaitAndNoLonger() throws Exception {
    Gate one = gate(8, 0, 0);
    Gate two = gate(8, 0, 0);
    try (GateBoard first = board("1");
        GateBoard second = board("2")) {
      first.join("e", one);
      second.join("e", two);
      one.shutFor(Duration.ofSeconds(20));
      first.look();
      second.look();
      assertThat(two.shutStill()).isEqualTo(Duration.ofSeconds(20));
      for (int i = 0; i < 50; i++) {
        millis.addAndGet(100);
        clock.addAndGet(Duration.ofMillis(100).toNanos());
        first.look();
        second.look();
      }
      assertThat(one.shutStill()).isEqualTo(Duration.ofSeconds(15));
      assertThat(two.shutStill()).isEqualTo(Duration.ofSeconds(15));
    }
  }

  @Test
  void anEndpointThatIsPausedIsPausedForAll() throws Exception {
    Gate one = gate(8, 0, 0);
    Gate other = gate(8, 0, 0);
    try (GateBoard first = board("1");
        GateBoard second = board("2")) {
      first.join("e", one);
      first.join("another", other);
      second.pause("e", "it is being moved");
      first.look();
      assertThat(one.state().message()).isEqualTo("it is being moved");
      assertThat(other.state().kind()).isEqualTo(GateState.Kind.OPEN);
      second.unpause("e");
      first.look();
      assertThat(one.state().kind()).isEqualTo(GateState.Kind.OPEN);
    }
  }

  @Test
  void sharesAreFairAndNothingIsLeftUnused() {
    assertThat(Share.of(64, 500, new int[] {500})).isEqualTo(32);
    assertThat(Share.of(64, 500, new int[] {2})).isEqualTo(62);
    assertThat(Share.of(64, 2, new int[] {500})).isEqualTo(2);
    assertThat(Share.of(64, 2, new int[] {2})).isEqualTo(32);
    assertThat(Share.of(64, 500, new int[] {500, 10, 0})).isEqualTo(26.5);
    assertThat(Share.of(64, 0, new int[] {500})).isEqualTo(1);
  }

  @Test
  void itLiesWhereItIsWantedOrElseInTheWorkspace() throws Exception {
    Path wanted = folder.resolve("state/x.db");
    GateBoard.open(Map.of("AGENTINSTRUCT_GATES", wanted.toString()), folder).orElseThrow().close();
    assertThat(wanted).exists();
    Path file = Files.writeString(folder.resolve("a-file"), "");
    GateBoard.open(Map.of("HOME", file.toString()), folder).orElseThrow().close();
    assertThat(folder.resolve(GateBoard.FILE)).exists();
  }
}
