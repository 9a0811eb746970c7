package io.agentinstruct.activities.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which call a dropped thread hangs on. */
class RetryingTest {
  private static Outcome.Dropped dropped(
      Stage at, String agent, String lineage, String reason, @Nullable String instruction) {
    return new Outcome.Dropped(new Lineage(lineage), instruction, at, agent, reason, "");
  }

  private static Outcome kept(String lineage) {
    return new Outcome.Kept(new Lineage(lineage), "i", "e", Answerability.ANSWERABLE, List.of());
  }

  private static Optional<String> call(Outcome.Dropped dropped, Outcome... others) {
    return Retrying.call(dropped, List.of(others), true).map(Lineage::path);
  }

  @Test
  void anAnswerThatFailedIsAskedAnewWhoeverFoundTheFault() {
    String answer = "seed 1 > debate > weaken 1 > answer";

    assertThat(call(dropped(Stage.RESPOND, "answer", answer, "answer-not-echo", "i")))
        .contains(answer);
    assertThat(call(dropped(Stage.JUDGE, "grounded", answer, "failed-by-judge", "i")))
        .contains(answer);
  }

  @Test
  void aJudgeThatSpokeInRiddlesIsAskedItself() {
    assertThat(
            call(
                dropped(
                    Stage.JUDGE,
                    "grounded",
                    "seed 1 > debate > weaken 1 > answer",
                    "garbled",
                    "i")))
        .contains("seed 1 > debate > weaken 1 > answer > grounded");
  }

  @Test
  void aTaskIsWrittenAnewOnlyWhereNoneOfItsSiblingsWentOn() {
    Outcome.Dropped second =
        dropped(Stage.INSTRUCT, "weaken", "seed 1 > debate > weaken 2", "task-present", "i");
    Outcome.Dropped first =
        dropped(Stage.INSTRUCT, "weaken", "seed 1 > debate > weaken 1", "task-present", "i");

    assertThat(call(second, first, second)).contains("seed 1 > debate > weaken");
    assertThat(call(second, kept("seed 1 > debate > weaken 1 > answer"), second)).isEmpty();
    assertThat(call(second, kept("seed 1 > debate > weaken-more 1 > answer"), second))
        .contains("seed 1 > debate > weaken");
  }

  @Test
  void whatCameToNothingIsAskedAnew() {
    assertThat(call(dropped(Stage.INSTRUCT, "weaken", "seed 1 > debate > weaken", "empty", null)))
        .contains("seed 1 > debate > weaken");
    assertThat(call(dropped(Stage.TRANSFORM, "debate", "seed 1 > debate", "garbled", null)))
        .contains("seed 1 > debate");
  }

  @Test
  void aRefinementIsLeftAloneWhereItWouldTakeARowsPlace() {
    Outcome.Dropped edit =
        dropped(
            Stage.REFINE,
            "harder.edit",
            "seed 1 > debate > weaken 1 > harder 1",
            "task-rewritten",
            "i");
    List<Outcome> parentKept = List.of(kept("seed 1 > debate > weaken 1 > answer"), edit);
    List<Outcome> otherKept = List.of(kept("seed 1 > debate > weaken 2 > answer"), edit);

    assertThat(Retrying.call(edit, parentKept, true)).contains(edit.lineage());
    assertThat(Retrying.call(edit, parentKept, false)).isEmpty();
    assertThat(Retrying.call(edit, otherKept, false)).contains(edit.lineage());
  }
}
