package io.agentinstruct.worker.run;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.TaskQueues;
import io.agentinstruct.contracts.WorkflowIds;
import io.agentinstruct.core.stage.Preview;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.engine.Engine;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowException;
import io.temporal.client.WorkflowExecutionDescription;
import io.temporal.client.WorkflowNotFoundException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** A range of seeds in one session of the engine, walked by one dataset workflow. */
final class Stretch implements AutoCloseable {
  /**
   * Seeds per shard: few enough that a shard's history stays small, enough that its start-up
   * doesn't count.
   */
  private static final int SHARD = 250;

  /** So that one's tail overlaps the next one's start. */
  private static final int SHARDS_AT_ONCE = 3;

  private static final String QUEUES = "queues";
  private static final long GRACE_MILLIS = 2_000;

  private final Engine.Session session;
  private final CompletableFuture<Tally> result;
  private final WorkflowStub dataset;
  private final int from;
  private final int to;
  private Map<String, String> told;
  private int window;

  private Stretch(
      Engine.Session session,
      WorkflowStub dataset,
      CompletableFuture<Tally> result,
      int from,
      int to,
      Map<String, String> told,
      int window) {
    this.session = session;
    this.dataset = dataset;
    this.told = told;
    this.window = window;
    this.result = result;
    this.from = from;
    this.to = to;
  }

  static Stretch start(
      Wiring wiring,
      Engine engine,
      String run,
      RunSpec spec,
      boolean local,
      int window,
      int from,
      int to) {
    Engine.Session session = engine.open(window);
    wiring.start(session, window, local);
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.dataset(run))
            .setTaskQueue(TaskQueues.HOUSE)
            .setWorkflowIdConflictPolicy(
                WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setStaticSummary(
                Preview.of(skills(spec, ", ") + " from " + String.join(", ", spec.seeds())))
            .setMemo(
                Map.of(
                    QUEUES,
                    (local ? "local " : "normal ") + String.join(" | ", wiring.queues().values())))
            .setTypedSearchAttributes(
                SearchAttributes.newBuilder()
                    .set(Attributes.RUN, run)
                    .set(Attributes.SKILL, skills(spec, ","))
                    .build())
            .build();
    if (engine.remembers()) {
      endIfElsewhere(session.client(), options);
    }
    DatasetWorkflow dataset = session.client().newWorkflowStub(DatasetWorkflow.class, options);
    Map<String, String> settings = wiring.store().settings(run);
    Travel travel = new Travel(run, spec.flows(), wiring.queues(), local, spec.randomSeed());
    int shards = shardsAtOnce(wiring, run, from);
    // Each has an equal share, and all but one fill the wire: one that runs out of seeds leaves no
    // place empty. A session of few seeds is to have as many shards, too.
    DatasetWorkflow.Job job =
        new DatasetWorkflow.Job(
            travel,
            from,
            to,
            shards > 1 && engine.seedsPerSession().isPresent() ? SHARD / 2 : SHARD,
            shards,
            shards == 1 ? window : Math.ceilDiv(window * shards, shards - 1),
            engine.remembers(),
            Tally.NONE,
            settings);
    var _ = WorkflowClient.start(dataset::grow, job);
    WorkflowStub stub = WorkflowStub.fromTyped(dataset);
    CompletableFuture<Tally> result = stub.getResultAsync(Tally.class);
    // One that the engine remembers may have heard of other wishes.
    Map<String, String> told = engine.remembers() ? Map.of("", "") : settings;
    return new Stretch(session, stub, result, from, to, told, window);
  }

  /** Many would not fit where they are shown; each journey names its own. */
  private static String skills(RunSpec spec, String between) {
    return spec.flows().size() > 5
        ? spec.flows().size() + " skills"
        : String.join(between, spec.flows().keySet());
  }

  /** Shards share the window; a run that fits into one needs no second to overlap with. */
  private static int shardsAtOnce(Wiring wiring, String run, int from) {
    boolean fitsIntoOne =
        wiring.store().readingDone(run) && wiring.store().seedCount(run) - from <= SHARD;
    return fitsIntoOne ? 1 : SHARDS_AT_ONCE;
  }

  /**
   * A run that goes on with another endpoint, model or step style can't use the workflow that an
   * engine remembers: its calls wait on queues that nobody serves any more. It is ended, and a new
   * one asks the journal for what was paid for.
   */
  private static void endIfElsewhere(WorkflowClient client, WorkflowOptions options) {
    WorkflowStub known = client.newUntypedWorkflowStub(String.valueOf(options.getWorkflowId()));
    try {
      WorkflowExecutionDescription description = known.describe();
      boolean open =
          description.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
      Map<String, Object> memo = options.getMemo() == null ? Map.of() : options.getMemo();
      if (open && !Objects.equals(memo.get(QUEUES), description.getMemo(QUEUES, String.class))) {
        known.terminate("the run goes on with another endpoint, model or step style");
        Thread.sleep(GRACE_MILLIS); // its journeys are ended by the server, one after the other
      }
    } catch (WorkflowNotFoundException e) {
      // the first start on this engine
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Tells the workflow what is wanted, for those who look at it; and how wide to walk. */
  void steer(Map<String, String> settings, int width) {
    try {
      if (!settings.equals(told)) {
        told = settings;
        dataset.signal("steered", settings);
      }
      if (width != window) {
        window = width;
        dataset.signal("resize", width);
      }
    } catch (WorkflowException | StatusRuntimeException gone) {
      // it has just ended, or its server has: the one who waits for its result says so
    }
  }

  /** Ends the workflow and all its journeys where they stand. */
  void terminate(String why) {
    try {
      dataset.terminate(why);
    } catch (WorkflowException | StatusRuntimeException gone) {
      // it has just ended
    }
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /**
   * Whether every journey of the stretch has ended, or the server knows nothing of them any more:
   * then the ledger says what is left to walk.
   */
  boolean ended() {
    if (result.isDone()) {
      if (result.isCompletedExceptionally()
          && result.exceptionNow() instanceof WorkflowNotFoundException) {
        return true;
      }
      result.join(); // a dataset workflow that failed is a fault of ours, and loud
      return true;
    }
    return false;
  }

  @Override
  public void close() {
    session.close();
  }
}
