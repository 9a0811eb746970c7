package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.JourneyWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.flow.Itinerary.Pair;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.flow.Pick;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One seed, walked through the five stages as the paper does: transform, instruct, refine round by
 * round, respond, judge. Every thread goes on as soon as it can; nothing waits for its siblings but
 * the end.
 */
public final class JourneyWorkflowImpl implements JourneyWorkflow {
  private final Ledger book = Calls.book();
  private final JourneyLog log = new JourneyLog();
  private @Nullable Job job;
  private @Nullable Itinerary itinerary;
  private @Nullable Interview interview;

  @Override
  public Tally travel(Job job) {
    this.job = job;
    String version = version();
    this.interview = new Interview(job, version);
    String declined;
    try {
      declined = walk(job, version);
    } catch (ActivityFailure exhausted) {
      String reason = reasonOf(exhausted);
      commit(log.record(job, version, "", reason));
      throw ApplicationFailure.newNonRetryableFailure(reason, "JOURNEY_FAILED");
    }
    return commit(log.record(job, version, declined, ""));
  }

  /**
   * Walks every thread to its end.
   *
   * @return why the flow does not take the seed; empty = it does
   */
  private String walk(Job job, String version) {
    String seed = job.entry().seed();
    Itinerary way =
        book.route(
            new Ledger.RouteRequest(job.travel().run(), seed, version, job.travel().randomSeed()));
    this.itinerary = way;
    String declined = way.declined().isEmpty() ? routed(way, seed) : way.declined();
    if (declined.isEmpty()) {
      // Cancellable, since threads that go on in callbacks never hear that the journey is
      // cancelled.
      all(way.transforms(), transform -> transform(transform, Lineage.ofSeed(seed)))
          .cancellableGet();
    }
    return declined;
  }

  /**
   * What the router has against the skill; empty = nothing, or it could not say, or none is asked.
   */
  private String routed(Itinerary way, String seed) {
    Itinerary.Fork fork = way.fork();
    if (fork == null) {
      return "";
    }
    Lineage lineage = Lineage.ofSeed(seed).then(fork.visit().name());
    Answer answer =
        interview().ask(fork.visit(), lineage, Map.of("skills", fork.skills()), 0).cancellableGet();
    return answer instanceof Declined no ? no.reason() : "";
  }

