package io.agentinstruct.workflows;

import io.agentinstruct.contracts.JourneyWorkflow.Job;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.contracts.Teacher.Turn;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.stage.Lineage;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks agents on behalf of one journey, until they answer. */
final class Interview {
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Job job;
  private final String version;

  Interview(Job job, String version) {
    this.job = job;
    this.version = version;
  }

  /** Asks all steps of an agent, each seeing what the one before it said. */
  Promise<Answer> ask(Visit visit, Lineage lineage, Map<String, String> parts, int round) {
    return askFrom(0, visit, lineage, parts, round);
  }

  /** Asks whoever's turn it is in a dialogue. */
  Promise<Answer> turn(Visit speaker, Lineage lineage, Map<String, String> parts, Turn turn) {
    return untilAnswered(speaker, question(speaker, 0, lineage, parts, turn, 0), 0);
  }

  /**
   * Asks for one more answer, without knowledge of the others.
   *
   * @param vote its number, from 1
   */
  Promise<Answer> vote(Visit visit, Lineage lineage, Map<String, String> parts, int vote) {
    return untilAnswered(visit, question(visit, 0, lineage, parts, null, vote), 0);
  }

  private Promise<Answer> askFrom(
      int step, Visit visit, Lineage lineage, Map<String, String> parts, int round) {
    Promise<Answer> asked =
        untilAnswered(visit, question(visit, step, lineage, parts, null, 0), round);
    if (step + 1 >= visit.steps()) {
      return asked;
    }
    return asked.thenCompose(answer -> {
      if (!(answer instanceof Made made) || made.items().isEmpty()) {
        return Workflow.newPromise(answer);
      }
      Map<String, String> more = new LinkedHashMap<>(parts);
      more.put("previous", made.items().getFirst().digest());
      return askFrom(step + 1, visit, lineage, more, round);
    });
  }

  private Question question(
      Visit visit,
      int step,
      Lineage lineage,
      Map<String, String> parts,
      @Nullable Turn turn,
      int vote) {
    return new Question(
        job.travel().run(),
        job.entry().seed(),
        version,
        visit.agent(),
        step,
        lineage,
        parts,
        visit.count(),
        job.travel().randomSeed() + "/" + job.entry().seed(),
        turn,
        vote);
  }

  /**
   * A failure that is worth another try comes this far only where a worker stops in the middle: it
   * can't wait for the next try itself. The journey waits instead, and goes on wherever there is a
   * worker again.
   */
  private Promise<Answer> untilAnswered(Visit visit, Question question, int round) {
    return Calls.ask(job.travel(), visit, question, round)
        .handle((answer, failure) -> {
          if (failure == null) {
            return Workflow.newPromise(answer);
          }
          boolean again =
              failure.getCause() instanceof ApplicationFailure cause && !cause.isNonRetryable();
          return again
              ? Workflow.newTimer(PAUSE)
                  .thenCompose(rested -> untilAnswered(visit, question, round))
              : Workflow.<Answer>newFailedPromise(failure);
        })
        .thenCompose(next -> next);
  }
}
