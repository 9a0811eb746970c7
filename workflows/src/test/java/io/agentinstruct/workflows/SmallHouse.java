package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.JourneyWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.Payloads;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.TaskQueues;
import io.agentinstruct.contracts.WorkflowIds;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.WorkflowExecutionHistory;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.Worker;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/** The in-memory engine with the real workflows, a scripted teacher and a book of tests. */
final class SmallHouse implements AutoCloseable {
  static final String RUN = "r1";
  static final String FLOW = "debating";
  static final long RANDOM_SEED = 7;

  /**
   * Held, since loggers that nobody holds forget their level: closing an engine makes gRPC talk.
   */
  private static final Logger GRPC = Logger.getLogger("io.grpc");

  private static final Map<String, String> QUEUES =
      new TreeMap<>(Map.of("teacher", "queue of the teacher", "judge", "queue of the judge"));

  static {
    GRPC.setLevel(Level.WARNING);
  }

  final ScriptedTeacher teacher = new ScriptedTeacher();
  final BookOfTests book = new BookOfTests();
  private final TestWorkflowEnvironment engine;
  private final boolean local;

  private SmallHouse(boolean local, WorkerFactoryOptions workers) {
    this.local = local;
    this.engine = engine(workers);
  }

  /**
   * @param local whether steps run as local activities
   */
  static SmallHouse open(boolean local) {
    return open(
        local,
        factory().build(),
        JourneyWorkflowImpl.class,
        ShardWorkflowImpl.class,
        DatasetWorkflowImpl.class);
  }

  static SmallHouse open(boolean local, WorkerFactoryOptions workers, Class<?>... workflows) {
    SmallHouse house = new SmallHouse(local, workers);
    Worker decisions = house.worker(TaskQueues.HOUSE);
    decisions.registerWorkflowImplementationTypes(workflows);
    decisions.registerActivitiesImplementations(house.book);
    if (local) {
      decisions.registerActivitiesImplementations(house.teacher);
    } else {
      QUEUES
          .values()
          .forEach(queue -> house.worker(queue).registerActivitiesImplementations(house.teacher));
    }
    house.engine.start();
    return house;
  }

  static WorkerFactoryOptions.Builder factory() {
    return WorkerFactoryOptions.newBuilder().setUsingVirtualWorkflowThreads(true);
  }

  /** As {@code EmbeddedEngine} of the worker sets it up. */
  static TestWorkflowEnvironment engine(WorkerFactoryOptions workers) {
    return TestWorkflowEnvironment.newInstance(
        TestEnvironmentOptions.newBuilder()
            .setUseTimeskipping(false)
            .setWorkflowClientOptions(
                WorkflowClientOptions.newBuilder()
                    .setDataConverter(Payloads.converter())
                    .setIdentity("small house")
                    .build())
            .setWorkerFactoryOptions(workers)
            .registerSearchAttribute(
                Attributes.RUN.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .registerSearchAttribute(
                Attributes.SKILL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .registerSearchAttribute(
                Attributes.LANGUAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .registerSearchAttribute(
                Attributes.OUTCOME.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
            .registerSearchAttribute(
                Attributes.KEPT.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT)
            .build());
  }

  private Worker worker(String queue) {
    return engine.newWorker(
        queue,
        WorkerOptions.newBuilder()
            .setUsingVirtualThreads(true)
            .setMaxConcurrentLocalActivityExecutionSize(1000)
            .setDefaultDeadlockDetectionTimeout(20_000)
            .build());
  }

  Travel travel() {
    return travel(Map.of(FLOW, "v1"));
  }

  Travel travel(Map<String, String> flows) {
    return new Travel(RUN, new TreeMap<>(flows), QUEUES, local, RANDOM_SEED);
  }

  /** Walks the first seed along a way. */
  Tally walk(Way way) {
    book.sends(way);
    return result(begin(0), Tally.class);
  }

  /** Walks the first seed along a way that can't be walked to its end. */
  WorkflowFailedException fails(Way way) {
    try {
      throw new AssertionError("the journey came to an end: " + walk(way));
    } catch (WorkflowFailedException failed) {
      return failed;
    }
  }

  /** Starts the journey of a seed, outside of any shard. */
  WorkflowStub begin(int ordinal) {
    String seed = BookOfTests.seed(ordinal);
    WorkflowStub journey = stub("Journey", WorkflowIds.journey(RUN, 0, seed, FLOW));
    journey.start(
        new JourneyWorkflow.Job(
            travel(), new Ledger.Entry(ordinal, seed, FLOW, "Seed no. " + ordinal, "en")));
    return journey;
  }

  WorkflowStub begin(ShardWorkflow.Job job) {
    WorkflowStub shard = stub("Shard", WorkflowIds.shard(RUN, job.number()));
    shard.start(job);
    return shard;
  }

  WorkflowStub begin(DatasetWorkflow.Job job) {
    WorkflowStub dataset = stub("Dataset", WorkflowIds.dataset(RUN));
    dataset.start(job);
    return dataset;
  }

  private WorkflowStub stub(String type, String id) {
    return engine
        .getWorkflowClient()
        .newUntypedWorkflowStub(
            type,
            WorkflowOptions.newBuilder().setWorkflowId(id).setTaskQueue(TaskQueues.HOUSE).build());
  }

  /**
   * Waits for the end; an unscripted question is told first, since whatever else went wrong came of
   * it.
   */
  <T> T result(WorkflowStub workflow, Class<T> type) {
    try {
      T result = workflow.getResult(type);
      everyQuestionWasScripted();
      return result;
    } catch (WorkflowFailedException failed) {
      everyQuestionWasScripted();
      throw failed;
    }
  }

  private void everyQuestionWasScripted() {
    if (!teacher.unscripted().isEmpty()) {
      throw new AssertionError("asked without a script: " + teacher.unscripted());
    }
  }

  /** The newest execution of that id. */
  WorkflowStub found(String workflowId) {
    return engine.getWorkflowClient().newUntypedWorkflowStub(workflowId);
  }

  WorkflowExecutionHistory history(String workflowId) {
    return engine.getWorkflowClient().fetchHistory(workflowId);
  }

  WorkflowExecutionHistory history(WorkflowExecution execution) {
    return engine.getWorkflowClient().fetchHistory(execution.getWorkflowId(), execution.getRunId());
  }

  List<HistoryEvent> events(String workflowId) {
    return history(workflowId).getEvents();
  }

  static String journeyId(int ordinal) {
    return WorkflowIds.journey(RUN, 0, BookOfTests.seed(ordinal), FLOW);
  }

  @Override
  public void close() {
    engine.shutdownNow();
    engine.close();
  }
}
