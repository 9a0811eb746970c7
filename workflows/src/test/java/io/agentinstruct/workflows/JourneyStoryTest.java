package io.agentinstruct.workflows;

import static io.agentinstruct.core.flow.Answerability.ANSWERABLE;
import static io.agentinstruct.core.flow.Answerability.CHANGED;
import static io.agentinstruct.core.flow.Answerability.UNANSWERABLE;
import static io.agentinstruct.workflows.ScriptedTeacher.faulty;
import static io.agentinstruct.workflows.ScriptedTeacher.item;
import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static io.agentinstruct.workflows.ScriptedTeacher.makes;
import static io.agentinstruct.workflows.Way.pair;
import static io.agentinstruct.workflows.Way.transform;
import static io.agentinstruct.workflows.Way.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.contracts.Teacher.Spoiled;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Itinerary.Pair;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.flow.Pick;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** One seed's journey, story by story, with steps as local activities and as normal ones. */
@ParameterizedClass(name = "local steps: {0}")
@ValueSource(booleans = {true, false})
@Timeout(30)
class JourneyStoryTest {
  private static final String SEED = BookOfTests.seed(0);
  private static final Tally KEPT = new Tally(1, 1, 0, 0);
  private static final Tally DROPPED = new Tally(1, 0, 1, 0);

  @AutoClose private final SmallHouse house;
  private final ScriptedTeacher teacher;

  JourneyStoryTest(boolean local) {
    house = SmallHouse.open(local);
    teacher =
        house
            .teacher
            .says("transform/debate", made("material"))
            .says("instruct/strengthen", made("task"))
            .says("respond/answer", made("exchange"))
            .says("judge/grounded", made("verdict"));
  }

  @Test
  void keepsWhatWasWrittenAnsweredAndPassed() {
    assertThat(house.walk(Way.plain())).isEqualTo(KEPT);

    assertThat(house.book.record(SEED))
        .isEqualTo(
            new JourneyRecord(
                SmallHouse.RUN,
                SEED,
                SmallHouse.FLOW,
                "v1",
                "",
                "",
                new Counts(1, 1, 0, 1),
                List.of(kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"))));
    assertThat(house.book.commits()).isEqualTo(1);
  }

  @Test
  void asksEachAgentWithThePiecesAtHand() {
    house.walk(Way.plain());

    assertThat(teacher.asked())
        .containsExactly(
            question("transform/debate", "debate", Map.of()),
            question("instruct/strengthen", "debate > strengthen", Map.of("material", "material")),
            question(
                "respond/answer", "debate > strengthen 1 > answer", Map.of("instruction", "task")),
            question(
                "judge/grounded",
                "debate > strengthen 1 > answer > grounded",
                Map.of("instruction", "task", "exchange", "exchange")));
  }

  @Test
  void asksNobodyWhenTheFlowDoesNotTakeTheSeed() {
    assertThat(house.walk(Way.plain().declined("shorter than 200 characters"))).isEqualTo(DROPPED);

    JourneyRecord record = house.book.record(SEED);
    assertThat(record.declined()).isEqualTo("shorter than 200 characters");
    assertThat(record.failure()).isEmpty();
    assertThat(record.counts()).isEqualTo(Counts.NONE);
    assertThat(record.outcomes()).isEmpty();
    assertThat(teacher.asked()).isEmpty();
  }

  @Test
  void goesOnWithTheOtherMaterialWhenATransformDeclines() {
    teacher
        .says("transform/poem", new Declined("has no verse"))
        .says("instruct/rhyme", made("never asked"));

    assertThat(
            house.walk(
                Way.plain()
                    .transforms(transform("debate", "strengthen"), transform("poem", "rhyme"))))
        .isEqualTo(KEPT);

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped("poem", null, Stage.TRANSFORM, "poem", "declined", "has no verse"));
    assertThat(teacher.asked("instruct/rhyme")).isEmpty();
  }

  @Test
  void isDroppedWhenEveryTransformDeclines() {
    teacher.says("transform/debate", new Declined("nobody disagrees"));

    assertThat(house.walk(Way.plain())).isEqualTo(DROPPED);

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped("debate", null, Stage.TRANSFORM, "debate", "declined", "nobody disagrees"));
  }

  @Test
  void losesAnInstructAgentWhoseReplyIsGarbled() {
    teacher.says("instruct/weaken", new Spoiled("garbled", "no JSON in it"));

    house.walk(Way.plain().transforms(transform("debate", "strengthen", "weaken")));

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped("debate > weaken", null, Stage.INSTRUCT, "weaken", "garbled", "no JSON in it"));
  }

