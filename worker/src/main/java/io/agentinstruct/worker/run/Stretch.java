package io.agentinstruct.worker.run;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.TaskQueues;
import io.agentinstruct.contracts.WorkflowIds;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.engine.Engine;
import io.temporal.api.enums.v1.WorkflowIdConflictPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.SearchAttributes;
import java.util.concurrent.CompletableFuture;

/** A range of seeds in one session of the engine, walked by one dataset workflow. */
final class Stretch implements AutoCloseable {
  /** Seeds per shard: few enough that a shard's history stays small, enough that its start-up doesn't count. */
  private static final int SHARD = 250;

  private static final int SHARDS_AT_ONCE = 2;

  private final Engine.Session session;
  private final CompletableFuture<Tally> result;
  private final int from;
  private final int to;

  private Stretch(Engine.Session session, CompletableFuture<Tally> result, int from, int to) {
    this.session = session;
    this.result = result;
    this.from = from;
    this.to = to;
  }

  static Stretch start(
      Wiring wiring, Engine engine, String run, RunSpec spec, boolean local, int window, int from, int to) {
    Engine.Session session = engine.open(window);
    wiring.start(session, window, local);
    WorkflowOptions options =
        WorkflowOptions.newBuilder()
            .setWorkflowId(WorkflowIds.dataset(run))
            .setTaskQueue(TaskQueues.HOUSE)
            .setWorkflowIdConflictPolicy(WorkflowIdConflictPolicy.WORKFLOW_ID_CONFLICT_POLICY_USE_EXISTING)
            .setStaticSummary(String.join(", ", spec.flows().keySet()) + " from " + String.join(", ", spec.seeds()))
            .setTypedSearchAttributes(
                SearchAttributes.newBuilder()
                    .set(Attributes.RUN, run)
                    .set(Attributes.SKILL, String.join(",", spec.flows().keySet()))
                    .build())
            .build();
    DatasetWorkflow dataset = session.client().newWorkflowStub(DatasetWorkflow.class, options);
    Travel travel = new Travel(run, spec.flows(), wiring.queues(), local, spec.randomSeed());
    DatasetWorkflow.Job job =
        new DatasetWorkflow.Job(travel, from, to, SHARD, SHARDS_AT_ONCE, window, engine.remembers(), Tally.NONE);
    var unused = WorkflowClient.start(dataset::grow, job);
    CompletableFuture<Tally> result = WorkflowStub.fromTyped(dataset).getResultAsync(Tally.class);
    return new Stretch(session, result, from, to);
  }

  int from() {
    return from;
  }

  int to() {
    return to;
  }

  /** Whether every journey of the stretch has ended. */
  boolean ended() {
    if (result.isDone()) {
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
