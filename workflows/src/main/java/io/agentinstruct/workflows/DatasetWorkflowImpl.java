package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.WorkflowIds;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A run: shards side by side, so that one's tail overlaps the other's start, until the seeds are
 * used up.
 */
public final class DatasetWorkflowImpl implements DatasetWorkflow {
  private final Ledger book = Calls.patientBook();
  private final Map<Integer, ShardWorkflow> shards = new LinkedHashMap<>();
  private boolean draining;
  private Tally tally = Tally.NONE;
  private @Nullable RuntimeException broken;

  @Override
  public Tally grow(Job job) {
    tally = job.soFar();
    List<String> flows = new ArrayList<>(new TreeSet<>(job.travel().flows().keySet()));
    int next = job.from();
    boolean more = true;
    while (more && !draining && next < job.to()) {
      Workflow.await(() -> draining || shards.size() < atOnce(job));
      Ledger.Page page =
          book.next(new Ledger.PageRequest(job.travel().run(), flows, next, job.to(), 1));
      if (!page.entries().isEmpty() && !draining) {
        int number = page.entries().getFirst().ordinal() / job.shardSize();
        int from = page.entries().getFirst().ordinal();
        next = Math.min(job.to(), (number + 1) * job.shardSize());
        start(job, number, from, next);
      } else {
        next = Math.max(next, page.next());
        more = !page.last();
      }
      if (more && Workflow.getInfo().isContinueAsNewSuggested()) {
        Workflow.await(shards::isEmpty);
        if (!draining && broken == null) {
          Workflow.continueAsNew(
              new Job(
                  job.travel(),
                  next,
                  job.to(),
                  job.shardSize(),
                  job.shardsAtOnce(),
                  job.window(),
                  job.publishes(),
                  tally));
        }
      }
    }
    Workflow.await(shards::isEmpty);
    if (job.publishes()) {
      book.publish(job.travel().run());
    }
    if (broken != null) {
      throw broken;
    }
    return tally;
  }

  @Override
  public void drain() {
    draining = true;
    // A shard may have ended while the signal was under way: that is no trouble of the run's.
    List.copyOf(shards.values())
        .forEach(shard -> Async.procedure(() -> shard.drain()).exceptionally(gone -> null));
  }

  @Override
  public Tally progress() {
    return tally;
  }

  /** No more shards than the window has places. */
  private static int atOnce(Job job) {
    return Math.max(1, Math.min(job.shardsAtOnce(), job.window()));
  }

  private void start(Job job, int number, int from, int to) {
    String run = job.travel().run();
    ShardWorkflow shard =
        Workflow.newChildWorkflowStub(
            ShardWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(WorkflowIds.shard(run, number))
                .setStaticSummary("seeds " + from + " to " + (to - 1))
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder().set(Attributes.RUN, run).build())
                .build());
    shards.put(number, shard);
    int window = Math.max(1, job.window() / atOnce(job));
    Async.function(
            shard::walk, new ShardWorkflow.Job(job.travel(), number, from, to, window, Tally.NONE))
        .handle((walked, failure) -> {
          shards.remove(number);
          if (failure == null) {
            tally = tally.plus(walked);
          } else {
            broken = failure;
          }
          Workflow.setCurrentDetails(
              "%d journeys · %d kept · %d dropped · %d failed"
                  .formatted(tally.journeys(), tally.kept(), tally.dropped(), tally.failed()));
          return null;
        });
  }
}
