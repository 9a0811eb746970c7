package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.starter.Terminal.Said;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pilot of an estimate, and the run that comes after it. */
class EstimateTest {
  @TempDir Path folder;

  private Said say(String command, ScriptedTeacher teacher, String... more) throws IOException {
    Path roles =
        Files.writeString(
            folder.resolve("roles.yaml"),
            """
            teacher:
              base-url: %s
              model: scripted-teacher
              key: ""
              price: { input: 1, output: 2 }
            """
                .formatted(teacher.endpoint()));
    List<String> words =
        new ArrayList<>(
            List.of(
                command,
                "--seeds",
                Terminal.SEEDS,
                "--skill",
                "reading-comprehension",
                "--set",
                "instruct.pick=1",
                "--set",
                "refine.rounds=0",
                "--engine",
                "embedded",
                "--roles",
                roles.toString(),
                "--workspace",
                folder.resolve("w").toString()));
    words.addAll(List.of(more));
    return Terminal.say(words);
  }

  @Test
  void whatThePilotAskedIsNotPaidForAgain() throws IOException {
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0)) {
      Said pilot = say("estimate", teacher, "--pilot", "2", "--limit", "4", "--rows", "10");
      long pilotCalls = teacher.calls();
      Said again = say("estimate", teacher, "--pilot", "2", "--limit", "4");

      assertThat(pilot.code()).as(pilot.out() + pilot.err()).isEqualTo(ExitCode.DONE);
      assertThat(pilot.out())
          .startsWith("Pilot: 2 of 4 seeds, about ")
          .contains("\n4 seeds, 0 inputs skipped; from 2 journeys of the pilot")
          .containsPattern("\ncost +[0-9.]+ \\([0-9.]+ to [0-9.]+\\)\n")
          .containsPattern("\nfor 10 rows +[0-9]+ ")
          .contains("a run in this workspace does not pay for it again");
      assertThat(again.out())
          .contains("of earlier runs with this version of the skill")
          .doesNotContain("Pilot:");
      assertThat(teacher.calls())
          .as("an estimate from the journal asks nothing")
          .isEqualTo(pilotCalls);

      Said run = say("run", teacher, "--limit", "4", "--name", "real");

      assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
      try (Store store = SqliteStore.openToRead(folder.resolve("w"))) {
        String pilotRun = store.runs().getLast().id();
        long alone = store.figures("real").spend().calls();
        long paidByPilot = store.figures(pilotRun).spend().calls();
        assertThat(pilotRun).startsWith("estimate-reading-comprehension-");
        assertThat(paidByPilot).isEqualTo(pilotCalls - 1).isPositive();
        assertThat(teacher.calls()).isEqualTo(pilotCalls + alone + 1);
        assertThat(store.figures("real").journeysKept() + store.figures("real").journeysDropped())
            .isEqualTo(4);
        assertThat(store.outcomes("real", pilotSeed(store, pilotRun)))
            .as("the run finds the pilot's replies")
            .containsExactlyInAnyOrderElementsOf(
                store.outcomes(pilotRun, pilotSeed(store, pilotRun)));
      }
    }
  }

  private static String pilotSeed(Store store, String run) {
    return store.journeys(run, null).getFirst().seed();
  }

  @Test
  void anInputWithoutASeedIsSaidAndNothingIsAsked() throws IOException {
    Path blank = Files.writeString(folder.resolve("blank.txt"), " \n");

    Said said =
        Terminal.say(
            "estimate",
            "--seeds",
            blank.toString(),
            "--skill",
            "reading-comprehension",
            "--model",
            "m",
            "--base-url",
            "http://127.0.0.1:9/v1",
            "--workspace",
            folder.resolve("w").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .isEqualTo(
            """
            None of the 1 inputs gives a seed.
              `agentinstruct run` tells the reason of each; --seeds names others.
            """);
    assertThat(folder.resolve("w")).doesNotExist();
  }
}
