package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.starter.Terminal.Said;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several skills on the command line. */
class MixTest {
  private static final String MIX = "reading-comprehension:2,open-domain-question-answering";

  @TempDir Path folder;

  private Said say(String command, ScriptedTeacher teacher, String... more) throws IOException {
    List<String> words =
        new ArrayList<>(
            List.of(
                command,
                "--seeds",
                Terminal.SEEDS,
                "--set",
                "instruct.pick=1",
                "--set",
                "refine.rounds=0",
                "--engine",
                "embedded",
                "--base-url",
                teacher.endpoint().toString(),
                "--model",
                "scripted-teacher",
                "--workspace",
                folder.resolve("w").toString()));
    words.addAll(List.of(more));
    return Terminal.say(words);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --skills fermi:x          | --skills fermi:x gives fermi the weight 'x'; write a whole number from 0 to 1000
          --skills fermi:1001       | --skills fermi:1001 gives fermi the weight '1001'; write a whole number from 0 to 1000
          --skills fermi,fermi      | --skills fermi,fermi names fermi twice
          --skills fermi,           | names no skill at ''
          --skills all:2            | names no skill at 'all:2'
          --skills ferni            | There is no skill 'ferni'
          --skills fermi --skill coding | Name one skill: --skill NAME, or --flow DIR; or several: --skills all
          --skill fermi --skills-per-seed 2 | --skills-per-seed goes with --skills
          --skills fermi --skills-per-seed 0 | --skills-per-seed is '0'; write a whole number from 1 on, or all
          """)
  void whatMakesNoSenseIsRefusedWithWhatToWriteInstead(String options, String complaint) {
    List<String> words =
        new ArrayList<>(List.of("run", "--seeds", Terminal.SEEDS, "--workspace", "w"));
    words.addAll(List.of(options.split(" ")));

    Said said = Terminal.say(words);

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err()).contains(complaint);
  }

  @Test
  void anEstimateOfAMixAsksWhatTheRunWillAskAndTheRunTellsTheRowsOfEachSkill() throws IOException {
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0)) {
      Said pilot = say("estimate", teacher, "--skills", MIX, "--pilot", "2", "--rows", "100");

      assertThat(pilot.code()).as(pilot.out() + pilot.err()).isEqualTo(ExitCode.DONE);
      assertThat(pilot.out())
          .startsWith("Pilot: 4 of ")
          .containsPattern("\nby skill +seeds +calls +rows\n")
          .containsPattern("\n  open-domain-question-answering +[0-9]+ +[0-9]+ +[0-9]+\n")
          .containsPattern("\nfor 100 rows +[0-9]+ ");

      Said run = say("run", teacher, "--skills", MIX, "--name", "real");

      assertThat(run.code()).as(run.out() + run.err()).isEqualTo(ExitCode.DONE);
      assertThat(run.out())
          .containsPattern("\nby skill +seeds +kept +dropped +failed +rows\n")
          .containsPattern("\n  reading-comprehension +[0-9]+ ")
          .doesNotContain("DOES NOT HOLD");
      Said status =
          Terminal.say(List.of("status", "real", "--leaves", "-w", folder.resolve("w").toString()));
      assertThat(status.out())
          .containsPattern("\nleaves of reading-comprehension +rows +dropped\n");
      try (Store store = SqliteStore.openToRead(folder.resolve("w"))) {
        String pilotRun = store.runs().getLast().id();
        assertThat(pilotRun).startsWith("estimate-mix-");
        List<Store.SeedEntry> whole = store.findSeeds("real", "", 1_000);
        assertThat(store.findSeeds(pilotRun, "", 1_000))
            .hasSize(4)
            .allSatisfy(sampled ->
                assertThat(whole)
                    .filteredOn(seed -> seed.id().equals(sampled.id()))
                    .singleElement()
                    .satisfies(seed -> {
                      assertThat(seed.skills()).isEqualTo(sampled.skills());
                      assertThat(seed.places()).isEqualTo(sampled.places());
                    }));
        long alone = store.figures("real").spend().calls();
        assertThat(teacher.calls())
            .as("each run looks once whether the endpoint is there; nothing else is paid for twice")
            .isEqualTo(alone + store.figures(pilotRun).spend().calls() + 2);
      }
    }
  }
}