  @Test
  void answersNoInstructionInWhichACheckFoundAFault() {
    teacher.says(
        "instruct/strengthen",
        new Made(
            List.of(
                item("first"),
                faulty("second", "refers-to-passage", "\"the passage\"").items().getFirst(),
                item("third"))));

    house.walk(Way.plain());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "first", "exchange", "verdict"),
            dropped(
                "debate > strengthen 2",
                "second",
                Stage.INSTRUCT,
                "strengthen",
                "refers-to-passage",
                "\"the passage\""),
            kept("debate > strengthen 3 > answer", "third", "exchange", "verdict"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 3, 0, 2));
    assertThat(teacher.asked("respond/answer")).hasSize(2);
  }

  @Test
  void namesAReplyThatHoldsNothing() {
    teacher.says("transform/poem", made()).says("instruct/weaken", made());

    house.walk(
        Way.plain()
            .transforms(transform("debate", "strengthen", "weaken"), transform("poem", "rhyme")));

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped(
                "debate > weaken",
                null,
                Stage.INSTRUCT,
                "weaken",
                "empty",
                "the reply held nothing"),
            dropped("poem", null, Stage.TRANSFORM, "poem", "empty", "the reply held nothing"));
  }

  @Test
  void tellsTheMaterialsOfOneTransformApart() {
    teacher
        .says("transform/debate", made("morning", "evening"))
        .says("instruct/strengthen", makes(1));

    house.walk(Way.plain());

    assertThat(house.book.outcomes(SEED))
        .extracting(outcome -> outcome.lineage().within())
        .containsExactly("debate 1 > strengthen 1 > answer", "debate 2 > strengthen 1 > answer");
    assertThat(teacher.asked("instruct/strengthen"))
        .extracting(question -> question.parts().get("material"))
        .containsExactly("morning", "evening");
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(2, 2, 0, 2));
  }

  @Test
  void refinesRoundByRoundAndAnswersParentsAndChildren() {
    teacher.says("refine/harder.suggest", makes(2)).says("refine/harder.edit", makes(1));

    assertThat(house.walk(Way.plain().refines(2, pair("harder")))).isEqualTo(KEPT);

    assertThat(house.book.outcomes(SEED))
        .extracting(outcome -> outcome.lineage().within(), Outcome::instruction)
        .containsExactly(
            tuple("debate > strengthen 1 > answer", "task"),
            tuple(
                "debate > strengthen 1 > harder 1 > answer",
                edited("debate > strengthen 1 > harder 1")),
            tuple(
                "debate > strengthen 1 > harder 1 > harder 1 > answer",
                edited("debate > strengthen 1 > harder 1 > harder 1")),
            tuple(
                "debate > strengthen 1 > harder 1 > harder 2 > answer",
                edited("debate > strengthen 1 > harder 1 > harder 2")),
            tuple(
                "debate > strengthen 1 > harder 2 > answer",
                edited("debate > strengthen 1 > harder 2")),
            tuple(
                "debate > strengthen 1 > harder 2 > harder 1 > answer",
                edited("debate > strengthen 1 > harder 2 > harder 1")),
            tuple(
                "debate > strengthen 1 > harder 2 > harder 2 > answer",
                edited("debate > strengthen 1 > harder 2 > harder 2")));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 6, 7));
    assertThat(teacher.asked("refine/harder.edit").getFirst().parts())
        .isEqualTo(
            Map.of(
                "instruction",
                "task",
                "suggestion",
                "refine/harder.suggest at debate > strengthen 1 > harder.suggest #1"));
  }

  @Test
  void refinesEachInstructionWithThePairsThatTakeIt() {
    Pair twist = pair("twist", CHANGED, ANSWERABLE);
    Pair remove = pair("remove", UNANSWERABLE, ANSWERABLE, CHANGED);
    Pair lure = pair("lure", null, UNANSWERABLE);
    for (String name : List.of("twist", "remove", "lure")) {
      teacher
          .says("refine/" + name + ".suggest", makes(1))
          .says("refine/" + name + ".edit", makes(1));
    }

    house.walk(Way.plain().refines(2, twist, remove, lure));

    assertThat(house.book.outcomes(SEED))
        .extracting(outcome -> outcome.lineage().within(), JourneyStoryTest::answerability)
        .containsExactly(
            tuple("debate > strengthen 1 > answer", ANSWERABLE),
            tuple("debate > strengthen 1 > remove 1 > answer", UNANSWERABLE),
            tuple("debate > strengthen 1 > remove 1 > lure 1 > answer", UNANSWERABLE),
            tuple("debate > strengthen 1 > twist 1 > answer", CHANGED),
            tuple("debate > strengthen 1 > twist 1 > remove 1 > answer", UNANSWERABLE));
  }

  /** A resumed run must choose as the first did: the ground is part of the dataset. */
  @Test
  void picksPairsByDigestOfRandomSeedSeedAndThread() {
    List<Pair> pairs = IntStream.range(0, 5).mapToObj(i -> pair("pair" + i)).toList();
    for (Pair pair : pairs) {
      teacher.says(pair.suggest().agent(), makes(1)).says(pair.edit().agent(), makes(1));
    }

    house.walk(Way.plain().refines(1, pairs.toArray(Pair[]::new)).picks(2));

    String ground = "7/" + SEED + "/debate > strengthen 1/refine";
    assertThat(house.book.outcomes(SEED))
        .extracting(outcome -> outcome.lineage().within())
        .containsExactlyElementsOf(
            Stream.concat(
                    Stream.of("debate > strengthen 1 > answer"),
                    Pick.of(pairs, Pair::name, 2, ground).stream()
                        .map(pair -> "debate > strengthen 1 > " + pair.name() + " 1 > answer"))
                .toList());
  }

  @Test
  void refinesNothingWhenThePickIsNone() {
    house.walk(Way.plain().refines(2, pair("harder")).picks(0).replacesParents());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"));
  }

  @Test
  void putsChildrenInTheirParentsPlace() {
    teacher
        .says("refine/harder.suggest", made("raise it"))
        .says("refine/harder.edit", made("harder task"));

    assertThat(house.walk(Way.plain().refines(1, pair("harder")).replacesParents()))
        .isEqualTo(KEPT);

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped("debate > strengthen 1", "task", Stage.REFINE, "harder.edit", "replaced", ""),
            kept(
                "debate > strengthen 1 > harder 1 > answer", "harder task", "exchange", "verdict"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 1, 1));
  }

  @Test
  void answersTheParentWhenTheSuggesterDeclines() {
    teacher.says("refine/harder.suggest", new Declined("it is as hard as can be"));

    house.walk(Way.plain().refines(1, pair("harder")).replacesParents());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped(
                "debate > strengthen 1 > harder.suggest",
                null,
                Stage.REFINE,
                "harder.suggest",
                "declined",
                "it is as hard as can be"));
  }

  @Test
  void namesASuggesterWhoSaysNothing() {
    teacher.says("refine/harder.suggest", made());

    house.walk(Way.plain().refines(1, pair("harder")));

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped(
                "debate > strengthen 1 > harder.suggest",
                null,
                Stage.REFINE,
                "harder.suggest",
                "empty",
                "the reply held nothing"));
  }

  @Test
  void losesTheEditThatIsSpoiledAndKeepsItsSibling() {
    teacher
        .says("refine/harder.suggest", made("raise it", "turn it"))
        .says("refine/harder.edit", made("harder task"))
        .saysAt(
            "refine/harder.edit",
            "debate > strengthen 1 > harder 2",
            new Spoiled("truncated", "cut at 900 tokens"));

    house.walk(Way.plain().refines(1, pair("harder")).replacesParents());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped("debate > strengthen 1", "task", Stage.REFINE, "harder.edit", "replaced", ""),
            kept("debate > strengthen 1 > harder 1 > answer", "harder task", "exchange", "verdict"),
            dropped(
                "debate > strengthen 1 > harder 2",
                null,
                Stage.REFINE,
                "harder.edit",
                "truncated",
                "cut at 900 tokens"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 1, 1));
  }

  @Test
  void answersTheParentWhenACheckFindsAFaultInItsOnlyChild() {
    teacher
        .says("refine/harder.suggest", made("raise it"))
        .says("refine/harder.edit", faulty("same task", "unchanged", "the edit changed nothing"));

    house.walk(Way.plain().refines(2, pair("harder")).replacesParents());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"),
            dropped(
                "debate > strengthen 1 > harder 1",
                "same task",
                Stage.REFINE,
                "harder.edit",
                "unchanged",
                "the edit changed nothing"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 1, 1));
  }

  @Test
  void judgesNoAnswerInWhichACheckFoundAFault() {
    teacher.says("respond/answer", faulty("exchange", "repeats", "the same line 9 times"));

    assertThat(house.walk(Way.plain())).isEqualTo(DROPPED);

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped(
                "debate > strengthen 1 > answer",
                "task",
                Stage.RESPOND,
                "answer",
                "repeats",
                "the same line 9 times"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 0, 1));
    assertThat(teacher.asked("judge/grounded")).isEmpty();
  }

  @Test
  void dropsTheInstructionThatGotNoAnswer() {
    teacher.says("respond/answer", new Spoiled("refused", "the endpoint refused: content_filter"));

    house.walk(Way.plain());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped(
                "debate > strengthen 1 > answer",
                "task",
                Stage.RESPOND,
                "answer",
                "refused",
                "the endpoint refused: content_filter"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 0, 0));
  }

  @Test
  void keepsWithoutAVerdictWhereNobodyJudges() {
    house.walk(Way.plain().judges());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(kept("debate > strengthen 1 > answer", "task", "exchange"));
  }

  @Test
  void keepsWhatEveryJudgePassesWithWhatTheySaid() {
    teacher.says("judge/useful", made("second verdict"));

    house.walk(Way.plain().judges("grounded", "useful"));

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            kept(
                "debate > strengthen 1 > answer", "task", "exchange", "verdict", "second verdict"));
  }

  @Test
  void asksNoFurtherJudgeOfWhatOneFails() {
    teacher.says(
        "judge/grounded", faulty("verdict", "failed-by-judge", "the passage says no such thing"));

    assertThat(house.walk(Way.plain().judges("grounded", "useful"))).isEqualTo(DROPPED);

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped(
                "debate > strengthen 1 > answer",
                "task",
                Stage.JUDGE,
                "grounded",
                "failed-by-judge",
                "the passage says no such thing"));
    assertThat(teacher.asked("judge/useful")).isEmpty();
  }

  @Test
  void dropsWhatAJudgeCouldNotBeHeardOn() {
    teacher.says("judge/grounded", new Spoiled("garbled", "neither pass nor fail"));

    house.walk(Way.plain());

    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped(
                "debate > strengthen 1 > answer",
                "task",
                Stage.JUDGE,
                "grounded",
                "garbled",
                "neither pass nor fail"));
  }

  @Test
  void asksAnIdentityAgentOnceThoughItHasNoSteps() {
    teacher.says("transform/as-it-is", made("the seed itself"));

    house.walk(
        Way.plain()
            .transforms(
                new Transform(
                    visit("transform/as-it-is", 0), List.of(visit("instruct/strengthen")))));

    assertThat(teacher.asked("transform/as-it-is"))
        .singleElement()
        .extracting(Question::step)
        .isEqualTo(0);
    assertThat(house.book.outcomes(SEED))
        .containsExactly(kept("as-it-is > strengthen 1 > answer", "task", "exchange", "verdict"));
  }

  @Test
  void handsEachStepOfAChainWhatTheOneBeforeItSaid() {
    teacher.says("instruct/apis", question -> made("said in step " + question.step()));

    house.walk(
        Way.plain()
            .transforms(
                new Transform(visit("transform/debate"), List.of(visit("instruct/apis", 3)))));

    assertThat(teacher.asked("instruct/apis"))
        .extracting(Question::step, question -> question.lineage().within(), Question::parts)
        .containsExactly(
            tuple(0, "debate > apis", Map.of("material", "material")),
            tuple(1, "debate > apis", Map.of("material", "material", "previous", "said in step 0")),
            tuple(
                2, "debate > apis", Map.of("material", "material", "previous", "said in step 1")));
    assertThat(house.book.outcomes(SEED))
        .containsExactly(kept("debate > apis 1 > answer", "said in step 2", "exchange", "verdict"));
    assertThat(house.book.record(SEED).counts()).isEqualTo(new Counts(1, 1, 0, 1));
  }

  @Test
  void breaksAChainOffWhereAStepIsSpoiled() {
    teacher.says(
        "respond/answer",
        question ->
            question.step() == 1 ? new Spoiled("empty", "the reply is empty") : made("a note"));

    house.walk(Way.plain().responds(visit("respond/answer", 3)));

    assertThat(teacher.asked("respond/answer")).extracting(Question::step).containsExactly(0, 1);
    assertThat(house.book.outcomes(SEED))
        .containsExactly(
            dropped(
                "debate > strengthen 1 > answer",
                "task",
                Stage.RESPOND,
                "answer",
                "empty",
                "the reply is empty"));
  }

  @Test
  void cutsReasonsToAPreview() {
    teacher.says("transform/debate", new Declined("It is long. ".repeat(40)));

    house.walk(Way.plain());

    assertThat(house.book.outcomes(SEED))
        .singleElement()
        .satisfies(
            outcome -> assertThat(((Outcome.Dropped) outcome).detail()).hasSize(120).endsWith("…"));
  }

  @Test
  void asksAgainWhereItIsWorthIt() {
    AtomicInteger tries = new AtomicInteger();
    teacher.says(
        "respond/answer",
        question -> {
          if (tries.incrementAndGet() < 3) {
            throw again("reset by peer");
          }
          return made("exchange");
        });

    assertThat(house.walk(Way.plain())).isEqualTo(KEPT);

    assertThat(tries).hasValue(3);
    assertThat(house.book.outcomes(SEED))
        .containsExactly(kept("debate > strengthen 1 > answer", "task", "exchange", "verdict"));
  }

  @Test
  void failsAsAWholeWhenACallCanNotBeMade() {
    teacher
        .says("instruct/weaken", failing("TRANSIENT", "connection refused (8 tries)"))
        .says("transform/poem", new Declined("has no verse"));

    WorkflowFailedException failed =
        house.fails(
            Way.plain()
                .transforms(
                    transform("debate", "strengthen", "weaken"), transform("poem", "rhyme")));

    assertThat(failed.getCause())
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            cause -> {
              assertThat(cause.getType()).isEqualTo("JOURNEY_FAILED");
              assertThat(cause.getOriginalMessage())
                  .isEqualTo("TRANSIENT: connection refused (8 tries)");
            });
    JourneyRecord record = house.book.record(SEED);
    assertThat(record.failure()).isEqualTo("TRANSIENT: connection refused (8 tries)");
    assertThat(record.declined()).isEmpty();
    assertThat(record.outcomes()).isEmpty();
  }

  @Test
  void commitsItsFailureWhenNoWayIsFound() {
    house.book.sends(seed -> {
      throw ApplicationFailure.newNonRetryableFailure("the run has no seed " + seed, "INTERNAL");
    });

    WorkflowStub journey = house.begin(0);
    assertThatThrownBy(() -> house.result(journey, Tally.class))
        .isInstanceOf(WorkflowFailedException.class);

    assertThat(house.book.record(SEED).failure())
        .isEqualTo("INTERNAL: the run has no seed " + SEED);
    assertThat(house.book.record(SEED).version()).isEqualTo("v1");
  }

  private static ApplicationFailure again(String why) {
    return ApplicationFailure.newBuilder()
        .setType("TRANSIENT")
        .setMessage(why)
        .setNextRetryDelay(Duration.ofMillis(20))
        .build();
  }

  private static Function<Question, Answer> failing(String type, String why) {
    return question -> {
      throw ApplicationFailure.newNonRetryableFailure(why, type);
    };
  }

  private static Question question(String agent, String within, Map<String, String> parts) {
    return new Question(SmallHouse.RUN, SEED, "v1", agent, 0, at(within), parts, 1, "7/" + SEED);
  }

  private static Outcome kept(
      String within, String instruction, String exchange, String... verdicts) {
    return new Outcome.Kept(at(within), instruction, exchange, ANSWERABLE, List.of(verdicts));
  }

  private static Outcome dropped(
      String within,
      @Nullable String instruction,
      Stage stage,
      String agent,
      String reason,
      String detail) {
    return new Outcome.Dropped(at(within), instruction, stage, agent, reason, detail);
  }

  private static Lineage at(String within) {
    return Lineage.ofSeed(SEED).then(within);
  }

  private static String edited(String within) {
    return "refine/harder.edit at " + within + " #1";
  }

  private static Answerability answerability(Outcome outcome) {
    return ((Outcome.Kept) outcome).answerability();
  }
}