  private Promise<Void> transform(Itinerary.Transform transform, Lineage root) {
    String name = transform.visit().name();
    Lineage lineage = root.then(name);
    return interview()
        .ask(transform.visit(), lineage, documents(), 0)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.lost(Stage.TRANSFORM, transform.visit(), lineage, answer);
          }
          log.materials(made.items().size());
          boolean single = made.items().size() == 1;
          return numbered(
              made.items(),
              (material, number) -> {
                Lineage from = single ? lineage : root.then(name + " " + number);
                return all(
                    transform.instructs(), visit -> instruct(visit, from, material.digest()));
              });
        });
  }

  /** The seeds beside the journey's own, as parts of a question. */
  private Map<String, String> documents() {
    Map<String, String> documents = new LinkedHashMap<>();
    for (String companion : way().companions()) {
      documents.put("document %02d".formatted(documents.size() + 2), companion);
    }
    return documents;
  }

  private Promise<Void> instruct(Visit visit, Lineage from, String material) {
    Lineage lineage = from.then(visit.name());
    return interview()
        .ask(visit, lineage, Map.of("material", material), 0)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.lost(Stage.INSTRUCT, visit, lineage, answer);
          }
          log.instructions(made.items().size());
          return numbered(
              made.items(),
              (item, number) -> {
                InstructionThread thread =
                    new InstructionThread(
                        from.then(visit.name() + " " + number), item, Answerability.ANSWERABLE, 0);
                return grow(thread, Stage.INSTRUCT, visit);
              });
        });
  }

  /**
   * One instruction on its way to a row.
   *
   * @param round of refinement it came from; 0 = as first written
   */
  private record InstructionThread(
      Lineage lineage, Item instruction, Answerability answerability, int round) {}

  /** Answers an instruction, refines it, or both; unless a check found a fault in it. */
  private Promise<Void> grow(InstructionThread thread, Stage madeIn, Visit maker) {
    if (thread.instruction().fault() != null) {
      return log.dropped(
          madeIn, maker, thread.lineage(), thread.instruction().digest(), thread.instruction());
    }
    List<Pair> pairs = thread.round() < way().rounds() ? pairsFor(thread) : List.of();
    if (pairs.isEmpty()) {
      return finish(thread);
    }
    if (way().keepParents()) {
      return Promise.allOf(finish(thread), refineByAll(pairs, thread).thenApply(children -> null));
    }
    return refineByAll(pairs, thread)
        .thenCompose(children ->
            children == 0
                ? finish(thread)
                : log.replaced(thread.lineage(), thread.instruction(), pairs.getFirst().edit()));
  }

  private List<Pair> pairsFor(InstructionThread thread) {
    List<Pair> suited =
        way().pairs().stream().filter(pair -> pair.worksOn(thread.answerability())).toList();
    String ground = ground() + "/" + thread.lineage().within() + "/refine";
    return Pick.weighted(suited, Pair::name, Pair::weight, way().pairsPerRound(), ground);
  }

  /** How many new instructions came of it, once they and all that grew from them have ended. */
  private Promise<Integer> refineByAll(List<Pair> pairs, InstructionThread thread) {
    List<Promise<Integer>> children = pairs.stream().map(pair -> refine(pair, thread)).toList();
    return Promise.allOf(children)
        .thenApply(done -> children.stream().mapToInt(Promise::get).sum());
  }

  private Promise<Integer> refine(Pair pair, InstructionThread thread) {
    int round = thread.round() + 1;
    Lineage lineage = thread.lineage().then(pair.suggest().name());
    Map<String, String> parts = Map.of("instruction", thread.instruction().digest());
    return interview()
        .ask(pair.suggest(), lineage, parts, round)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.lost(Stage.REFINE, pair.suggest(), lineage, answer).thenApply(done -> 0);
          }
          List<Promise<Integer>> edits = new ArrayList<>();
          for (int i = 0; i < made.items().size(); i++) {
            Lineage child = thread.lineage().then(pair.name() + " " + (i + 1));
            edits.add(edit(pair, thread, made.items().get(i).digest(), child));
          }
          return Promise.allOf(edits)
              .thenApply(done -> edits.stream().mapToInt(Promise::get).sum());
        });
  }

  private Promise<Integer> edit(
      Pair pair, InstructionThread parent, String suggestion, Lineage lineage) {
    int round = parent.round() + 1;
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("instruction", parent.instruction().digest());
    parts.put("suggestion", suggestion);
    return interview()
        .ask(pair.edit(), lineage, parts, round)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.lost(Stage.REFINE, pair.edit(), lineage, answer).thenApply(done -> 0);
          }
          log.refined();
          Item edited = made.items().getFirst();
          InstructionThread child =
              new InstructionThread(lineage, edited, pair.after(parent.answerability()), round);
          return grow(child, Stage.REFINE, pair.edit())
              .thenApply(done -> edited.fault() == null ? 1 : 0);
        });
  }

  private Promise<Void> finish(InstructionThread thread) {
    Visit visit = way().respond();
    Itinerary.Dialogue dialogue = way().dialogue();
    if (dialogue != null) {
      return converse(thread, dialogue, Conversed.opening(dialogue, visit));
    }
    String instruction = thread.instruction().digest();
    Lineage lineage = thread.lineage().then(visit.name());
    return interview()
        .ask(visit, lineage, Map.of("instruction", instruction), 0)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.dropped(Stage.RESPOND, visit, lineage, instruction, answer);
          }
          log.exchanges();
          Item exchange = made.items().getFirst();
          return exchange.fault() != null
              ? log.dropped(Stage.RESPOND, visit, lineage, instruction, exchange)
              : vote(thread, lineage, exchange.digest(), 1);
        });
  }

  /** Independent answers that have to agree with the first; the first to differ ends the thread. */
  private Promise<Void> vote(
      InstructionThread thread, Lineage lineage, String exchange, int answers) {
    if (answers >= way().votes()) {
      return judge(thread, lineage, exchange, List.of());
    }
    Visit visit = way().respond();
    String instruction = thread.instruction().digest();
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("instruction", instruction);
    parts.put("exchange", exchange);
    Lineage voter = lineage.then("vote " + (answers + 1));
    return interview()
        .vote(visit, voter, parts, answers)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.dropped(Stage.RESPOND, visit, lineage, instruction, answer);
          }
          Item vote = made.items().getFirst();
          return vote.fault() != null
              ? log.dropped(Stage.RESPOND, visit, lineage, instruction, vote)
              : vote(thread, lineage, exchange, answers + 1);
        });
  }

  /**
   * A dialogue, one turn after the other, until the user is done or the turns are used up. A thread
   * ends under the lineage of the student, whoever spoke last: a retry asks the student anew.
   */
  private Promise<Void> converse(
      InstructionThread thread, Itinerary.Dialogue dialogue, Conversed so) {
    String instruction = thread.instruction().digest();
    Lineage lineage = thread.lineage().then(way().respond().name());
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("instruction", instruction);
    if (!so.talk().isEmpty()) {
      parts.put("talk", so.talk());
    }
    Lineage here = so.steps() == 0 ? lineage : lineage.then(so.speaker().name() + " " + so.steps());
    return interview()
        .turn(so.speaker(), here, parts, so.turn())
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.dropped(Stage.RESPOND, so.speaker(), lineage, instruction, answer);
          }
          Item said = made.items().getFirst();
          if (said.fault() != null) {
            return log.dropped(Stage.RESPOND, so.speaker(), lineage, instruction, said);
          }
          if (said.next() != null) {
            return converse(thread, dialogue, so.then(said, dialogue, way().respond()));
          }
          log.exchanges();
          return judge(thread, lineage, said.digest(), List.of());
        });
  }

  /** One judge after the other: what the first refuses, the second need not be paid for. */
  private Promise<Void> judge(
      InstructionThread thread, Lineage lineage, String exchange, List<String> verdicts) {
    String instruction = thread.instruction().digest();
    if (verdicts.size() == way().judges().size()) {
      return log.kept(
          new Outcome.Kept(lineage, instruction, exchange, thread.answerability(), verdicts));
    }
    Visit visit = way().judges().get(verdicts.size());
    Map<String, String> parts = new LinkedHashMap<>();
    parts.put("instruction", instruction);
    parts.put("exchange", exchange);
    return interview()
        .ask(visit, lineage.then(visit.name()), parts, 0)
        .thenCompose(answer -> {
          if (!(answer instanceof Made made) || made.items().isEmpty()) {
            return log.dropped(Stage.JUDGE, visit, lineage, instruction, answer);
          }
          Item verdict = made.items().getFirst();
          if (verdict.fault() != null) {
            return log.dropped(Stage.JUDGE, visit, lineage, instruction, verdict);
          }
          List<String> more = new ArrayList<>(verdicts);
          more.add(verdict.digest());
          return judge(thread, lineage, exchange, List.copyOf(more));
        });
  }

  private Tally commit(JourneyRecord record) {
    book.commit(record);
    boolean failed = !record.failure().isEmpty();
    boolean kept = log.keptCount() > 0;
    if (!job().travel().local()) {
      Workflow.upsertTypedSearchAttributes(
          Attributes.OUTCOME.valueSet(failed ? "failed" : kept ? "kept" : "dropped"),
          Attributes.KEPT.valueSet(failed ? 0L : log.keptCount()));
    }
    return new Tally(1, kept ? 1 : 0, kept ? 0 : 1, 0);
  }

  private Job job() {
    if (job == null) {
      throw new IllegalStateException("the journey has not begun");
    }
    return job;
  }

  private Interview interview() {
    if (interview == null) {
      throw new IllegalStateException("the journey has not begun");
    }
    return interview;
  }

  private Itinerary way() {
    if (itinerary == null) {
      throw new IllegalStateException("the journey has no itinerary yet");
    }
    return itinerary;
  }

  private String version() {
    String flow = job().entry().flow();
    return Objects.requireNonNull(
        job().travel().flows().get(flow), () -> "the run pinned no version of " + flow);
  }

  private String ground() {
    return job().travel().randomSeed() + "/" + job().entry().seed();
  }

  private static String reasonOf(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        ? cause.getType() + ": " + cause.getOriginalMessage()
        : String.valueOf(failure.getMessage());
  }

  private static <T> Promise<Void> all(List<T> things, Function<T, Promise<Void>> each) {
    return Promise.allOf(things.stream().map(each).toList());
  }

  private interface Numbered<T> {
    Promise<Void> go(T thing, int number);
  }

  private static <T> Promise<Void> numbered(List<T> things, Numbered<T> each) {
    List<Promise<Void>> under = new ArrayList<>();
    for (int i = 0; i < things.size(); i++) {
      under.add(each.go(things.get(i), i + 1));
    }
    return Promise.allOf(under);
  }
}
