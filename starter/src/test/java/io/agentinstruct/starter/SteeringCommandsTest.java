package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person reads when steering runs: whole texts and exit codes. */
class SteeringCommandsTest {
  private static final long PID = ProcessHandle.current().pid();

  @TempDir Path folder;

  private record Said(int code, String out, String err) {}

  private Said say(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        StarterMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    String[] all = java.util.Arrays.copyOf(words, words.length + 2);
    all[words.length] = "--workspace";
    all[words.length + 1] = folder.toString();
    int code = line.execute(all);
    return new Said(
        code,
        out.toString().replace(folder.toString(), "W"),
        err.toString().replace(folder.toString(), "W"));
  }

  private Store owned() {
    return SqliteStore.open(folder, SqliteStore.Durability.NORMAL);
  }

  /** Three seeds: one with a row and a dropped thread, one that failed, one open. */
  @BeforeEach
  void aRunUnderWay() {
    try (Store store = owned()) {
      store.createRun(
          new Store.Run(
              "r1",
              Clock.systemUTC().instant().minus(Duration.ofMinutes(125)),
              "{\"flows\":{\"debating\":\"v1\"}}",
              "running",
              ""));
      store.addSeeds(
          "r1",
          IntStream.range(0, 3)
              .mapToObj(i ->
                  new Store.SeedEntry(
                      i,
                      "aaa" + i,
                      "t" + i,
                      new Source("docs/" + i + ".md", "Tides " + i, "", "en", "text", 1, 1, 0, 9)))
              .toList(),
          List.of());
      store.setReadingDone("r1");
      store.commit(
          new JourneyRecord(
              "r1",
              "aaa0",
              "debating",
              "v1",
              "",
              "",
              new Counts(1, 2, 0, 2),
              List.of(
                  new Outcome.Kept(
                      new Lineage("seed aaa0 > debate > weaken 1 > answer"),
                      "i1",
                      "e1",
                      Answerability.ANSWERABLE,
                      List.of()),
                  new Outcome.Dropped(
                      new Lineage("seed aaa0 > debate > weaken 2 > answer"),
                      "i2",
                      Stage.JUDGE,
                      "grounded",
                      "failed-by-judge",
                      "the passage says\u001b[31m nothing of it"))));
      store.commit(
          new JourneyRecord(
              "r1",
              "aaa1",
              "debating",
              "v1",
              "TRANSIENT: connection refused (8 tries)",
              "",
              Counts.NONE,
              List.of()));
    }
  }

