package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.dataset.Retrying;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.Store.DropFilter;
import io.agentinstruct.activities.teacher.Gate;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A person steers a run from beside, as commands do; everything real but the model. */
@Timeout(120)
class SteeringStoryTest {
  @TempDir Path folder;
  private ScriptedTeacher teacher;

  @BeforeEach
  void hireTheTeacher() throws IOException {
    teacher = ScriptedTeacher.start(0);
  }

  @AfterEach
  void letTheTeacherGo() {
    teacher.close();
  }

  private Home home(String name) throws IOException {
    return new Home(folder.resolve(name), teacher.endpoint());
  }

  private static Home.Found walk(Home home) throws IOException, InterruptedException {
    return home.walk(new EmbeddedEngine(), true, runner -> {});
  }

  @Test
  void aPausedRunSendsNothingUntilItGoesOnAndEndsAsIfNothingHadHappened()
      throws IOException, InterruptedException {
    Home.Found undisturbed = walk(home("undisturbed"));
    long ideal = teacher.calls();

    try (FickleTeacher held = FickleTeacher.holdingAfter(ideal / 3)) {
      Home home = new Home(folder.resolve("paused"), held.endpoint());
      Home.Found found =
          home.walkBeside(
              new EmbeddedEngine(),
              true,
              (runner, wiring) -> {
                until(held::holds);
                home.wish(RunSetting.PAUSED, "lunch");
                until(() -> home.state().equals("paused"));
                long before = held.calls();
                held.goOn();
                until(() -> wiring.inFlight() == 0 && waiting(wiring) >= 1);
                assertThat(held.calls()).isLessThanOrEqualTo(before + 8);
                home.wish(RunSetting.PAUSED, "");
                until(() -> home.state().equals("running"));
              });

      assertThat(found.end()).isInstanceOf(RunEnd.Finished.class);
      assertThat(found.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      assertThat(held.calls()).as("nothing was paid for twice").isEqualTo(ideal);
    }
  }

  @Test
  void callsInFlightAreRetunedWhileItRunsAndGoBackToWhatWasConfigured()
      throws IOException, InterruptedException {
    try (FickleTeacher held = FickleTeacher.holdingAfter(3)) {
      Home home = new Home(folder.resolve("retuned"), held.endpoint());

      Home.Found found =
          home.walkBeside(
              new EmbeddedEngine(),
              true,
              (runner, wiring) -> {
                Gate gate = wiring.gates().values().iterator().next();
                assertThat(gate.limit()).isEqualTo(8);
                until(held::holds);
                home.wish(RunSetting.IN_FLIGHT, "2");
                until(() -> gate.limit() == 2);
                home.wish(RunSetting.IN_FLIGHT, "");
                until(() -> gate.limit() == 8);
                held.goOn();
              });

      assertThat(found.end()).isInstanceOf(RunEnd.Finished.class);
    }
  }

  @Test
  void aGoalOfRowsEndsTheRunAndAHigherOneGoesOnWithIt() throws IOException, InterruptedException {
    Home.Found undisturbed = walk(home("undisturbed"));
    long ideal = teacher.calls();

    try (FickleTeacher held = FickleTeacher.holdingAfter(ideal - 5)) {
      Home home = new Home(folder.resolve("goal"), held.endpoint());
      Home.Found found = stopped(home, held, 1, RunSetting.ROWS, "1");
      assertThat(found.end()).isEqualTo(new RunEnd.Reached(1));
      assertThat(found.rows()).isNotEmpty();
      assertThat(found.figures().spend().openIntents()).isZero();

      home.wish(RunSetting.ROWS, "1000000");
      Home.Found rest = walk(home);
      assertThat(rest.end()).isInstanceOf(RunEnd.Finished.class);
      assertThat(rest.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      assertThat(held.calls()).isEqualTo(ideal);
    }
  }

  @Test
  void aCancelledRunKeepsItsRowsAndCanBeResumed() throws IOException, InterruptedException {
    Home.Found undisturbed = walk(home("undisturbed"));
    long ideal = teacher.calls();

    try (FickleTeacher held = FickleTeacher.holdingAfter(ideal - 5)) {
      Home home = new Home(folder.resolve("cancelled"), held.endpoint());
      Home.Found found = stopped(home, held, 1, RunSetting.CANCELLED, "a wrong prompt");
      assertThat(found.end()).isEqualTo(new RunEnd.Cancelled("a wrong prompt"));
      assertThat(found.rows()).isNotEmpty();
      assertThat(undisturbed.rows()).containsAll(found.rows());

      home.wish(RunSetting.CANCELLED, "");
      assertThat(walk(home).manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      assertThat(held.calls()).isEqualTo(ideal);
    }
  }

  /** Walks until the teacher holds its tongue, and has the wish heeded before it goes on. */
  private static Home.Found stopped(
      Home home, FickleTeacher held, int rows, RunSetting setting, String value)
      throws IOException, InterruptedException {
    return home.walkBeside(
        new EmbeddedEngine(),
        true,
        (runner, wiring) -> {
          AtomicBoolean closed = new AtomicBoolean();
          wiring.gates().values().forEach(gate -> gate.onClose((why, words) -> closed.set(true)));
          until(held::holds);
          until(() -> wiring.store().figures("story").threadsKept() >= rows);
          home.wish(setting, value);
          until(closed::get);
          held.goOn();
        });
  }

  @Test
  void patienceEndsARunThatKeepsNoNewRow() throws IOException, InterruptedException {
    try (FickleTeacher held = FickleTeacher.holdingAfter(3)) {
      Home home = new Home(folder.resolve("impatient"), held.endpoint());

      assertThat(stopped(home, held, 0, RunSetting.PATIENCE, "1s").end())
          .isEqualTo(new RunEnd.Impatient(Duration.ofSeconds(1)));
    }
  }

  @Test
  void garbledVerdictsAreAskedAnewAndNothingElseIs() throws IOException, InterruptedException {
    Home.Found undisturbed = walk(home("undisturbed"));

    try (FickleTeacher fickle = FickleTeacher.judgingBadly()) {
      Home home = new Home(folder.resolve("garbled"), fickle.endpoint());
      Home.Found found = walk(home);
      int garbled = count(found, "judge", "garbled");
      assertThat(garbled).isPositive();
      assertThat(undisturbed.rows())
          .containsAll(found.rows())
          .hasSizeGreaterThan(found.rows().size());
      long before = fickle.calls();

      Retrying.Reopened reopened = home.reopen(new DropFilter("", "", "garbled"));
      Home.Found retried = walk(home);

      assertThat(reopened.threads()).isEqualTo(garbled);
      assertThat(fickle.calls() - before).as("one call a thread").isEqualTo(garbled);
      assertThat(retried.rows()).containsAll(found.rows());
      assertThat(retried.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      sameSums(retried.figures(), undisturbed.figures());
    }
  }

  @Test
  void emptyAnswersAreAskedAnewByStageAndThenJudged() throws IOException, InterruptedException {
    Home.Found undisturbed = walk(home("undisturbed"));

    try (FickleTeacher fickle = FickleTeacher.answeringNothing()) {
      Home home = new Home(folder.resolve("empty"), fickle.endpoint());
      Home.Found found = walk(home);
      int empty = count(found, "respond", "empty");
      assertThat(empty).isPositive();
      assertThat(home.reopen(new DropFilter("", "judge", "garbled")).threads()).isZero();

      Retrying.Reopened reopened = home.reopen(new DropFilter("", "respond", ""));
      assertThat(walkingEnds(home)).isTrue();
      Home.Found retried = walk(home);

      assertThat(reopened.threads()).isGreaterThanOrEqualTo(empty);
      assertThat(retried.rows()).containsAll(found.rows());
      assertThat(retried.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
      sameSums(retried.figures(), undisturbed.figures());
    }
  }

  private static boolean walkingEnds(Home home) throws IOException, InterruptedException {
    return walk(home).end() instanceof RunEnd.Finished;
  }

  private static int count(Home.Found found, String stage, String reason) {
    return found.figures().dropped().entrySet().stream()
        .filter(
            drop -> drop.getKey().stage().equals(stage) && drop.getKey().reason().equals(reason))
        .mapToInt(drop -> drop.getValue())
        .sum();
  }

  /** All but what it cost. */
  private static void sameSums(Store.Figures figures, Store.Figures expected) {
    assertThat(figures).usingRecursiveComparison().ignoringFields("spend").isEqualTo(expected);
  }

  private static int waiting(Wiring wiring) {
    return wiring.gates().values().stream().mapToInt(Gate::waiting).sum();
  }

  private static void until(BooleanSupplier come) {
    while (!come.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
