package io.agentinstruct.workflows;

import static io.agentinstruct.workflows.ScriptedTeacher.made;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.contracts.Payloads;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.WorkflowIds;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.history.v1.StartChildWorkflowExecutionInitiatedEventAttributes;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.failure.ApplicationFailure;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs of many seeds, through the real workflows of all three kinds. */
@Timeout(60)
class ShardAndDatasetStoryTest {
  private static final String FLOW = SmallHouse.FLOW;

  @AutoClose private SmallHouse house = SmallHouse.open(true);
  private final CountDownLatch gate = new CountDownLatch(1);

  ShardAndDatasetStoryTest() {
    script(house);
  }

  private void script(SmallHouse inHouse) {
    inHouse
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

  @Test
  void walksEverySeedOnceWithNeverMoreThanTheWindowUnderWay() throws InterruptedException {
    house.book.reads(120);
    WorkflowStub run = house.begin(job(50, 2, 8));
    house.book.awaitUnderWay(8);
    gate.countDown();

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(120, 120, 0, 0));

    assertThat(house.book.records())
        .extracting(JourneyRecord::seed)
        .containsExactlyElementsOf(seeds(0, 120));
    assertThat(List.of("ai/r1/000", "ai/r1/001", "ai/r1/002"))
        .flatExtracting(this::children)
        .extracting(StartChildWorkflowExecutionInitiatedEventAttributes::getWorkflowId)
        .hasSize(120)
        .doesNotHaveDuplicates();
    assertThat(house.book.commits()).isEqualTo(120);
    assertThat(house.book.mostUnderWay()).isEqualTo(8);
    assertThat(children("ai/r1"))
        .extracting(StartChildWorkflowExecutionInitiatedEventAttributes::getWorkflowId)
        .containsExactly("ai/r1/000", "ai/r1/001", "ai/r1/002");
  }

  @Test
  void sharesAnUnevenWindowWithoutExceedingIt() throws InterruptedException {
    house.book.reads(30);
    WorkflowStub run = house.begin(job(10, 3, 8));
    house.book.awaitUnderWay(6);
    gate.countDown();

    assertThat(house.result(run, Tally.class).journeys()).isEqualTo(30);
    assertThat(house.book.mostUnderWay()).isEqualTo(6);
  }

  @Test
  void walksOneShardAtATimeWhereTheWindowIsSmallerThanTheShards() {
    gate.countDown();
    house.book.reads(9);

    assertThat(house.result(house.begin(job(3, 2, 1)), Tally.class).journeys()).isEqualTo(9);
    assertThat(house.book.mostUnderWay()).isEqualTo(1);
  }

  @Test
  void sendsASeedThroughEveryFlow() {
    gate.countDown();
    house.book.reads(5);
    Travel travel = house.travel(Map.of("satire", "v2", "debating", "v1"));

    Tally tally = house.result(house.begin(job(travel, 0, 5, 2, 2, 4, true)), Tally.class);

    assertThat(tally).isEqualTo(new Tally(10, 10, 0, 0));
    assertThat(house.book.records())
        .extracting(JourneyRecord::seed, JourneyRecord::flow, JourneyRecord::version)
        .containsExactlyElementsOf(
            IntStream.range(0, 5)
                .boxed()
                .flatMap(i ->
                    List.of(
                        tuple(BookOfTests.seed(i), "debating", "v1"),
                        tuple(BookOfTests.seed(i), "satire", "v2"))
                        .stream())
                .toList());
  }

  @Test
  void leavesOutWhatAnEarlierSessionFinished() {
    gate.countDown();
    house.book.reads(30);
    for (int i = 0; i < 30; i++) {
      if (i < 12 || i % 2 == 0) {
        house.book.finished(i, FLOW);
      }
    }

    assertThat(house.result(house.begin(job(10, 2, 8)), Tally.class))
        .isEqualTo(new Tally(9, 9, 0, 0));

    assertThat(house.book.records())
        .extracting(JourneyRecord::seed)
        .containsExactlyElementsOf(
            IntStream.of(13, 15, 17, 19, 21, 23, 25, 27, 29).mapToObj(BookOfTests::seed).toList());
    assertThat(children("ai/r1"))
        .extracting(StartChildWorkflowExecutionInitiatedEventAttributes::getWorkflowId)
        .containsExactly("ai/r1/001", "ai/r1/002");
  }

