package io.agentinstruct.activities.dataset;

import io.agentinstruct.activities.corpus.Companions;
import io.agentinstruct.activities.store.CrashPoint;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.PinnedFlows;
import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import io.temporal.activity.Activity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BiPredicate;

/** A run's book, kept in the store. */
public final class StoreLedger implements Ledger {
  /**
   * How long a request for seeds that are still being read is held before it is answered with none.
   */
  private static final long HOLD_NANOS = TimeUnit.SECONDS.toNanos(20);

  private static final long LOOK_AGAIN_MILLIS = 50;

  private final Store store;
  private final PinnedFlows flows;
  private final DatasetFile dataset;
  private final Optional<Companions> companions;
  private final Forks forks;
  private final BiPredicate<String, String> needsAll;
  private final Runnable pause;

  /** For flows that take one seed at a time. */
  public StoreLedger(Store store, PinnedFlows flows, DatasetFile dataset) {
    this(store, flows, dataset, Optional.empty(), (run, flow) -> false, StoreLedger::waitABit);
  }

  /**
   * @param companions finds the documents that are put beside a seed
   * @param needsAll whether a flow of a run, by their names, works on more than its seed: then none
   *     of the run's seeds is given before all are read, since a page is of whole seeds
   */
  public StoreLedger(
      Store store,
      PinnedFlows flows,
      DatasetFile dataset,
      Companions companions,
      BiPredicate<String, String> needsAll) {
    this(store, flows, dataset, Optional.of(companions), needsAll, StoreLedger::waitABit);
  }

  StoreLedger(
      Store store,
      PinnedFlows flows,
      DatasetFile dataset,
      Optional<Companions> companions,
      BiPredicate<String, String> needsAll,
      Runnable pause) {
    this.companions = companions;
    this.store = store;
    this.flows = flows;
    this.dataset = dataset;
    this.forks = new Forks(store, flows);
    this.needsAll = needsAll;
    this.pause = pause;
  }

  @Override
  public Page next(PageRequest request) {
    long until = System.nanoTime() + HOLD_NANOS;
    boolean afterReading =
        request.flows().stream().anyMatch(flow -> needsAll.test(request.run(), flow));
    while (afterReading && !store.readingDone(request.run())) {
      if (System.nanoTime() > until) {
        return new Page(List.of(), request.from(), false);
      }
      pause.run();
    }
    while (true) {
      boolean done =
          store.readingDone(request.run()); // before the count: what comes after is seen next time
      int read = store.seedCount(request.run());
      List<Entry> entries = open(request);
      if (entries.size() >= request.count()) {
        return new Page(entries, entries.getLast().ordinal() + 1, false);
      }
      int looked = Math.min(request.to(), read);
      if (done || looked == request.to()) {
        return new Page(entries, looked, done && looked >= read);
      }
      if (!entries.isEmpty() || System.nanoTime() > until) {
        return new Page(entries, Math.max(request.from(), looked), false);
      }
      pause.run();
    }
  }

  private static void waitABit() {
    try {
      Activity.getExecutionContext().heartbeat(null);
      Thread.sleep(LOOK_AGAIN_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Activity.wrap(e);
    }
  }

  /** Whole seeds only: either all of a seed's open journeys are on the page, or none. */
  private List<Entry> open(PageRequest request) {
    Map<Integer, List<Entry>> byOrdinal = new TreeMap<>();
    for (String flow : request.flows()) {
      for (Store.SeedEntry seed :
          store.openSeeds(
              request.run(), List.of(flow), request.from(), request.to(), request.count())) {
        byOrdinal
            .computeIfAbsent(seed.ordinal(), ordinal -> new ArrayList<>())
            .add(
                new Entry(
                    seed.ordinal(),
                    seed.id(),
                    flow,
                    title(seed.source()),
                    seed.source().language()));
      }
    }
    return byOrdinal.values().stream()
        .limit(request.count())
        .flatMap(List::stream)
        .sorted(Comparator.comparingInt(Entry::ordinal).thenComparing(Entry::flow))
        .toList();
  }

  /** For people: the document's title, or else its file's name. */
  private static String title(Source source) {
    String file = source.path().substring(source.path().lastIndexOf('/') + 1);
    String title = source.title().isBlank() ? file : source.title();
    return source.parts() > 1
        ? title + " (" + source.part() + " of " + source.parts() + ")"
        : title;
  }

  @Override
  public Itinerary route(RouteRequest request) {
    Store.SeedEntry entry =
        store
            .seed(request.run(), request.seed())
            .orElseThrow(() ->
                new IllegalStateException(
                    "run " + request.run() + " has no seed " + request.seed()));
    String text =
        store
            .text(entry.text())
            .orElseThrow(() -> new IllegalStateException("no text of seed " + request.seed()));
    Flow flow = flows.at(request.version());
    Seed seed = new Seed(entry.id(), text, entry.source());
    OptionalInt place = entry.place(flow.name());
    Itinerary way =
        place.isPresent()
            ? Itinerary.inTurn(flow, seed, request.randomSeed(), place.getAsInt())
            : Itinerary.of(flow, seed, request.randomSeed());
    Itinerary whole =
        flow.settings().documents() > 1 && way.declined().isEmpty()
            ? accompanied(way, flow.settings(), request)
            : way;
    return forks.of(request.run(), entry).map(whole::asking).orElse(whole);
  }

  private Itinerary accompanied(Itinerary way, FlowSettings settings, RouteRequest request) {
    List<String> others =
        companions
            .orElseThrow(() -> new IllegalStateException("this ledger knows one seed at a time"))
            .of(request.run(), request.seed(), settings.documents(), settings.kinds());
    return Companions.reasonToDecline(settings.documents(), others.size())
        .map(way::declining)
        .orElseGet(() -> way.with(others));
  }

  @Override
  public void commit(JourneyRecord record) {
    CrashPoint.BEFORE_COMMIT.pass();
    store.commit(record);
    CrashPoint.AFTER_COMMIT.pass();
  }

  @Override
  public Map<String, String> steer(Wish wish) {
    RunSetting setting =
        RunSetting.named(wish.setting())
            .orElseThrow(
                () -> new IllegalArgumentException("there is no setting " + wish.setting()));
    store.set(wish.run(), setting, wish.value());
    return store.settings(wish.run());
  }

  @Override
  public void publish(String run) {
    try {
      dataset.publish(run, () -> Activity.getExecutionContext().heartbeat(null));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the dataset of run " + run, e);
    }
  }
}
