package io.agentinstruct.workflows;

import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static io.agentinstruct.workflows.ScriptedTeacher.makes;
import static io.agentinstruct.workflows.Way.pair;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.google.protobuf.util.Durations;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.Payloads;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.ActivityTaskScheduledEventAttributes;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees in the UI, and what a server orders by, where steps are normal activities. */
@Timeout(30)
class NormalStepsTest {
  @AutoClose private final SmallHouse house = SmallHouse.open(false);

  NormalStepsTest() {
    house
        .teacher
        .says("transform/debate", made("material"))
        .says("instruct/strengthen", made("task"))
        .says("refine/harder.suggest", makes(1))
        .says("refine/harder.edit", makes(1))
        .says("respond/answer", made("exchange"))
        .says("judge/grounded", made("verdict"));
  }

  @Test
  void namesEachCallAndLetsLateStagesOutrankEarlyOnes() {
    house.walk(Way.plain().refines(1, pair("harder")).replacesParents());

    assertThat(scheduled())
        .extracting(
            NormalStepsTest::summary,
            event -> asked(event).getTaskQueue().getName(),
            event -> asked(event).getPriority().getPriorityKey())
        .containsExactly(
            tuple("debate", "queue of the teacher", 5),
            tuple("strengthen", "queue of the teacher", 4),
            tuple("harder.suggest · round 1", "queue of the teacher", 3),
            tuple("harder.edit · round 1", "queue of the teacher", 3),
            tuple("answer", "queue of the teacher", 2),
            tuple("grounded", "queue of the judge", 1));
  }

  /** A killed worker's calls come back as soon as its heartbeats stay out. */
  @Test
  void noticesADeadWorkerWithinSeconds() {
    house.walk(Way.plain());

    assertThat(scheduled())
        .allSatisfy(event ->
            assertThat(Durations.toSeconds(asked(event).getHeartbeatTimeout())).isEqualTo(10));
  }

  @Test
  void tellsTheSearchHowTheJourneyEnded() {
    house.walk(Way.plain().refines(1, pair("harder")));

    assertThat(attributes()).containsExactly(Map.of("AiOutcome", "\"kept\"", "AiKept", "2"));
  }

  @Test
  void tellsTheSearchThatNothingIsKeptOfAFailedJourney() {
    house.teacher.says(
        "judge/grounded",
        question -> {
          if (question.lineage().within().contains("harder")) {
            throw ApplicationFailure.newNonRetryableFailure("no such model", "INTERNAL");
          }
          return made("verdict");
        });

    house.fails(Way.plain().refines(1, pair("harder")));

    assertThat(attributes()).containsExactly(Map.of("AiOutcome", "\"failed\"", "AiKept", "0"));
  }

  /** What was cancelled is neither kept nor dropped nor failed: a resumed run walks it. */
  @Test
  void commitsNothingOfAJourneyThatIsCancelled() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch ended = new CountDownLatch(1);
    house.teacher.says(
        "respond/answer",
        question -> {
          asked.countDown();
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return made("exchange");
        });
    house.book.sends(Way.plain());
    WorkflowStub journey = house.begin(0);
    asked.await();

    journey.cancel();

    assertThatThrownBy(() -> house.result(journey, Tally.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasCauseInstanceOf(CanceledFailure.class);
    ended.countDown();
    assertThat(house.book.commits()).isZero();
  }

  private List<HistoryEvent> scheduled() {
    return events(EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED);
  }

  private List<HistoryEvent> events(EventType type) {
    return house.events(SmallHouse.journeyId(0)).stream()
        .filter(event -> event.getEventType() == type)
        .toList();
  }

  private static ActivityTaskScheduledEventAttributes asked(HistoryEvent event) {
    return event.getActivityTaskScheduledEventAttributes();
  }

  private static String summary(HistoryEvent event) {
    return Payloads.converter()
        .fromPayload(event.getUserMetadata().getSummary(), String.class, String.class);
  }

  /** What each upsert wrote, as JSON. */
  private List<Map<String, String>> attributes() {
    return events(EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES).stream()
        .map(HistoryEvent::getUpsertWorkflowSearchAttributesEventAttributes)
        .map(upsert -> upsert.getSearchAttributes().getIndexedFieldsMap())
        .map(fields ->
            fields.entrySet().stream()
                .collect(
                    Collectors.toMap(
                        Map.Entry::getKey, field -> field.getValue().getData().toStringUtf8())))
        .toList();
  }
}
