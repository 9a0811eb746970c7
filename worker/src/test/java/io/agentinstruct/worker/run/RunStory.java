package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run promises, whatever engine it is on: the same stories for each. */
abstract class RunStory {
  @TempDir Path folder;
  ScriptedTeacher teacher;

  /** A new engine with its files below the folder. */
  abstract Engine engine(Path folder);

  @BeforeEach
  void hireTheTeacher() throws IOException {
    teacher = ScriptedTeacher.start(0);
  }

  @AfterEach
  void letTheTeacherGo() {
    teacher.close();
  }

  Home home(String name) throws IOException {
    return new Home(folder.resolve(name), teacher.endpoint());
  }

  @Test
  void aRunEndsWithRowsThatATrainerCanReadAndSumsThatHold()
      throws IOException, InterruptedException {
    for (boolean local : List.of(true, false)) {
      Home.Found found;
      try (Engine engine = engine(folder.resolve("engine-" + local))) {
        found = home("workspace-" + local).walk(engine, local, runner -> {});
      }

      assertThat(found.end()).isInstanceOf(RunEnd.Finished.class);
      assertThat(found.rows()).hasSizeGreaterThan(20).hasSize(found.manifest().rows());
      assertThat(found.rows()).extracting(row -> id(row)).isSorted().doesNotHaveDuplicates();
      found.rows().forEach(RunStory::isTrainable);
      sumsHold(found.figures());
    }
  }

  @Test
  void bothStepStylesAndTheEmbeddedEngineGiveTheSameBytes()
      throws IOException, InterruptedException {
    Home.Found here;
    try (Engine engine = engine(folder.resolve("engine"))) {
      here = home("here").walk(engine, false, runner -> {});
    }
    Home.Found embedded = home("embedded").walk(new EmbeddedEngine(), true, runner -> {});

    assertThat(here.manifest().sha256()).isEqualTo(embedded.manifest().sha256());
  }

  @Test
  void aRunThatWasStoppedGoesOnAndEndsAsIfNothingHadHappened()
      throws IOException, InterruptedException {
    Home.Found undisturbed = home("undisturbed").walk(new EmbeddedEngine(), true, runner -> {});
    long ideal = teacher.calls();

    Home stopped = home("stopped");
    Home.Found first;
    try (Engine engine = engine(folder.resolve("engine"))) {
      first =
          stopped.walk(
              engine,
              true,
              runner -> {
                awaitCalls(ideal + ideal / 3);
                runner.drain();
              });
    }
    Home.Found second;
    try (Engine engine = engine(folder.resolve("engine"))) {
      second = stopped.walk(engine, true, runner -> {});
    }

    assertThat(first.end()).isInstanceOf(RunEnd.Drained.class);
    assertThat(second.end()).isInstanceOf(RunEnd.Finished.class);
    assertThat(second.figures().failures()).isEmpty();
    sumsHold(second.figures());
    assertThat(second.rows()).hasSameElementsAs(undisturbed.rows());
    assertThat(second.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
    assertThat(teacher.calls())
        .as("calls of both runs: nothing was paid for twice")
        .isEqualTo(2 * ideal);
  }

  void awaitCalls(long calls) {
    while (teacher.calls() < calls) {
      Thread.onSpinWait();
    }
  }

  private static void sumsHold(Store.Figures figures) {
    assertThat(figures.journeysKept() + figures.journeysDropped() + figures.journeysFailed())
        .isEqualTo(figures.seeds());
    int dropped = figures.dropped().values().stream().mapToInt(Integer::intValue).sum();
    assertThat(figures.threadsKept() + dropped)
        .isEqualTo(figures.made().instructions() + figures.made().refined());
    assertThat(figures.spend().openIntents()).isZero();
  }

  private static String id(String row) {
    return read(row).path("id").asText();
  }

  private static JsonNode read(String row) {
    return Json.MAPPER.valueToTree(Json.read(row, Map.class));
  }

  /**
   * List-typed messages, roles in turn, no empty turn, one neutral column that explains the row.
   */
  private static void isTrainable(String line) {
    JsonNode row = read(line);
    assertThat(row.properties())
        .extracting(Map.Entry::getKey)
        .containsExactly("id", "messages", "metadata");
    List<String> roles = row.path("messages").findValuesAsText("role");
    assertThat(roles).isIn(List.of("user", "assistant"), List.of("system", "user", "assistant"));
    assertThat(row.path("messages").findValuesAsText("content")).noneMatch(String::isBlank);
    JsonNode metadata = row.path("metadata");
    assertThat(metadata.path("lineage").asText()).startsWith("seed ").endsWith("> answer");
    assertThat(metadata.path("models").path("teacher").asText()).isEqualTo("scripted-teacher");
    assertThat(metadata.path("seed").path("path").asText()).isNotBlank();
    assertThat(metadata.path("answerability").asText())
        .isIn("answerable", "changed", "unanswerable");
  }
}
