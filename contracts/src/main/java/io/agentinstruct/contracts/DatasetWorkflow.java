package io.agentinstruct.contracts;

import io.temporal.workflow.QueryMethod;
import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.UpdateMethod;
import io.temporal.workflow.UpdateValidatorMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;
import java.util.Map;

/** A run: many seeds, shard by shard. */
@WorkflowInterface
public interface DatasetWorkflow {
  @WorkflowMethod(name = "Dataset")
  Tally grow(Job job);

  /** Starts no further journeys; those under way go on to their end. */
  @SignalMethod(name = "drain")
  void drain();

  /** Sends nothing more until {@link #unpause}; what is on the wire ends. */
  @SignalMethod(name = "pause")
  void pause(String reason);

  @SignalMethod(name = "unpause")
  void unpause();

  /** Gives up what is under way and starts nothing more; finished rows stay. */
  @SignalMethod(name = "cancel")
  void cancel(String reason);

  /**
   * Sets what is wanted of the run; an empty value takes it back.
   *
   * @param name as people write it, such as {@code in-flight}
   * @return the settings now in force
   */
  @UpdateMethod(name = "set")
  Map<String, String> set(String name, String value);

  @UpdateValidatorMethod(updateName = "set")
  void checkSet(String name, String value);

  /** Tells what the process that walks the run heeds, for those who look here. */
  @SignalMethod(name = "steered")
  void steered(Map<String, String> settings);

  /** Walks so many journeys at once from now on. */
  @SignalMethod(name = "resize")
  void resize(int window);

  @QueryMethod(name = "progress")
  Tally progress();

  /** What is wanted of the run, by the words of {@link RunSetting}. */
  @QueryMethod(name = "settings")
  Map<String, String> settings();

  /**
   * @param from first ordinal
   * @param to ordinal to stop before; {@code Integer.MAX_VALUE} = to the last seed
   * @param shardSize seeds per shard
   * @param shardsAtOnce shards walked side by side, so that one's tail overlaps the other's start
   * @param window journeys under way at once, over all shards
   * @param publishes whether the dataset is rebuilt at the end
   * @param soFar of earlier executions of this workflow
   * @param settings in force at the start, by the words of {@link RunSetting}
   */
  record Job(
      Travel travel,
      int from,
      int to,
      int shardSize,
      int shardsAtOnce,
      int window,
      boolean publishes,
      Tally soFar,
      Map<String, String> settings) {
    public Job {
      settings = settings == null ? Map.of() : settings;
      soFar = soFar == null ? Tally.NONE : soFar;
    }

    /** Of a run of which nothing more is wanted. */
    public Job(
        Travel travel,
        int from,
        int to,
        int shardSize,
        int shardsAtOnce,
        int window,
        boolean publishes,
        Tally soFar) {
      this(travel, from, to, shardSize, shardsAtOnce, window, publishes, soFar, Map.of());
    }
  }

  /**
   * What every journey of a run shares.
   *
   * @param flows flow name to pinned version
   * @param queues role to the task queue of its endpoint and model
   * @param local whether steps run as local activities; fixed here so that replay is stable
   */
  record Travel(
      String run,
      Map<String, String> flows,
      Map<String, String> queues,
      boolean local,
      long randomSeed) {
    public Travel {
      flows = flows == null ? Map.of() : flows;
      queues = queues == null ? Map.of() : queues;
    }
  }

  /** How many journeys ended which way. */
  record Tally(int journeys, int kept, int dropped, int failed) {
    public static final Tally NONE = new Tally(0, 0, 0, 0);

    public Tally plus(Tally more) {
      return new Tally(
          journeys + more.journeys, kept + more.kept, dropped + more.dropped, failed + more.failed);
    }
  }
}
