package io.agentinstruct.contracts;

import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.stage.Outcome;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;

/** A run's book: which seeds there are, where each goes, and how each ended. */
@ActivityInterface
public interface Ledger {
  /**
   * The next seeds that are not yet finished; waits until they are read or until all reading is
   * done.
   */
  @ActivityMethod(name = "NextSeeds")
  Page next(PageRequest request);

  /** The way of one seed through one flow. */
  @ActivityMethod(name = "Route")
  Itinerary route(RouteRequest request);

  /**
   * Writes how a journey ended, in one transaction. A second writing of the same journey changes
   * nothing.
   */
  @ActivityMethod(name = "Commit")
  void commit(JourneyRecord record);

  /** Rebuilds the dataset from what is committed. */
  @ActivityMethod(name = "Publish")
  void publish(String run);

  /**
   * Writes down what a person wants of a run; the process that walks it heeds it.
   *
   * @return all that is wanted of it now
   */
  @ActivityMethod(name = "Steer")
  Map<String, String> steer(Wish wish);

  /**
   * What a person wants of a run.
   *
   * @param setting word of a {@link RunSetting}
   * @param value empty = no longer
   */
  record Wish(String run, String setting, String value) {}

  /**
   * @param from first ordinal wanted
   * @param to ordinal to stop before
   * @param count seeds wanted at most
   */
  record PageRequest(String run, List<String> flows, int from, int to, int count) {
    public PageRequest {
      flows = flows == null ? List.of() : List.copyOf(flows);
    }
  }

  /**
   * @param next first ordinal that this page did not look at
   * @param last whether there are no seeds from {@code next} on
   */
  record Page(List<Entry> entries, int next, boolean last) {
    public Page {
      entries = entries == null ? List.of() : List.copyOf(entries);
    }
  }

  /**
   * One journey to make.
   *
   * @param seed id
   * @param flow name
   * @param title of the seed, for people
   */
  record Entry(int ordinal, String seed, String flow, String title, String language) {}

  record RouteRequest(String run, String seed, String version, long randomSeed) {}

  /**
   * How a journey ended.
   *
   * @param failure why it could not be walked to its end; empty = it was
   * @param declined why the flow did not take the seed; empty = it did
   * @param counts what was made on the way
   */
  record JourneyRecord(
      String run,
      String seed,
      String flow,
      String version,
      String failure,
      String declined,
      Counts counts,
      List<Outcome> outcomes) {
    public JourneyRecord {
      failure = failure == null ? "" : failure;
      declined = declined == null ? "" : declined;
      counts = counts == null ? Counts.NONE : counts;
      outcomes = outcomes == null ? List.of() : List.copyOf(outcomes);
    }
  }

  /**
   * Pieces made on a journey.
   *
   * @param instructions as first written
   * @param refined made by refinement; each is a thread of its own
   */
  record Counts(int materials, int instructions, int refined, int exchanges) {
    public static final Counts NONE = new Counts(0, 0, 0, 0);
  }
}
