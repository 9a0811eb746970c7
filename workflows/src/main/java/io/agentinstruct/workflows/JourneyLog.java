package io.agentinstruct.workflows;

import io.agentinstruct.contracts.JourneyWorkflow;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Spoiled;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.core.stage.Preview;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a journey has made and how its threads ended so far; also what the Temporal UI shows while
 * it goes on.
 */
final class JourneyLog {
  private final List<Outcome> outcomes = new ArrayList<>();
  private int materials;
  private int instructions;
  private int refined;
  private int exchanges;
  private int kept;

  void materials(int more) {
    materials += more;
    show();
  }

  void instructions(int more) {
    instructions += more;
    show();
  }

  void refined() {
    refined++;
    show();
  }

  void exchanges() {
    exchanges++;
    show();
  }

  int keptCount() {
    return kept;
  }

  Promise<Void> kept(Outcome.Kept outcome) {
    kept++;
    return end(outcome);
  }

  /** An attempt that ended before there was an instruction of its own. */
  Promise<Void> lost(Stage at, Visit visit, Lineage lineage, Answer answer) {
    return dropped(at, visit, lineage, null, answer);
  }

  Promise<Void> dropped(
      Stage at, Visit visit, Lineage lineage, @Nullable String instruction, Answer answer) {
    return switch (answer) {
      case Declined declined ->
          end(
              new Outcome.Dropped(
                  lineage,
                  instruction,
                  at,
                  visit.name(),
                  "declined",
                  Preview.of(declined.reason())));
      case Spoiled spoiled ->
          end(
              new Outcome.Dropped(
                  lineage,
                  instruction,
                  at,
                  visit.name(),
                  spoiled.reason(),
                  Preview.of(spoiled.detail())));
      case Made made ->
          end(
              new Outcome.Dropped(
                  lineage, instruction, at, visit.name(), "empty", "the reply held nothing"));
    };
  }

  /** A piece that a check or a judge found wanting. */
  Promise<Void> dropped(Stage at, Visit visit, Lineage lineage, String instruction, Item item) {
    String fault = item.fault() == null ? "unknown" : item.fault();
    String detail = item.detail() == null ? "" : item.detail();
    return end(
        new Outcome.Dropped(lineage, instruction, at, visit.name(), fault, Preview.of(detail)));
  }

  /** An instruction whose refinements take its place. */
  Promise<Void> replaced(Lineage lineage, Item instruction, Visit editor) {
    return end(
        new Outcome.Dropped(
            lineage, instruction.digest(), Stage.REFINE, editor.name(), "replaced", ""));
  }

  Ledger.JourneyRecord record(
      JourneyWorkflow.Job job, String version, String declined, String failure) {
    return new Ledger.JourneyRecord(
        job.travel().run(),
        job.entry().seed(),
        job.entry().flow(),
        version,
        failure,
        declined,
        new Ledger.Counts(materials, instructions, refined, exchanges),
        failure.isEmpty() ? outcomes : List.of());
  }

  private Promise<Void> end(Outcome outcome) {
    outcomes.add(outcome);
    show();
    return Workflow.newPromise(null);
  }

  private void show() {
    Map<String, Integer> reasons = new TreeMap<>();
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Outcome.Dropped dropped) {
        reasons.merge(dropped.at().folder() + ": " + dropped.reason(), 1, Integer::sum);
      }
    }
    StringBuilder table = new StringBuilder("| | |\n| --- | --- |\n");
    table
        .append("| materials | ")
        .append(materials)
        .append(" |\n| instructions | ")
        .append(instructions);
    table.append(" |\n| refined | ").append(refined).append(" |\n| exchanges | ").append(exchanges);
    table.append(" |\n| **kept** | **").append(kept).append("** |\n");
    reasons.forEach((reason, count) ->
        table.append("| dropped, ").append(reason).append(" | ").append(count).append(" |\n"));
    Workflow.setCurrentDetails(table.toString());
  }
}