  @Test
  void endsAtOnceWhereNothingIsLeft() {
    house.book.reads(3);
    IntStream.range(0, 3).forEach(i -> house.book.finished(i, FLOW));

    assertThat(house.result(house.begin(job(10, 2, 8)), Tally.class)).isEqualTo(Tally.NONE);
    assertThat(house.book.published()).isEqualTo(1);
  }

  @Test
  void walksOnlyTheSeedsOfItsRange() {
    gate.countDown();
    house.book.reads(30);

    Tally tally =
        house.result(house.begin(job(house.travel(), 7, 23, 10, 2, 8, true)), Tally.class);

    assertThat(tally.journeys()).isEqualTo(16);
    assertThat(house.book.records())
        .extracting(JourneyRecord::seed)
        .containsExactlyElementsOf(seeds(7, 23));
  }

  @Test
  void waitsForSeedsThatAreStillBeingRead() throws InterruptedException {
    gate.countDown();
    house.book.hasRead(false);
    WorkflowStub run = house.begin(job(10, 2, 8));
    for (int more : new int[] {1, 6, 8, 10}) {
      int before = house.book.emptyPages();
      house.book.awaitEmptyPages(before + 1);
      house.book.reads(more);
    }
    house.book.hasRead(true);

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(25, 25, 0, 0));
    assertThat(house.book.records())
        .extracting(JourneyRecord::seed)
        .containsExactlyElementsOf(seeds(0, 25));
    assertThat(house.book.commits()).isEqualTo(25);
  }

  @Test
  void countsAFailedJourneyAndGoesOnWithTheOthers() {
    gate.countDown();
    house.book.reads(20);
    house.teacher.says(
        "respond/answer",
        question -> {
          if (question.seed().equals(BookOfTests.seed(3))
              || question.seed().equals(BookOfTests.seed(17))) {
            throw ApplicationFailure.newNonRetryableFailure(
                "connection refused (8 tries)", "TRANSIENT");
          }
          return question.seed().equals(BookOfTests.seed(5))
              ? new Declined("can't")
              : made("exchange");
        });

    assertThat(house.result(house.begin(job(10, 2, 4)), Tally.class))
        .isEqualTo(new Tally(20, 17, 1, 2));

    assertThat(house.book.records())
        .filteredOn(record -> !record.failure().isEmpty())
        .extracting(JourneyRecord::seed)
        .containsExactly(BookOfTests.seed(3), BookOfTests.seed(17));
  }

  @Test
  void publishesOnceAtTheEnd() {
    gate.countDown();
    house.book.reads(7);

    house.result(house.begin(job(3, 2, 4)), Tally.class);

    assertThat(house.book.published()).isEqualTo(1);
    assertThat(house.book.committedWhenPublished()).isEqualTo(7);
  }

  @Test
  void publishesNothingWhereOthersDo() {
    gate.countDown();
    house.book.reads(7);

    house.result(house.begin(job(house.travel(), 0, 7, 3, 2, 4, false)), Tally.class);

    assertThat(house.book.published()).isZero();
    assertThat(house.book.commits()).isEqualTo(7);
  }

  @Test
  void startsNothingMoreOnceItIsDrained() throws InterruptedException {
    house.book.reads(120);
    WorkflowStub run = house.begin(job(50, 2, 8));
    house.book.awaitUnderWay(8);

    run.signal("drain");
    awaitEvent(WorkflowIds.shard("r1", 0), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    awaitEvent(WorkflowIds.shard("r1", 1), EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    gate.countDown();

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(8, 8, 0, 0));
    assertThat(house.book.commits()).isEqualTo(8);
    assertThat(house.book.published()).isEqualTo(1);
  }

  /** A shard may end while the signal is on its way to it. */
  @Test
  void isNotBrokenByDrainingAShardThatHasJustEnded() throws InterruptedException {
    CountDownLatch heard = new CountDownLatch(1);
    CountDownLatch passOn = new CountDownLatch(1);
    house.close();
    house =
        SmallHouse.open(
            true,
            SmallHouse.factory().setWorkerInterceptors(new SlowToDrain(heard, passOn)).build(),
            JourneyWorkflowImpl.class,
            ShardWorkflowImpl.class,
            DatasetWorkflowImpl.class);
    script(house);
    house.book.reads(4);
    WorkflowStub run = house.begin(job(4, 1, 4));
    house.book.awaitUnderWay(4);

    run.signal("drain");
    heard.await();
    gate.countDown();
    house.result(house.found(WorkflowIds.shard("r1", 0)), Tally.class);
    passOn.countDown();

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(4, 4, 0, 0));
    awaitEvent("ai/r1", EventType.EVENT_TYPE_SIGNAL_EXTERNAL_WORKFLOW_EXECUTION_FAILED);
  }

  /** Holds the run's hand when it is told to drain, as a busy worker would. */
  private static final class SlowToDrain extends WorkerInterceptorBase {
    private final CountDownLatch heard;
    private final CountDownLatch passOn;

    SlowToDrain(CountDownLatch heard, CountDownLatch passOn) {
      this.heard = heard;
      this.passOn = passOn;
    }

    @Override
    public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
      return new WorkflowInboundCallsInterceptorBase(next) {
        @Override
        public void handleSignal(SignalInput input) {
          if (Workflow.getInfo().getWorkflowType().equals("Dataset")) {
            heard.countDown();
            pass(passOn);
          }
          super.handleSignal(input);
        }
      };
    }
  }

  @Test
  void tellsHowFarItIs() throws InterruptedException {
    CountDownLatch later = new CountDownLatch(1);
    gate.countDown();
    house.book.reads(6);
    house.teacher.says(
        "respond/answer",
        question -> {
          if (seeds(3, 6).contains(question.seed())) {
            pass(later);
          }
          return question.seed().equals(BookOfTests.seed(1))
              ? new Declined("can't")
              : made("exchange");
        });
    WorkflowStub run = house.begin(job(3, 1, 3));
    awaitEvent("ai/r1", EventType.EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED);

    assertThat(run.query("progress", Tally.class)).isEqualTo(new Tally(3, 2, 1, 0));

    later.countDown();
    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(6, 5, 1, 0));
  }

  @Test
  void failsInTheEndWhereAShardCouldNotReadItsPage() {
    gate.countDown();
    house.book.reads(30);
    house.book.tearsOutPage(10);

    assertThatThrownBy(() -> house.result(house.begin(job(10, 1, 4)), Tally.class))
        .isInstanceOf(WorkflowFailedException.class)
        .hasStackTraceContaining("the page is torn out");

    assertThat(house.book.commits()).isEqualTo(20);
    assertThat(house.book.published()).isEqualTo(1);
  }

  /** So heavy a message that the server soon thinks the history long, which it does at 4 MiB. */
  private Travel heavy(int characters) {
    return house.travel(Map.of(FLOW, "v".repeat(characters)));
  }

  @Test
  void goesOnAsANewShardWhereTheHistoryGrowsLong() {
    gate.countDown();
    house.book.reads(120);

    WorkflowStub shard =
        house.begin(new ShardWorkflow.Job(heavy(140_000), 0, 0, 120, 8, Tally.NONE));

    assertThat(house.result(shard, Tally.class)).isEqualTo(new Tally(120, 120, 0, 0));
    assertThat(continuations(shard)).isEqualTo(2);
    assertThat(house.book.commits()).isEqualTo(120);
    assertThat(house.book.mostUnderWay()).isLessThanOrEqualTo(8);
  }

  @Test
  void remembersThatItIsDrainedWhereItWouldGoOnAsANewShard() throws InterruptedException {
    house.book.reads(120);
    holdsFrom(40);
    WorkflowStub shard =
        house.begin(new ShardWorkflow.Job(heavy(140_000), 0, 0, 120, 10, Tally.NONE));
    house.book.awaitCommits(40);
    house.book.awaitUnderWay(10);
    assertThat(isThoughtLong("ai/r1/000")).isTrue();

    shard.signal("drain");
    gate.countDown();

    assertThat(house.result(shard, Tally.class)).isEqualTo(new Tally(50, 50, 0, 0));
    assertThat(house.book.commits()).isEqualTo(50);
  }

  @Test
  void goesOnAsANewRunWhereTheHistoryGrowsLong() {
    gate.countDown();
    house.book.reads(30);

    WorkflowStub run = house.begin(job(heavy(400_000), 0, 30, 1, 1, 4, true));

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(30, 30, 0, 0));
    assertThat(continuations(run)).isEqualTo(2);
    assertThat(house.book.commits()).isEqualTo(30);
    assertThat(house.book.published()).isEqualTo(1);
  }

  @Test
  void remembersThatItIsDrainedWhereItWouldGoOnAsANewRun() throws InterruptedException {
    house.book.reads(30);
    holdsFrom(10);
    WorkflowStub run = house.begin(job(heavy(400_000), 0, 30, 1, 1, 4, true));
    house.book.awaitCommits(10);
    house.book.awaitUnderWay(1);
    assertThat(isThoughtLong("ai/r1")).isTrue();

    run.signal("drain");
    awaitEvent("ai/r1", EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED);
    gate.countDown();

    assertThat(house.result(run, Tally.class)).isEqualTo(new Tally(11, 11, 0, 0));
    assertThat(house.book.commits()).isEqualTo(11);
  }

  /** Journeys wait at the gate from that seed on. */
  private void holdsFrom(int ordinal) {
    List<String> free = seeds(0, ordinal);
    house.teacher.says(
        "transform/debate",
        question -> {
          if (!free.contains(question.seed())) {
            pass(gate);
          }
          return made("material");
        });
  }

  private boolean isThoughtLong(String workflowId) {
    return house.events(workflowId).stream()
        .anyMatch(event -> event.getWorkflowTaskStartedEventAttributes().getSuggestContinueAsNew());
  }

  @Test
  void letsAPersonFindTheJourneysOfARun() {
    gate.countDown();
    house.book.reads(1);

    house.result(house.begin(job(10, 1, 4)), Tally.class);

    String seed = BookOfTests.seed(0).substring(0, 12);
    assertThat(children("ai/r1/000"))
        .singleElement()
        .satisfies(child -> {
          assertThat(child.getWorkflowId()).isEqualTo("ai/r1/000/" + seed + "/debating");
          Map<String, Payload> attributes =
              house
                  .events(child.getWorkflowId())
                  .getFirst()
                  .getWorkflowExecutionStartedEventAttributes()
                  .getSearchAttributes()
                  .getIndexedFieldsMap();
          assertThat(attributes).containsOnlyKeys("AiRun", "AiSkill", "AiLanguage");
          assertThat(text(attributes, Attributes.RUN)).isEqualTo("r1");
          assertThat(text(attributes, Attributes.SKILL)).isEqualTo("debating");
          assertThat(text(attributes, Attributes.LANGUAGE)).isEqualTo("en");
        });
    assertThat(summary("ai/r1/000/" + seed + "/debating")).isEqualTo("debating · Seed no. 0");
    assertThat(summary("ai/r1/000")).isEqualTo("seeds 0 to 9");
  }

  private @Nullable String summary(String workflowId) {
    return house.found(workflowId).describe().getStaticSummary();
  }

  private DatasetWorkflow.Job job(int shardSize, int shardsAtOnce, int window) {
    return job(house.travel(), 0, Integer.MAX_VALUE, shardSize, shardsAtOnce, window, true);
  }

  private static DatasetWorkflow.Job job(
      Travel travel,
      int from,
      int to,
      int shardSize,
      int shardsAtOnce,
      int window,
      boolean publishes) {
    return new DatasetWorkflow.Job(
        travel, from, to, shardSize, shardsAtOnce, window, publishes, Tally.NONE);
  }

  private static List<String> seeds(int from, int to) {
    return IntStream.range(from, to).mapToObj(BookOfTests::seed).toList();
  }

  private static void pass(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEvent(String workflowId, EventType type) throws InterruptedException {
    while (house.events(workflowId).stream().noneMatch(event -> event.getEventType() == type)) {
      Thread.sleep(20);
    }
  }

  private List<StartChildWorkflowExecutionInitiatedEventAttributes> children(String workflowId) {
    return house.events(workflowId).stream()
        .filter(HistoryEvent::hasStartChildWorkflowExecutionInitiatedEventAttributes)
        .map(HistoryEvent::getStartChildWorkflowExecutionInitiatedEventAttributes)
        .toList();
  }

  /** How often an execution handed over to a new one. */
  private int continuations(WorkflowStub workflow) {
    WorkflowExecution first = Objects.requireNonNull(workflow.getExecution());
    int hops = 0;
    HistoryEvent last = house.history(first).getLastEvent();
    while (last.hasWorkflowExecutionContinuedAsNewEventAttributes()) {
      hops++;
      String next = last.getWorkflowExecutionContinuedAsNewEventAttributes().getNewExecutionRunId();
      last = house.history(first.toBuilder().setRunId(next).build()).getLastEvent();
    }
    return hops;
  }

  private static String text(Map<String, Payload> attributes, SearchAttributeKey<String> key) {
    Payload payload = attributes.getOrDefault(key.getName(), Payload.getDefaultInstance());
    return Payloads.converter().fromPayload(payload, String.class, String.class);
  }
}
