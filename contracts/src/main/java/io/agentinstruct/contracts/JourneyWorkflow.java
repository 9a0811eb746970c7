package io.agentinstruct.contracts;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * One seed through one flow. Ends normally for kept and dropped threads; fails only where it is
 * worth a retry.
 */
@WorkflowInterface
public interface JourneyWorkflow {
  @WorkflowMethod(name = "Journey")
  DatasetWorkflow.Tally travel(Job job);

  record Job(DatasetWorkflow.Travel travel, Ledger.Entry entry) {}
}
