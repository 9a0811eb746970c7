package io.agentinstruct.workflows;

import static io.agentinstruct.workflows.ScriptedTeacher.faulty;
import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static io.agentinstruct.workflows.ScriptedTeacher.then;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.contracts.Teacher.Speaker;
import io.agentinstruct.contracts.Teacher.Turn;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** How a dialogue is walked: who speaks when, with what at hand, and how it ends. */
@ParameterizedClass(name = "local steps: {0}")
@ValueSource(booleans = {true, false})
@Timeout(30)
class DialogueStoryTest {
  private static final String SEED = BookOfTests.seed(0);
  private static final String ANSWER = "debate > strengthen 1 > answer";

  @AutoClose private final SmallHouse house;
  private final ScriptedTeacher teacher;

  DialogueStoryTest(boolean local) {
    house = SmallHouse.open(local);
    teacher =
        house
            .teacher
            .says("transform/debate", made("material"))
            .says("instruct/strengthen", made("task"))
            .says("judge/grounded", made("verdict"));
  }

  @Test
  void assistantUserAndToolsTakeTurnsUntilTheUserIsDone() {
    Map<String, String> spoken =
        Map.of("", "asked", "told", "called", "found", "called again", "more", "answered");
    Map<String, Speaker> next =
        Map.of(
            "asked", Speaker.USER,
            "called", Speaker.TOOL,
            "called again", Speaker.TOOL,
            "answered", Speaker.USER);
    teacher
        .says(
            "respond/answer",
            q -> {
              String said = Objects.requireNonNull(spoken.get(talk(q)));
              return then(said, Objects.requireNonNull(next.get(said)));
            })
        .says(
            "respond/user",
            q -> talk(q).equals("asked") ? then("told", Speaker.ASSISTANT) : made("exchange"))
        .says(
            "respond/tool",
            q -> then(talk(q).equals("called") ? "found" : "more", Speaker.ASSISTANT));

    assertThat(house.walk(Way.plain().talks(3, 4))).isEqualTo(new Tally(1, 1, 0, 0));

    assertThat(teacher.asked("respond/answer"))
        .extracting(q -> q.lineage().within(), DialogueStoryTest::talk, Question::turn)
        .containsExactly(
            tuple(ANSWER, "", new Turn(1, 3, 4)),
            tuple(ANSWER + " > answer 2", "told", new Turn(2, 3, 4)),
            tuple(ANSWER + " > answer 4", "found", new Turn(2, 3, 3)),
            tuple(ANSWER + " > answer 6", "more", new Turn(2, 3, 2)));
    assertThat(teacher.asked("respond/user"))
        .extracting(Question::turn)
        .containsExactly(new Turn(2, 3, 4), new Turn(3, 3, 4));
    assertThat(house.book.record(SEED).outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Kept.class,
            kept -> {
              assertThat(kept.lineage().within()).isEqualTo(ANSWER);
              assertThat(kept.exchange()).isEqualTo("exchange");
            });
    assertThat(house.book.record(SEED).counts().exchanges()).isEqualTo(1);
  }

  @Test
  void aTurnWithAFaultEndsTheThreadUnderTheStudentsLineage() {
    teacher
        .says("respond/answer", then("asked", Speaker.USER))
        .says("respond/user", faulty("told", "no-role-swap", "offers help"));

    house.walk(Way.plain().talks(3, 4));

    assertThat(house.book.record(SEED).outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Dropped.class,
            dropped -> {
              assertThat(dropped.lineage().within()).isEqualTo(ANSWER);
              assertThat(dropped.at()).isEqualTo(Stage.RESPOND);
              assertThat(dropped.agent()).isEqualTo("user");
              assertThat(dropped.reason()).isEqualTo("no-role-swap");
            });
    assertThat(teacher.asked("judge/grounded")).isEmpty();
  }

  @Test
  void votesAreAskedOneAfterTheOtherAndTheFirstThatDiffersEndsTheThread() {
    teacher.says(
        "respond/answer",
        q -> q.vote() == 2 ? faulty("other", "answers-disagree", "12 and 500") : made("exchange"));

    house.walk(Way.plain().votes(4));

    assertThat(teacher.asked("respond/answer"))
        .extracting(Question::vote, q -> q.parts().getOrDefault("exchange", ""))
        .containsExactly(tuple(0, ""), tuple(1, "exchange"), tuple(2, "exchange"));
    assertThat(house.book.record(SEED).outcomes())
        .singleElement()
        .isInstanceOfSatisfying(
            Outcome.Dropped.class,
            dropped -> assertThat(dropped.reason()).isEqualTo("answers-disagree"));
  }

  @Test
  void documentsBesideTheSeedGoToWhoeverMakesTheMaterial() {
    teacher.says("respond/answer", made("exchange"));

    house.walk(Way.plain().beside("second", "third"));

    assertThat(teacher.asked("transform/debate"))
        .extracting(Question::parts)
        .containsExactly(Map.of("document 02", "second", "document 03", "third"));
    assertThat(teacher.asked("instruct/strengthen"))
        .extracting(Question::parts)
        .isEqualTo(List.of(Map.of("material", "material")));
  }

  private static String talk(Question question) {
    return question.parts().getOrDefault("talk", "");
  }
}
