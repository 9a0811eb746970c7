package io.agentinstruct.contracts;

import io.temporal.workflow.SignalMethod;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Some hundred seeds of a run, in a sliding window. */
@WorkflowInterface
public interface ShardWorkflow {
  @WorkflowMethod(name = "Shard")
  DatasetWorkflow.Tally walk(Job job);

  @SignalMethod(name = "drain")
  void drain();

  /** Walks so many journeys at once from now on. */
  @SignalMethod(name = "resize")
  void resize(int window);

  /**
   * @param number of the shard, from 0; part of its journeys' ids
   * @param window journeys under way at once
   */
  record Job(
      DatasetWorkflow.Travel travel,
      int number,
      int from,
      int to,
      int window,
      DatasetWorkflow.Tally soFar) {
    public Job {
      soFar = soFar == null ? DatasetWorkflow.Tally.NONE : soFar;
    }
  }
}
