package io.agentinstruct.workflows;

import static io.agentinstruct.workflows.ScriptedTeacher.faulty;
import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static io.agentinstruct.workflows.ScriptedTeacher.makes;
import static io.agentinstruct.workflows.ScriptedTeacher.then;
import static io.agentinstruct.workflows.Way.pair;
import static io.agentinstruct.workflows.Way.transform;
import static io.agentinstruct.workflows.Way.visit;

import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Speaker;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * Stories whose histories are kept, so that later code is known to understand what earlier code
 * began.
 */
final class Stories {
  private Stories() {}

  static List<Story> all() {
    return List.of(
        new Story("journey-local-long", true, Stories::longJourney),
        new Story("journey-local-short", true, Stories::shortJourney),
        new Story("journey-local-declined", true, Stories::declined),
        new Story("journey-local-failed", true, Stories::failed),
        new Story("journey-normal-long", false, Stories::longJourney),
        new Story("journey-normal-short", false, Stories::shortJourney),
        new Story("journey-normal-declined", false, Stories::declined),
        new Story("journey-normal-failed", false, Stories::failed),
        new Story("journey-local-dialogue", true, Stories::dialogue),
        new Story("journey-normal-dialogue", false, Stories::dialogue),
        new Story("journey-local-votes", true, Stories::votes),
        new Story("shard-walked", true, Stories::shard),
        new Story("shard-drained", true, Stories::drainedShard),
        new Story("dataset-walked", true, Stories::dataset),
        new Story("dataset-drained", true, Stories::drainedDataset),
        new Story("dataset-steered", true, Stories::steeredDataset),
        new Story("shard-resized", true, Stories::resizedShard));
  }