  private Map<String, String> settings() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.settings("r1");
    }
  }

  private String state() {
    try (Store store = SqliteStore.openToRead(folder)) {
      return store.run("r1").orElseThrow().state();
    }
  }

  @Test
  void pauseWhereNobodyWalksTheRun() {
    Said said = say("pause", "r1", "--why", "lunch");

    assertThat(said)
        .isEqualTo(
            new Said(
                ExitCode.DONE,
                """
                Paused r1; no process walks it just now.
                  1 of 3 seeds wait; it has taken 0 calls so far (no price is configured).
                  To go on: agentinstruct resume r1 --workspace W
                """,
                ""));
    assertThat(state()).isEqualTo("paused");
    assertThat(settings()).isEqualTo(Map.of("paused", "lunch"));
    assertThat(say("unpause", "r1").out())
        .isEqualTo(
            """
            r1 is not paused any more; no process walks it just now.
              To go on: agentinstruct resume r1 --workspace W
            """);
    assertThat(state()).isEqualTo("stopped");
    assertThat(settings()).isEmpty();
  }

  @Test
  void pauseAndUnpauseWhileAProcessHasTheWorkspace() {
    try (Store walking = owned()) {
      assertThat(say("pause", "r1").out())
          .isEqualTo(
              """
              Pausing r1: process %d heeds it within a second; calls on the wire end.
                1 of 3 seeds wait; it has taken 0 calls so far (no price is configured).
                To go on: agentinstruct unpause r1 --workspace W
              """
                  .formatted(PID));
      assertThat(walking.settings("r1")).isEqualTo(Map.of("paused", "by hand"));
      assertThat(say("unpause", "r1").out())
          .isEqualTo("r1 goes on: process %d heeds it within a second.\n".formatted(PID));
      assertThat(walking.settings("r1")).isEmpty();
    }
  }

  @Test
  void whatIsNotPausedCannotGoOn() {
    assertThat(say("unpause", "r1"))
        .isEqualTo(new Said(ExitCode.USAGE, "", "Run r1 is not paused by hand; it is running.\n"));
  }

  @Test
  void cancelWhereNobodyWalksTheRun() {
    try (Store store = owned()) {
      store.setRunState("r1", "done", "");
    }
    assertThat(say("cancel", "r1"))
        .isEqualTo(new Said(ExitCode.USAGE, "", "Run r1 is done: there is nothing to cancel.\n"));
    assertThat(say("pause", "r1").err()).isEqualTo("Run r1 is done: there is nothing to pause.\n");
  }

  @Test
  void setSaysWhatWasAndWhatIs() {
    try (Store walking = owned()) {
      Said first = say("set", "r1", "in-flight=32", "budget=5.00");

      assertThat(first)
          .isEqualTo(
              new Said(
                  ExitCode.DONE,
                  """
                  run r1
                    in-flight       as configured → 32
                    budget          none → 5.00
                  Process %d has the workspace; it heeds this within a second.
                  """
                      .formatted(PID),
                  ""));
      assertThat(walking.settings("r1")).isEqualTo(Map.of("in-flight", "32", "budget", "5.00"));
    }
    assertThat(say("set", "r1", "budget=", "patience=30m").out())
        .isEqualTo(
            """
            run r1
              budget          5.00 → none
              patience        none → 30m
            No process walks the run just now; it counts when one does: agentinstruct resume r1 --workspace W
            """);
  }

  @Test
  void setNamesEveryFaultAndWritesNothingByHalves() {
    Said said =
        say("set", "r1", "rows=0", "rpm=fast", "inflight=3", "patience", "paused=x", "tpm=100");

    assertThat(said)
        .isEqualTo(
            new Said(
                ExitCode.USAGE,
                "",
                """
                Nothing was set:
                  rows is not a whole number from 1, such as 10000: '0'
                  rpm is not a whole number, such as 600; 0 = no limit of ours: 'fast'
                  there is no setting 'inflight'; did you mean 'in-flight'?
                  patience has no '='; write patience=VALUE, or patience= to take it back
                  'paused' is not set; use `agentinstruct pause`, `unpause` or `cancel`
                """));
    assertThat(settings()).isEmpty();
  }

  @Test
  void anUnknownRunIsNamed() {
    String err =
        """
        There is no run 'r2' in W.
          `agentinstruct runs` lists them.
        """;
    for (String command : List.of("pause", "unpause", "cancel")) {
      assertThat(say(command, "r2")).isEqualTo(new Said(ExitCode.USAGE, "", err));
    }
    assertThat(say("set", "r2", "rows=1")).isEqualTo(new Said(ExitCode.USAGE, "", err));
  }

  @Test
  void goalsOfANewRunAreCheckedBeforeAnything() {
    assertThat(
            say("run", "--seeds", "x", "--skill", "reading-comprehension", "--rows", "some").err())
        .isEqualTo("--rows is not a whole number from 1, such as 10000: 'some'.\n");
  }

  @Test
  void runsAreListedWithStateRowsJourneysCostAndAge() {
    assertThat(say("runs").out())
        .isEqualTo(
            """
            run                                      state                  rows      journeys       cost      age  note
            r1                                       running                   1           2/3          -   2h 05m
            """);
  }

  @Test
  void statusSaysWhoWalksTheRunAndWhatIsWanted() {
    try (Store walking = owned()) {
      walking.set("r1", RunSetting.ROWS, "100");
      walking.set("r1", RunSetting.PAUSED, "lunch");
      assertThat(say("status", "r1").out())
          .endsWith(
              """
              wanted        rows 100
              process       %d has the workspace; to go on: agentinstruct unpause r1 --workspace W
              """
                  .formatted(PID));
    }
    assertThat(say("status", "r1").out())
        .endsWith("process       none walks it; to go on: agentinstruct resume r1 --workspace W\n");
  }

  @Test
  void watchingARunThatNobodyWalksEndsAtOnceWithItsFunnel() {
    assertThat(say("status", "r1", "--watch")).isEqualTo(say("status", "r1"));
  }

  @Test
  void explainTellsEveryThreadInWords() {
    assertThat(say("explain", "tides 0").out())
        .isEqualTo(
            """
            seed aaa0  docs/0.md "Tides 0"
            run  r1 · running

            flow debating: 1 kept, 1 dropped
              kept     debate > weaken 1 > answer
                       row %s
              dropped  debate > weaken 2 > answer
                       at judge by grounded: a judge says fail (failed-by-judge)
                       the passage says\ufffd[31m nothing of it
            """
                .formatted(
                    io.agentinstruct.core.dataset.Row.id(
                        "aaa0", "v1", new Lineage("seed aaa0 > debate > weaken 1 > answer"))));
    assertThat(say("explain", "aaa1").out())
        .endsWith(
            "flow debating: failed for a technical reason, and worth a retry: TRANSIENT: connection refused (8 tries)\n");
    assertThat(say("explain", "docs/2").out())
        .endsWith("flow debating: open; its journey has not ended yet\n");
  }

  @Test
  void explainAsksWhichOfSeveralIsMeant() {
    assertThat(say("explain", "aaa"))
        .isEqualTo(
            new Said(
                ExitCode.USAGE,
                "",
                """
                'aaa' is meant by more than one seed of run r1; name one by its id:
                  aaa0  docs/0.md "Tides 0"
                  aaa1  docs/1.md "Tides 1"
                  aaa2  docs/2.md "Tides 2"
                """));
    assertThat(say("explain", "moon").err())
        .isEqualTo(
            """
            No seed of W has an id that begins with 'moon', or that in its title or path.
              `agentinstruct status --skipped` lists inputs that gave no seed.
            """);
  }

  @Test
  void aRetryNamesWhatItCannotFind() {
    assertThat(say("retry", "r1", "--stage", "reflect").err())
        .isEqualTo(
            "There is no stage 'reflect'; choose one of transform, instruct, refine, respond, judge.\n");
    assertThat(say("retry", "r1", "--reason", "ugly").err())
        .isEqualTo(
            "No thread was dropped as 'ugly'; the reasons of this run are failed-by-judge.\n");
    assertThat(say("retry", "r1", "--seed", "zz").err())
        .isEqualTo(
            """
            Run r1 has no seed whose id begins with 'zz'.
              `agentinstruct explain TITLE` prints ids.
            """);
    try (Store walking = owned()) {
      assertThat(walking.run("r1")).isPresent();
      Said said = say("retry", "r1", "--stage", "judge");
      assertThat(said.code()).isEqualTo(ExitCode.OWNED);
    }
    assertThat(Files.exists(folder.resolve("runs"))).isFalse();
  }
}
