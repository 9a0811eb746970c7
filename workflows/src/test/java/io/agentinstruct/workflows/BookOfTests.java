package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.stage.Outcome;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A run's book in memory: seeds that are read bit by bit, a way for each, and what was committed.
 */
final class BookOfTests implements Ledger {
  /**
   * How long a request for seeds that are still being read is held; the real one holds it for
   * seconds.
   */
  private static final long HOLD_MILLIS = 20;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final List<String> seeds = new ArrayList<>();
  private final Map<String, JourneyRecord> records = new LinkedHashMap<>();
  private final Map<String, String> wishes = new TreeMap<>();
  private final Set<String> underWay = new HashSet<>();
  private Function<String, Itinerary> ways = seed -> Way.plain().build();
  private boolean allRead = true;
  private int tornOut = -1;
  private int mostUnderWay;
  private int emptyPages;
  private int published;
  private int committedWhenPublished;

  /** Seed ids are digests, so that their first characters tell them apart. */
  static String seed(int ordinal) {
    return Digest.of("seed " + ordinal);
  }

  synchronized void sends(Function<String, Itinerary> way) {
    ways = way;
  }

  synchronized void sends(Way way) {
    Itinerary built = way.build();
    ways = seed -> built;
  }

  /** So many more seeds have been read. */
  synchronized void reads(int more) {
    for (int i = 0; i < more; i++) {
      seeds.add(seed(seeds.size()));
    }
    notifyAll();
  }

  /**
   * @param all whether there is nothing left to read
   */
  synchronized void hasRead(boolean all) {
    allRead = all;
    notifyAll();
  }

  /** The page that begins with that seed can't be read any more. */
  synchronized void tearsOutPage(int from) {
    tornOut = from;
  }

  @Override
  public synchronized Page next(PageRequest request) {
    if (request.from() == tornOut && request.count() > 1) {
      throw ApplicationFailure.newNonRetryableFailure("the page is torn out", "INTERNAL");
    }
    long until = System.nanoTime() + HOLD_MILLIS * 1_000_000;
    while (true) {
      List<Entry> open = open(request);
      int looked = Math.clamp(seeds.size(), request.from(), request.to());
      if (open.stream().map(Entry::ordinal).distinct().count() == request.count()) {
        return new Page(open, open.getLast().ordinal() + 1, false);
      }
      if (allRead || looked == request.to() || !open.isEmpty()) {
        return new Page(open, looked, allRead && looked >= seeds.size());
      }
      long left = (until - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        emptyPages++;
        notifyAll();
        return new Page(List.of(), looked, false);
      }
      hold(left);
    }
  }

  private void hold(long millis) {
    try {
      TimeUnit.MILLISECONDS.timedWait(this, millis);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw ApplicationFailure.newFailure("the test is over", "STOPPING");
    }
  }

  private List<Entry> open(PageRequest request) {
    List<Entry> open = new ArrayList<>();
    int wanted = request.count();
    for (int i = request.from(); i < Math.min(request.to(), seeds.size()) && wanted > 0; i++) {
      int before = open.size();
      for (String flow : request.flows()) {
        if (!walked(seeds.get(i), flow)) {
          open.add(new Entry(i, seeds.get(i), flow, "Seed no. " + i, "en"));
        }
      }
      wanted -= open.size() > before ? 1 : 0;
    }
    return open;
  }

  private boolean walked(String seed, String flow) {
    JourneyRecord record = records.get(seed + "/" + flow);
    return record != null && record.failure().isEmpty();
  }

  @Override
  public synchronized Itinerary route(RouteRequest request) {
    underWay.add(request.seed() + "/" + request.version());
    mostUnderWay = Math.max(mostUnderWay, underWay.size());
    notifyAll();
    return ways.apply(request.seed());
  }

  @Override
  public synchronized void commit(JourneyRecord record) {
    underWay.remove(record.seed() + "/" + record.version());
    records.putIfAbsent(record.seed() + "/" + record.flow(), record);
    notifyAll();
  }

  /** Marks a journey of an earlier session as ended. */
  synchronized void finished(int ordinal, String flow) {
    records.put(
        seed(ordinal) + "/" + flow,
        new JourneyRecord("earlier", seed(ordinal), flow, "v1", "", "", Counts.NONE, List.of()));
  }

  @Override
  public synchronized Map<String, String> steer(Wish wish) {
    if (wish.value().isEmpty()) {
      wishes.remove(wish.setting());
    } else {
      wishes.put(wish.setting(), wish.value());
    }
    notifyAll();
    return new TreeMap<>(wishes);
  }

  /** Waits until something is, or is no longer, wanted. */
  synchronized void awaitWish(String setting, String value) {
    await(
        () -> wishes.getOrDefault(setting, "").equals(value), "the wish " + setting + "=" + value);
  }

  @Override
  public synchronized void publish(String run) {
    published++;
    committedWhenPublished = records.size();
  }

  /** Records of this session, sorted by seed's ordinal and flow. */
  synchronized List<JourneyRecord> records() {
    return records.values().stream()
        .filter(record -> !record.run().equals("earlier"))
        .sorted(
            Comparator.comparingInt((JourneyRecord record) -> seeds.indexOf(record.seed()))
                .thenComparing(JourneyRecord::flow))
        .toList();
  }

  synchronized JourneyRecord record(String seed) {
    return records.values().stream()
        .filter(record -> record.seed().equals(seed))
        .findFirst()
        .orElseThrow(() -> new AssertionError("nothing was committed of seed " + seed));
  }

  /** How the threads of a journey ended, sorted by lineage. */
  List<Outcome> outcomes(String seed) {
    return sorted(record(seed).outcomes().stream()).toList();
  }

  static Stream<Outcome> sorted(Stream<Outcome> outcomes) {
    return outcomes.sorted(Comparator.comparing(outcome -> outcome.lineage().path()));
  }

  /** Journeys committed in this session; the engine may well have written some of them twice. */
  int commits() {
    return records().size();
  }

  synchronized int mostUnderWay() {
    return mostUnderWay;
  }

  /** Waits until so many pages were asked for in vain. */
  synchronized void awaitEmptyPages(int pages) {
    await(() -> emptyPages >= pages, "pages asked for in vain");
  }

  synchronized int emptyPages() {
    return emptyPages;
  }

  synchronized int published() {
    return published;
  }

  synchronized int committedWhenPublished() {
    return committedWhenPublished;
  }

  /** Waits until so many journeys are under way. */
  synchronized void awaitUnderWay(int journeys) {
    await(() -> underWay.size() >= journeys, journeys + " journeys under way");
  }

  /** Waits until so many journeys have been committed. */
  synchronized void awaitCommits(int journeys) {
    await(() -> commits() >= journeys, journeys + " journeys committed");
  }

  private synchronized void await(BooleanSupplier come, String what) {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (!come.getAsBoolean()) {
      if (System.nanoTime() > until) {
        throw new AssertionError(
            "waited in vain for " + what + "; there are " + underWay.size() + " under way");
      }
      hold(50);
    }
  }
}