  /**
   * @param local whether its steps run as local activities
   */
  record Story(String name, boolean local, Function<SmallHouse, WorkflowExecutionHistory> told) {
    WorkflowExecutionHistory tell() {
      try (SmallHouse house = SmallHouse.open(local)) {
        house
            .teacher
            .says("transform/debate", made("material"))
            .says("instruct/strengthen", made("task"))
            .says("respond/answer", made("exchange"))
            .says("judge/grounded", made("verdict"));
        return told.apply(house);
      }
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Question, answer, two calls in a row, and a user who is content. */
  private static WorkflowExecutionHistory dialogue(SmallHouse house) {
    Way way = Way.plain().talks(3, 3);
    Map<String, Made> assistant =
        Map.of(
            "", then("asked", Speaker.USER),
            "told", then("called", Speaker.TOOL),
            "found", then("called-again", Speaker.TOOL),
            "found-more", then("answered", Speaker.USER));
    house
        .teacher
        .says(
            "respond/answer",
            q -> Objects.requireNonNull(assistant.get(q.parts().getOrDefault("talk", ""))))
        .says(
            "respond/user",
            q ->
                q.parts().getOrDefault("talk", "").equals("asked")
                    ? then("told", Speaker.ASSISTANT)
                    : made("exchange"))
        .says(
            "respond/tool",
            q ->
                then(
                    q.parts().getOrDefault("talk", "").equals("called") ? "found" : "found-more",
                    Speaker.ASSISTANT));
    house.walk(way);
    return house.history(SmallHouse.journeyId(0));
  }

  private static WorkflowExecutionHistory votes(SmallHouse house) {
    house.walk(Way.plain().votes(3).beside("other-seed"));
    return house.history(SmallHouse.journeyId(0));
  }

  /**
   * Every kind of turn that a journey can take: a chain, identity, rounds, replaced parents, drops,
   * a retry.
   */
  private static WorkflowExecutionHistory longJourney(SmallHouse house) {
    AtomicBoolean again = new AtomicBoolean(true);
    house
        .teacher
        .says("transform/as-it-is", made("seed"))
        .says("transform/poem", new Declined("has no verse"))
        .says("instruct/apis", question -> made("step " + question.step()))
        .says("instruct/weaken", faulty("weak task", "too-short", "3 words"))
        .says("refine/harder.suggest", makes(2))
        .says("refine/harder.edit", makes(1))
        .says("refine/remove.suggest", new Declined("nothing to take away"))
        .says(
            "judge/grounded",
            question -> {
              if (again.getAndSet(false)) {
                throw ApplicationFailure.newBuilder()
                    .setType("RATE")
                    .setMessage("429")
                    .setNextRetryDelay(Duration.ofMillis(10))
                    .build();
              }
              return made("verdict");
            })
        .says("judge/useful", faulty("verdict", "failed-by-judge", "nobody would ask this"));
    house.walk(
        Way.plain()
            .transforms(
                new Transform(visit("transform/as-it-is", 0), List.of(visit("instruct/apis", 3))),
                transform("poem", "strengthen"),
                transform("debate", "weaken"))
            .refines(
                2,
                pair("harder", Answerability.CHANGED),
                pair("remove", null, Answerability.CHANGED))
            .replacesParents()
            .judges("grounded", "useful"));
    return house.history(SmallHouse.journeyId(0));
  }

  private static WorkflowExecutionHistory shortJourney(SmallHouse house) {
    house.walk(Way.plain());
    return house.history(SmallHouse.journeyId(0));
  }

  private static WorkflowExecutionHistory declined(SmallHouse house) {
    house.walk(Way.plain().declined("kind code is not one of [text]"));
    return house.history(SmallHouse.journeyId(0));
  }

  private static WorkflowExecutionHistory failed(SmallHouse house) {
    house.teacher.says(
        "respond/answer",
        question -> {
          throw ApplicationFailure.newNonRetryableFailure(
              "connection refused (8 tries)", "TRANSIENT");
        });
    house.fails(Way.plain());
    return house.history(SmallHouse.journeyId(0));
  }

  private static WorkflowExecutionHistory shard(SmallHouse house) {
    house.book.reads(7);
    house.result(
        house.begin(new ShardWorkflow.Job(house.travel(), 0, 0, 10, 3, Tally.NONE)), Tally.class);
    return house.history("ai/r1/000");
  }

  private static WorkflowExecutionHistory drainedShard(SmallHouse house) {
    house.book.hasRead(false);
    house.book.reads(2);
    WorkflowStub shard =
        house.begin(new ShardWorkflow.Job(house.travel(), 0, 0, 10, 3, Tally.NONE));
    house.book.awaitEmptyPages(1);
    shard.signal("drain");
    house.result(shard, Tally.class);
    return house.history("ai/r1/000");
  }

  private static WorkflowExecutionHistory dataset(SmallHouse house) {
    house.book.reads(8);
    house.result(house.begin(run(house)), Tally.class);
    return house.history("ai/r1");
  }

  private static WorkflowExecutionHistory drainedDataset(SmallHouse house) {
    house.book.hasRead(false);
    house.book.reads(4);
    WorkflowStub dataset = house.begin(run(house));
    house.book.awaitEmptyPages(2);
    dataset.signal("drain");
    house.result(dataset, Tally.class);
    return house.history("ai/r1");
  }

  /** Paused, set, resized, gone on with, and in the end cancelled. */
  private static WorkflowExecutionHistory steeredDataset(SmallHouse house) {
    house.book.hasRead(false);
    house.book.reads(4);
    WorkflowStub dataset = house.begin(run(house));
    house.book.awaitEmptyPages(2);
    dataset.signal("pause", "lunch");
    house.book.awaitWish("paused", "lunch");
    dataset.update("set", Map.class, "in-flight", "12");
    dataset.signal("resize", 6);
    dataset.signal("unpause");
    house.book.awaitWish("paused", "");
    dataset.signal("steered", Map.of("in-flight", "12"));
    dataset.signal("cancel", "enough");
    house.result(dataset, Tally.class);
    return house.history("ai/r1");
  }

  private static WorkflowExecutionHistory resizedShard(SmallHouse house) {
    house.book.hasRead(false);
    house.book.reads(2);
    WorkflowStub shard =
        house.begin(new ShardWorkflow.Job(house.travel(), 0, 0, 10, 1, Tally.NONE));
    house.book.awaitEmptyPages(1);
    shard.signal("resize", 4);
    house.book.reads(4);
    house.book.hasRead(true);
    house.result(shard, Tally.class);
    return house.history("ai/r1/000");
  }

  private static DatasetWorkflow.Job run(SmallHouse house) {
    return new DatasetWorkflow.Job(house.travel(), 0, Integer.MAX_VALUE, 3, 2, 4, true, Tally.NONE);
  }
}
