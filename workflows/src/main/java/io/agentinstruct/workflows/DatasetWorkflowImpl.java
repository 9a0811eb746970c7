package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.WorkflowIds;
import io.agentinstruct.core.stage.Preview;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A run: shards side by side, so that one's tail overlaps the other's start, until the seeds are
 * used up.
 */
public final class DatasetWorkflowImpl implements DatasetWorkflow {
  private final Ledger book = Calls.patientBook();
  private final Map<Integer, ShardWorkflow> shards = new LinkedHashMap<>();
  private final Map<String, String> settings = new TreeMap<>();
  private boolean draining;
  private int window;
  private @Nullable Job job;
  private Tally tally = Tally.NONE;
  private @Nullable RuntimeException broken;

  @Override
  public Tally grow(Job job) {
    tally = job.soFar();
    this.job = job;
    window = window == 0 ? job.window() : window; // a signal may have come first
    job.settings().forEach(settings::putIfAbsent);
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
        Workflow.await(Workflow::isEveryHandlerFinished);
        if (!draining && broken == null) {
          Workflow.continueAsNew(
              new Job(
                  job.travel(),
                  next,
                  job.to(),
                  job.shardSize(),
                  job.shardsAtOnce(),
                  window,
                  job.publishes(),
                  tally,
                  settings));
        }
      }
    }
    Workflow.await(shards::isEmpty);
    Workflow.await(Workflow::isEveryHandlerFinished);
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
  public void pause(String reason) {
    wish(RunSetting.PAUSED, reason.isBlank() ? "by a signal" : Preview.of(reason));
  }

  @Override
  public void unpause() {
    wish(RunSetting.PAUSED, "");
  }

  @Override
  public void cancel(String reason) {
    drain();
    wish(RunSetting.CANCELLED, reason.isBlank() ? "by a signal" : Preview.of(reason));
  }

  @Override
  public Map<String, String> set(String name, String value) {
    wish(RunSetting.named(name).orElseThrow(), value.strip());
    return settings();
  }

  @Override
  public void checkSet(String name, String value) {
    RunSetting setting =
        RunSetting.named(name)
            .filter(RunSetting::settable)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "there is no setting '" + name + "'; there are " + RunSetting.words()));
    setting
        .fault(value.strip())
        .ifPresent(fault -> {
          throw new IllegalArgumentException(fault);
        });
  }

  private void wish(RunSetting setting, String value) {
    Workflow.await(() -> job != null); // a signal may come before the run begins
    String run = Objects.requireNonNull(job).travel().run();
    steered(book.steer(new Ledger.Wish(run, setting.word(), value)));
  }

  @Override
  public void steered(Map<String, String> inForce) {
    settings.clear();
    settings.putAll(inForce);
    show();
  }

  @Override
  public void resize(int wanted) {
    window = Math.max(1, wanted);
    int share = Math.max(1, window / Math.max(1, shards.size()));
    List.copyOf(shards.values())
        .forEach(shard -> Async.procedure(() -> shard.resize(share)).exceptionally(gone -> null));
  }

  @Override
  public Tally progress() {
    return tally;
  }

  @Override
  public Map<String, String> settings() {
    return new TreeMap<>(settings);
  }

  private void show() {
    String paused = settings.getOrDefault(RunSetting.PAUSED.word(), "");
    String cancelled = settings.getOrDefault(RunSetting.CANCELLED.word(), "");
    String state =
        !cancelled.isEmpty()
            ? "**cancelled**: " + cancelled + "\n\n"
            : !paused.isEmpty() ? "**paused**: " + paused + "\n\n" : "";
    Workflow.setCurrentDetails(
        state
            + "%d journeys · %d kept · %d dropped · %d failed"
                .formatted(tally.journeys(), tally.kept(), tally.dropped(), tally.failed()));
  }

  /** No more shards than the window has places. */
  private int atOnce(Job job) {
    return Math.max(1, Math.min(job.shardsAtOnce(), window));
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
    int share = Math.max(1, window / atOnce(job));
    Async.function(
            shard::walk, new ShardWorkflow.Job(job.travel(), number, from, to, share, Tally.NONE))
        .handle((walked, failure) -> {
          shards.remove(number);
          if (failure == null) {
            tally = tally.plus(walked);
          } else {
            broken = failure;
          }
          show();
          return null;
        });
  }
}
