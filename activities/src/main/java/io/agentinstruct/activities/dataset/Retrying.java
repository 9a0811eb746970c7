package io.agentinstruct.activities.dataset;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.Store.DropFilter;
import io.agentinstruct.activities.store.Store.WithDrops;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.core.stage.Outcome.Dropped;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Gives dropped threads another try. Only the call that made the dropped piece is asked anew; the
 * journal answers all others. So a call from which something else grew is left alone: that would
 * lose its meaning.
 */
public final class Retrying {
  private static final String STEP = " > ";

  private final Store store;
  private final PinnedFlows flows;

  public Retrying(Store store, PinnedFlows flows) {
    this.store = store;
    this.flows = flows;
  }

  /**
   * @param journeys that are walked once more
   * @param threads that get another try
   * @param grown threads that don't, since other threads grew from the same call
   * @param unknown threads that don't, since an earlier version of the program walked their journey
   */
  public record Reopened(int journeys, int threads, int grown, int unknown) {
    Reopened plus(Reopened more) {
      return new Reopened(
          journeys + more.journeys,
          threads + more.threads,
          grown + more.grown,
          unknown + more.unknown);
    }
  }

  public Reopened reopen(String run, DropFilter filter) {
    Reopened all = new Reopened(0, 0, 0, 0);
    for (WithDrops journey : store.journeysWithDrops(run, filter)) {
      all = all.plus(reopen(run, journey, filter));
    }
    return all;
  }

  private Reopened reopen(String run, WithDrops journey, DropFilter filter) {
    List<Outcome> outcomes = store.outcomes(run, journey.seed(), journey.flow());
    boolean keepsParents = flows.at(journey.version()).settings().keepParents();
    Set<Lineage> calls = new LinkedHashSet<>();
    int threads = 0;
    int grown = 0;
    for (Outcome outcome : outcomes) {
      if (outcome instanceof Dropped dropped && isMeant(dropped, filter)) {
        Optional<Lineage> call = call(dropped, outcomes, keepsParents);
        call.ifPresent(calls::add);
        threads += call.isPresent() ? 1 : 0;
        grown += call.isPresent() ? 0 : 1;
      }
    }
    if (calls.isEmpty()) {
      return new Reopened(0, 0, grown, 0);
    }
    return store.reopen(run, journey.seed(), journey.flow(), new ArrayList<>(calls))
        ? new Reopened(1, threads, grown, 0)
        : new Reopened(0, 0, grown, threads);
  }

  /** An instruction that gave way to its refinements is no failure. */
  private static boolean isMeant(Dropped dropped, DropFilter filter) {
    return !dropped.reason().equals("replaced")
        && (filter.stage().isEmpty() || filter.stage().equals(dropped.at().folder()))
        && (filter.reason().isEmpty() || filter.reason().equals(dropped.reason()));
  }

  /** The call to ask anew; empty = others grew from it. */
  static Optional<Lineage> call(Dropped dropped, List<Outcome> outcomes, boolean keepsParents) {
    Lineage lineage = dropped.lineage();
    return switch (dropped.at()) {
      case RESPOND, TRANSFORM -> Optional.of(lineage);
      case JUDGE ->
          Optional.of(
              dropped.reason().equals("failed-by-judge")
                  ? lineage // another answer; the judges then see a new exchange
                  : lineage.then(dropped.agent()));
      case REFINE ->
          keepsParents || !parentIsKept(lineage, outcomes)
              ? Optional.of(lineage)
              : Optional.empty();
      case INSTRUCT ->
          dropped.instruction() == null ? Optional.of(lineage) : asked(lineage, outcomes);
    };
  }

  /** With replaced parents, a refinement that comes to something now would take a row's place. */
  private static boolean parentIsKept(Lineage refined, List<Outcome> outcomes) {
    String parent = refined.path().substring(0, refined.path().lastIndexOf(STEP));
    return outcomes.stream()
        .filter(Outcome.Kept.class::isInstance)
        .map(outcome -> outcome.lineage().path())
        .anyMatch(path -> path.substring(0, path.lastIndexOf(STEP)).equals(parent));
  }

  /** One call wrote several tasks: it is asked anew only where none of them went on. */
  private static Optional<Lineage> asked(Lineage task, List<Outcome> outcomes) {
    String call = task.path().substring(0, task.path().lastIndexOf(' '));
    boolean grown =
        outcomes.stream()
            .map(outcome -> outcome.lineage().path())
            .filter(path -> path.startsWith(call + " "))
            .anyMatch(path -> path.indexOf(STEP, call.length()) >= 0);
    return grown ? Optional.empty() : Optional.of(new Lineage(call));
  }
}
