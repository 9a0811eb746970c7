package io.agentinstruct.worker.run;

import io.agentinstruct.activities.seed.NoSuchInput;
import io.agentinstruct.activities.seed.SeedReading;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.activities.teacher.Brake;
import io.agentinstruct.activities.teacher.Gate;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.routing.Plan;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.engine.Engine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Walks a run from its first seed to its last: reads seeds while journeys are already under way,
 * opens a new session where the engine needs one, and stops at once when asked or when nothing more
 * can be sent.
 */
public final class Runner {
  private static final long LOOK_MILLIS = 100;
  private static final Duration READING_GRACE = Duration.ofSeconds(1);

  /** How often seeds that a crash left without an end are looked for again. */
  private static final int ROUNDS = 3;

  private final Wiring wiring;
  private final Engine engine;
  private final String run;
  private final RunSpec spec;
  private final boolean local;
  private final int window;
  private final int places;
  private final Voice voice;
  private final Retuning limits;
  private final AtomicBoolean drain = new AtomicBoolean();
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param local whether steps run as local activities
   * @param window journeys under way at once
   */
  public Runner(Wiring wiring, Engine engine, String run, RunSpec spec, boolean local, int window) {
    this(wiring, engine, run, spec, local, window, new Retuning(wiring), Voice.SILENT);
  }

  /**
   * @param limits as they were when the window was chosen
   */
  public Runner(
      Wiring wiring,
      Engine engine,
      String run,
      RunSpec spec,
      boolean local,
      int window,
      Retuning limits,
      Voice voice) {
    this.wiring = wiring;
    this.engine = engine;
    this.run = run;
    this.spec = spec;
    this.local = local;
    this.window = window;
    this.places = wiring.gates().values().stream().mapToInt(Gate::limit).sum();
    this.limits = limits;
    this.voice = voice;
  }

  /** Sends nothing more; what is on the wire ends and is journaled. Returns at once. */
  public void drain() {
    drain.set(true);
    wiring
        .gates()
        .values()
        .forEach(gate -> gate.close(Trouble.DRAINING, "the run is being stopped"));
  }

  /** Waits until {@link #run} has returned, for a shutdown hook. */
  public boolean awaitOver(Duration patience) throws InterruptedException {
    return over.await(patience.toMillis(), TimeUnit.MILLISECONDS);
  }

  public RunEnd run() throws InterruptedException {
    try (Steering steering = new Steering(wiring, limits, run, voice)) {
      return run(steering);
    }
  }

  private RunEnd run(Steering steering) throws InterruptedException {
    List<Stretch> open = new ArrayList<>();
    Thread reading =
        Thread.ofPlatform()
            .name("reading")
            .daemon()
            .uncaughtExceptionHandler(this::readingFailed)
            .start(this::read);
    try {
      reading.join(READING_GRACE); // a small input is known whole before the first journey
      int next = 0;
      int rounds = 0;
      while (true) {
        Optional<RunEnd> stopped = stopped(steering);
        if (stopped.isPresent()) {
          letTheWireEnd();
          giveUp(open, stopped.get());
          return stopped.get();
        }
        next = advance(open, next, steering.settings());
        open.forEach(stretch -> stretch.steer(steering.settings(), windowOf(steering.settings())));
        if (open.isEmpty() && next < 0) {
          if (rounds++ == ROUNDS || !seedsWithoutAnEnd()) {
            return new RunEnd.Finished();
          }
          next = 0;
        }
        Thread.sleep(LOOK_MILLIS);
      }
    } finally {
      reading.interrupt();
      reading.join(TimeUnit.SECONDS.toMillis(10));
      open.forEach(Stretch::close);
      over.countDown();
    }
  }

  /**
   * A worker that is killed can take a journey's workflow with it: the engine knows no more of it,
   * the ledger does.
   */
  private boolean seedsWithoutAnEnd() {
    Store.Figures figures = wiring.store().figures(run);
    boolean again =
        wiring.store().journeys(run, "reopened").stream().anyMatch(end -> end.reason().isEmpty());
    return again || figures.walked() < figures.assigned();
  }

  /** Journeys under way at once, in the proportion to places in flight that the run began with. */
  private int windowOf(Map<String, String> settings) {
    String inFlight = settings.getOrDefault(RunSetting.IN_FLIGHT.word(), "");
    long now = inFlight.isEmpty() ? places : Long.parseLong(inFlight) * wiring.gates().size();
    return now == places ? window : Math.clamp(window * now / places, 2, 100_000);
  }

