package io.agentinstruct.worker.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.worker.preflight.Finding.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaceChecksTest {
  private static final Path THERE = Path.of("w");
  private static final long GIB = 1L << 30;

  @TempDir Path folder;

  @Test
  void aDiskWithoutTheFloorIsAFaultAndOneTooSmallForTheCallsAWarning() {
    Finding full = PlaceChecks.disk(THERE, PlaceChecks.FLOOR_BYTES - 1, 0);
    Finding small = PlaceChecks.disk(THERE, GIB, 1_000_000);
    Finding roomy = PlaceChecks.disk(THERE, 7 * GIB, 1_000_000);

    assertThat(full.verdict()).isEqualTo(Verdict.FAULT);
    assertThat(full.text())
        .isEqualTo(
            "Only 199 MiB are free at w, and at least 200 MiB are needed.\n  Free some space, or name another folder with --workspace.");
    assertThat(small.verdict()).isEqualTo(Verdict.WARNING);
    assertThat(small.text())
        .isEqualTo(
            "1.0 GiB are free at w, and about 1000000 calls may take 5.9 GiB. If it gets full, the run pauses and loses nothing.");
    assertThat(roomy.verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void aHeapThatTheMachineCannotGiveIsAWarning() {
    assertThat(PlaceChecks.memory(2 * GIB, 2 * GIB).verdict()).isEqualTo(Verdict.WARNING);
    assertThat(PlaceChecks.memory(2 * GIB, 4 * GIB).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void whoeverHasTheWorkspaceIsNamedAndLookingTakesNothingAway() {
    assertThat(PlaceChecks.workspace(folder.resolve("new/w")).verdict()).isEqualTo(Verdict.FINE);
    try (Store _ = SqliteStore.open(folder, SqliteStore.Durability.NORMAL)) {
      Finding taken = PlaceChecks.workspace(folder);

      assertThat(taken.verdict()).isEqualTo(Verdict.WARNING);
      assertThat(taken.text())
          .contains("is in use by process " + ProcessHandle.current().pid() + ", which is alive");
      assertThat(PlaceChecks.workspace(folder)).isEqualTo(taken);
    }
    assertThat(PlaceChecks.workspace(folder).verdict()).isEqualTo(Verdict.FINE);
    try (Store _ = SqliteStore.open(folder, SqliteStore.Durability.NORMAL)) {
      assertThat(PlaceChecks.workspace(folder).verdict()).isEqualTo(Verdict.WARNING);
    }
  }

  @Test
  void theClockMayBeHalfAMinuteOffAndAsLongAsTheCallTook() {
    Duration quick = Duration.ofSeconds(1);

    assertThat(EndpointCheck.clock(Duration.ofSeconds(31), quick, "h").verdict())
        .isEqualTo(Verdict.FINE);
    assertThat(EndpointCheck.clock(Duration.ofSeconds(32), quick, "h").text())
        .isEqualTo(
            "The clock of this machine is 32 s ahead of that of h. Waits that an endpoint gives as a date will be wrong; set the clock.");
    assertThat(EndpointCheck.clock(Duration.ofSeconds(-90), quick, "h").text())
        .startsWith("The clock of this machine is 90 s behind that of h.");
    assertThat(EndpointCheck.clock(Duration.ofSeconds(60), Duration.ofSeconds(45), "h").verdict())
        .isEqualTo(Verdict.FINE);
  }

  @Test
  void theEngineThatARunWouldTakeIsNamedWithItsVersion() throws IOException {
    Map<String, String> cli = Map.of("AGENTINSTRUCT_TEMPORAL", cli("echo temporal version 9.9"));
    Map<String, String> none = Map.of("AGENTINSTRUCT_TEMPORAL", "/nowhere");

    assertThat(EngineCheck.of("auto", cli).text()).startsWith("dev: temporal version 9.9 at ");
    assertThat(EngineCheck.of("auto", none).text())
        .isEqualTo("embedded, without the Web UI: no Temporal CLI was found");
    assertThat(EngineCheck.of("dev", none).verdict()).isEqualTo(Verdict.FAULT);
    assertThat(EngineCheck.of("dev", none).text())
        .startsWith("There is no Temporal CLI on this machine.");
    assertThat(EngineCheck.of("embedded", none).verdict()).isEqualTo(Verdict.FINE);
  }

  @Test
  void aBinaryThatDoesNotTellItsVersionIsAFault() throws IOException {
    Map<String, String> cli = Map.of("AGENTINSTRUCT_TEMPORAL", cli("exit 1"));

    assertThat(EngineCheck.of("auto", cli).verdict()).isEqualTo(Verdict.FAULT);
  }

  private String cli(String line) throws IOException {
    Path script = Files.writeString(folder.resolve("temporal"), "#!/bin/sh\n" + line + "\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    return script.toString();
  }
}
