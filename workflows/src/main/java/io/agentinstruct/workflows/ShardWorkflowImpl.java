package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.DatasetWorkflow.Travel;
import io.agentinstruct.contracts.JourneyWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.ShardWorkflow;
import io.agentinstruct.contracts.WorkflowIds;
import io.agentinstruct.core.stage.Preview;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Async;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * A sliding window over some hundred seeds. The window bounds what is under way, so an outage can't
 * build a heap of half journeys; a journey's end is heard by the promise of its start, since
 * signals to a parent can be lost.
 */
public final class ShardWorkflowImpl implements ShardWorkflow {
  private static final int PAGE = 50;

  private final Ledger book = Calls.patientBook();
  private boolean draining;
  private int underWay;
  private int window;
  private Tally tally = Tally.NONE;

  @Override
  public Tally walk(Job job) {
    tally = job.soFar();
    window = window == 0 ? job.window() : window; // a signal may have come first
    List<String> flows = new ArrayList<>(new TreeSet<>(job.travel().flows().keySet()));
    int next = job.from();
    boolean more = next < job.to();
    while (more && !draining) {
      Ledger.Page page =
          book.next(new Ledger.PageRequest(job.travel().run(), flows, next, job.to(), PAGE));
      for (Ledger.Entry entry : page.entries()) {
        Workflow.await(() -> draining || underWay < window);
        if (draining) {
          break;
        }
        start(job, entry);
      }
      next = page.next();
      more = !page.last() && next < job.to();
      if (more && Workflow.getInfo().isContinueAsNewSuggested()) {
        Workflow.await(() -> underWay == 0);
        if (!draining) {
          Workflow.continueAsNew(
              new Job(job.travel(), job.number(), next, job.to(), window, tally));
        }
      }
    }
    Workflow.await(() -> underWay == 0);
    return tally;
  }

  @Override
  public void drain() {
    draining = true;
  }

  @Override
  public void resize(int wanted) {
    window = Math.max(1, wanted);
  }

  private void start(Job job, Ledger.Entry entry) {
    Travel travel = job.travel();
    JourneyWorkflow journey =
        Workflow.newChildWorkflowStub(
            JourneyWorkflow.class,
            ChildWorkflowOptions.newBuilder()
                .setWorkflowId(
                    WorkflowIds.journey(travel.run(), job.number(), entry.seed(), entry.flow()))
                .setStaticSummary(Preview.of(entry.flow() + " · " + entry.title()))
                .setTypedSearchAttributes(
                    SearchAttributes.newBuilder()
                        .set(Attributes.RUN, travel.run())
                        .set(Attributes.SKILL, entry.flow())
                        .set(Attributes.LANGUAGE, entry.language())
                        .build())
                .build());
    underWay++;
    Async.function(journey::travel, new JourneyWorkflow.Job(travel, entry))
        .handle((walked, failure) -> {
          underWay--;
          tally = tally.plus(failure == null ? walked : new Tally(1, 0, 0, 1));
          Workflow.setCurrentDetails(
              "%d under way · %d kept · %d dropped · %d failed"
                  .formatted(underWay, tally.kept(), tally.dropped(), tally.failed()));
          return null;
        });
  }
}