  /** What will not be gone on with is not left standing in a server that remembers. */
  private void giveUp(List<Stretch> open, RunEnd end) {
    if (!engine.remembers()) {
      return;
    }
    switch (end) {
      case RunEnd.Cancelled cancelled ->
          open.forEach(stretch -> stretch.terminate("cancelled: " + cancelled.why()));
      case RunEnd.Reached reached ->
          open.forEach(
              stretch -> stretch.terminate("the goal of " + reached.goal() + " rows is reached"));
      case RunEnd.Finished f -> {}
      case RunEnd.Paused p -> {}
      case RunEnd.Impatient i -> {}
      case RunEnd.Drained d -> {}
    }
  }

  private Optional<RunEnd> stopped(Steering steering) {
    engine.broken().ifPresent(why -> wiring.brake().pull(Trouble.TRANSIENT, why));
    Optional<Brake.Cause> cause = wiring.brake().pulled();
    if (cause.isPresent()) {
      return cause.map(RunEnd.Paused::new);
    }
    if (steering.end().isPresent()) {
      return steering.end();
    }
    return drain.get() ? Optional.of(new RunEnd.Drained()) : Optional.empty();
  }

  /**
   * Opens the next stretch of seeds when the last one runs low, and closes those that have ended.
   *
   * @return ordinal that the next stretch begins at; negative = there are no more
   */
  private int advance(List<Stretch> open, int next, Map<String, String> settings) {
    for (Stretch stretch : List.copyOf(open)) {
      if (stretch.ended()) {
        stretch.close();
        open.remove(stretch);
      }
    }
    if (next < 0 || open.size() > 1 || (!open.isEmpty() && !runsLow(open.getLast()))) {
      return next;
    }
    Optional<Integer> first = firstOpen(next);
    if (first.isEmpty()) {
      return wiring.store().readingDone(run) && firstOpen(next).isEmpty() ? -1 : next;
    }
    Optional<Integer> size = engine.seedsPerSession();
    int to = size.map(seeds -> first.get() + seeds).orElse(Integer.MAX_VALUE);
    open.add(Stretch.start(wiring, engine, run, spec, local, windowOf(settings), first.get(), to));
    return size.isPresent() ? to : -1;
  }

  private Optional<Integer> firstOpen(int from) {
    return open(from, Integer.MAX_VALUE, 1).stream().findFirst().map(Store.SeedEntry::ordinal);
  }

  private List<Store.SeedEntry> open(int from, int to, int limit) {
    return wiring
        .store()
        .openSeeds(run, new ArrayList<>(new TreeSet<>(spec.flows().keySet())), from, to, limit);
  }

  /**
   * Whether all that is left of a stretch is under way: from here on its tail would leave places in
   * flight empty.
   */
  private boolean runsLow(Stretch stretch) {
    return open(stretch.from(), stretch.to(), window + 1).size() <= window;
  }

  private void read() {
    if (wiring.store().readingDone(run)) {
      return;
    }
    SeedReading.Settings settings =
        new SeedReading.Settings(
            spec.seeds(),
            spec.maxCharacters(),
            spec.limit() > 0 ? Optional.of(spec.limit()) : Optional.empty(),
            spec.textField().isEmpty() ? Optional.empty() : Optional.of(spec.textField()));
    try {
      new SeedReading(settings).readInto(wiring.store(), run, plan());
    } catch (NoSuchInput | StoreTrouble trouble) {
      if (!drain.get()) {
        wiring.brake().pull(Trouble.CONFIG, String.valueOf(trouble.getMessage()));
      }
    }
  }

  /** A new one for each reading: read again from the start, the seeds go the same ways. */
  private Optional<Plan> plan() {
    return Optional.ofNullable(spec.mix())
        .map(mix -> {
          Map<String, FlowSettings> skills = new TreeMap<>();
          spec.flows()
              .forEach(
                  (skill, version) -> skills.put(skill, wiring.flows().at(version).settings()));
          return new Plan(mix, skills);
        });
  }

  /** Without the reading's end the run would wait for seeds for ever. */
  private void readingFailed(Thread thread, Throwable fault) {
    wiring.brake().pull(Trouble.INTERNAL, "reading the seeds failed: " + fault);
  }

  /** What is on the wire was paid for: its replies are journaled before the process ends. */
  private void letTheWireEnd() throws InterruptedException {
    Duration deadline =
        wiring.lines().values().stream()
            .map(line -> line.role().deadline())
            .max(Duration::compareTo)
            .orElse(Duration.ofMinutes(2));
    long until = System.nanoTime() + deadline.plusSeconds(5).toNanos();
    while (wiring.inFlight() > 0 && System.nanoTime() < until) {
      Thread.sleep(LOOK_MILLIS);
    }
    Thread.sleep(LOOK_MILLIS); // the last replies are being written
  }
}
