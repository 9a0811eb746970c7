package io.agentinstruct.workflows;

import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.temporal.client.WorkflowStub;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code temporal workflow signal} and {@code update} do to a run. */
@Timeout(60)
class SteeringStoryTest {
  @AutoClose private final SmallHouse house = SmallHouse.open(true);
  private final CountDownLatch gate = new CountDownLatch(1);

  SteeringStoryTest() {
    house
        .teacher
        .says(
            "transform/debate",
            question -> {
              pass(gate);
              return made("material");
            })
        .says("instruct/strengthen", made("task"))
        .says("respond/answer", made("exchange"))
        .says("judge/grounded", made("verdict"));
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Object set(WorkflowStub run, String name, String value) {
    return run.update("set", Map.class, name, value);
  }

  private static Object settings(WorkflowStub run) {
    return run.query("settings", Map.class);
  }

  private WorkflowStub begin(int window) {
    return house.begin(
        new DatasetWorkflow.Job(
            house.travel(), 0, Integer.MAX_VALUE, 50, 1, window, true, Tally.NONE));
  }

  @Test
  void aPauseIsWrittenDownWithItsReasonAndTakenBack() {
    house.book.reads(4);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    run.signal("pause", "lunch");
    house.book.awaitWish("paused", "lunch");
    run.signal("unpause");
    house.book.awaitWish("paused", "");
    run.signal("pause", " ");
    house.book.awaitWish("paused", "by a signal");
    gate.countDown();

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(4, 4, 0, 0));
  }

  @Test
  void anUpdateSetsAndTellsWhatIsInForce() {
    house.book.reads(4);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    assertThat(set(run, "rows", "100")).isEqualTo(Map.of("rows", "100"));
    assertThat(set(run, "patience", "30m")).isEqualTo(Map.of("rows", "100", "patience", "30m"));
    assertThat(set(run, "rows", "")).isEqualTo(Map.of("patience", "30m"));
    assertThat(settings(run)).isEqualTo(Map.of("patience", "30m"));

    gate.countDown();
    house.result(run, Tally.class);
  }

  @Test
  void anUpdateThatMakesNoSenseIsRefusedAndChangesNothing() {
    house.book.reads(4);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    assertThatThrownBy(() -> set(run, "rows", "many"))
        .hasStackTraceContaining("rows is not a whole number from 1, such as 10000: 'many'");
    assertThatThrownBy(() -> set(run, "row", "5"))
        .hasStackTraceContaining("there is no setting 'row'; there are in-flight, rpm");
    assertThatThrownBy(() -> set(run, "paused", "x"))
        .hasStackTraceContaining("there is no setting 'paused'");
    assertThat(settings(run)).isEqualTo(Map.of());

    gate.countDown();
    house.result(run, Tally.class);
  }

  @Test
  void aCancelledRunStartsNoMoreJourneys() {
    house.book.reads(40);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    run.signal("cancel", "a wrong prompt");
    house.book.awaitWish("cancelled", "a wrong prompt");
    gate.countDown();

    assertThat(house.result(run, Tally.class).journeys()).isEqualTo(4);
    assertThat(house.book.published()).isEqualTo(1);
  }

  @Test
  void aWiderWindowHasMoreJourneysUnderWay() {
    house.book.reads(40);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    run.signal("resize", 9);
    house.book.awaitUnderWay(9);
    gate.countDown();

    assertThat(house.result(run, Tally.class).journeys()).isEqualTo(40);
    assertThat(house.book.mostUnderWay()).isEqualTo(9);
  }

  @Test
  void whatTheProcessHeedsIsShown() {
    house.book.reads(4);
    WorkflowStub run = begin(4);
    house.book.awaitUnderWay(4);

    run.signal("steered", Map.of("paused", "lunch"));
    assertThat(settings(run)).isEqualTo(Map.of("paused", "lunch"));

    gate.countDown();
    house.result(run, Tally.class);
  }
}
