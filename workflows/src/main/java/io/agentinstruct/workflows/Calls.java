package io.agentinstruct.workflows;

import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.Teacher;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.flow.Stage;
import io.temporal.activity.ActivityOptions;
import io.temporal.activity.LocalActivityOptions;
import io.temporal.common.Priority;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.Locale;

/** Every option of every activity call, in one place. */
final class Calls {
  /**
   * Covers the wait at the gate as well as the call: a run may be paused for hours. A dead worker
   * is noticed by the missing heartbeat, not by this.
   */
  private static final Duration PATIENCE = Duration.ofHours(24);

  private static final Duration HEARTBEAT = Duration.ofSeconds(10);

  /**
   * The activity says itself what is worth another try, and when; this only bounds the back-off
   * without a word.
   */
  private static final RetryOptions RETRIES =
      RetryOptions.newBuilder()
          .setInitialInterval(Duration.ofSeconds(1))
          .setBackoffCoefficient(2)
          .setMaximumInterval(Duration.ofMinutes(1))
          .build();

  /**
   * For local steps "no limit" must be a number: without one the SDK does not retry them at all.
   */
  private static final RetryOptions LOCAL_RETRIES =
      RETRIES.toBuilder().setMaximumAttempts(Integer.MAX_VALUE).build();

  private Calls() {}

  /** Asks an agent; as a normal activity on the queue of its role's endpoint, or as a local one. */
  static Promise<Teacher.Answer> ask(
      Travel travel, Visit visit, Teacher.Question question, int round) {
    String summary = round == 0 ? visit.name() : visit.name() + " · round " + round;
    if (travel.local()) {
      return Workflow.newUntypedLocalActivityStub(localOptions(summary))
          .executeAsync("Ask", Teacher.Answer.class, question);
    }
    String stage = visit.agent().substring(0, visit.agent().indexOf('/'));
    int late = round > 1 ? 1 : 0; // a later round is nearer to a row
    int urgency = Stage.valueOf(stage.toUpperCase(Locale.ROOT)).urgency() - late;
    ActivityOptions options =
        ActivityOptions.newBuilder()
            .setTaskQueue(travel.queues().get(visit.role()))
            .setStartToCloseTimeout(PATIENCE)
            .setHeartbeatTimeout(HEARTBEAT)
            .setRetryOptions(RETRIES)
            .setPriority(Priority.newBuilder().setPriorityKey(urgency).build())
            .setSummary(summary)
            .build();
    return Workflow.newUntypedActivityStub(options)
        .executeAsync("Ask", Teacher.Answer.class, question);
  }

  /** Book-keeping of a journey: quick, idempotent, and not worth a place in the UI's timeline. */
  static Ledger book() {
    return Workflow.newLocalActivityStub(Ledger.class, localOptions("ledger"));
  }

  /** Book-keeping that may wait for seeds to be read, or write a large file. */
  static Ledger patientBook() {
    return Workflow.newActivityStub(
        Ledger.class,
        ActivityOptions.newBuilder()
            .setStartToCloseTimeout(Duration.ofHours(1))
            .setHeartbeatTimeout(Duration.ofSeconds(30))
            .setRetryOptions(RETRIES)
            .setPriority(Priority.newBuilder().setPriorityKey(1).build())
            .build());
  }

  private static LocalActivityOptions localOptions(String summary) {
    return LocalActivityOptions.newBuilder()
        .setStartToCloseTimeout(PATIENCE)
        .setLocalRetryThreshold(Duration.ofMinutes(5))
        .setRetryOptions(LOCAL_RETRIES)
        .setDoNotIncludeArgumentsIntoMarker(true)
        .setSummary(summary)
        .build();
  }
}
