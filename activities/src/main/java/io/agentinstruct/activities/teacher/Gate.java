package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The one way to an endpoint's model in this process. It lets callers in by turns of their runs and
 * by urgency, as many at once and as fast as the endpoint bears; pauses while the endpoint is out
 * of order or of quota, and goes on by itself; and closes for good when no call would ever fare
 * better.
 *
 * <p>Each waiting thread is parked by itself and woken alone. Whoever changes something lets in
 * whom it can; only the first in line keeps a timer, where all that is missing is time.
 */
public final class Gate {
  /** For so long most calls must have failed before it is an outage. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Role role;
  private final LongSupplier nanos;
  private final long born;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final Turnstile turnstile;
  private final GateTroubles troubles;
  private final Capacity capacity;
  private final Halts halts;
  private final Terms terms;
  private final GateNews news = new GateNews();

  public Gate(Role role) {
    this(role, PATIENCE, System::nanoTime, new Random());
  }

  Gate(Role role, Duration patience, LongSupplier nanos, RandomGenerator dice) {
    this.role = role;
    this.nanos = nanos;
    this.born = nanos.getAsLong();
    this.terms = new Terms(Limits.of(role));
    this.capacity = new Capacity(terms.effective(), dice);
    this.halts = new Halts(patience, dice);
    this.turnstile = new Turnstile(capacity, halts, Permit::new);
    this.troubles = new GateTroubles(capacity, halts);
  }

  /**
   * Who wants in.
   *
   * @param run runs take turns
   * @param urgency within a run: the smaller, the sooner; among equals, who came first
   * @param inputTokens of the prompt, estimated; reserved until {@link Permit#answered} says better
   * @param outputTokens of the reply, estimated
   * @param mayGoElsewhere whether another endpoint will do, so that there is no waiting for the end
   *     of an outage
   */
  public record Entry(
      String run, int urgency, long inputTokens, long outputTokens, boolean mayGoElsewhere) {}

  /** The call was never sent. */
  public static final class GateClosed extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final String message;
    private final boolean elsewhere;

    GateClosed(Trouble trouble, String message, boolean elsewhere) {
      super(message);
      this.trouble = trouble;
      this.message = message;
      this.elsewhere = elsewhere;
    }

    @Override
    public String getMessage() {
      return message;
    }

    /** Why it closed. */
    public Trouble trouble() {
      return trouble;
    }

    /** Whether the gate is only paused, and the call is to go to another endpoint meanwhile. */
    public boolean elsewhere() {
      return elsewhere;
    }
  }

  /**
   * The right to have one call on the wire. Say how the call ended, then give it back, as soon as
   * it has: in this order, so that nobody else is let in before the gate knows.
   */
  public final class Permit implements AutoCloseable {
    private final Capacity.Going call;
    private final boolean probe;
    private final long alarm;
    private Load used;
    private boolean judged;
    private boolean returned;

    private Permit(Capacity.Going call, boolean probe, long alarm) {
      this.call = call;
      this.probe = probe;
      this.alarm = alarm;
      this.used = call.load();
    }

    /** Whether it may be taken back, since the gate has shut after it was given. */
    boolean outdated(long alarms) {
      return alarm != alarms && !probe;
    }

    /** The call is not sent after all. */
    void takenBack() {
      if (!returned) {
        returned = true;
        halts.noVerdict(probe, now());
        capacity.neverSent(call);
        emptied.signalAll();
      }
    }

    /** What the call really took, in place of the estimate. */
    public void used(long actual) {
      used = new Load(actual, 0);
    }

    /** The call was answered, and took so many tokens. */
    public void answered(long inputTokens, long outputTokens) {
      change(() -> {
        judged = true;
        used = new Load(inputTokens, outputTokens);
        troubles.answered(probe, call.at(), now());
      });
    }

    /** The call failed. */
    public void failed(ModelTrouble trouble) {
      change(() -> {
        judged = true;
        if (trouble.trouble() == Trouble.RATE) {
          used = Load.NONE;
        }
        judge(trouble, new GateTroubles.Sent(probe, call.at(), call.number()));
      });
    }

    @Override
    public void close() {
      change(() -> {
        if (!returned) {
          returned = true;
          if (!judged) {
            halts.noVerdict(probe, now());
          }
          capacity.end(call, used);
          emptied.signalAll();
        }
      });
    }
  }

  public Permit enter(int urgency) throws InterruptedException, GateClosed {
    return enter(urgency, 0);
  }

  /** As {@link #enter(Entry)}, for one run alone and tokens of any kind. */
  public Permit enter(int urgency, long estimatedTokens) throws InterruptedException, GateClosed {
    return enter(new Entry("", urgency, estimatedTokens, 0, false));
  }

  /**
   * Waits until the call may be sent.
   *
   * @throws GateClosed if it is not to be sent at all, or not to this endpoint
   */
  public Permit enter(Entry entry) throws InterruptedException, GateClosed {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Waiter waiter = arrive(entry);
    Permit permit = waiter.permit;
    boolean waited = permit == null;
    while (permit == null || (waited && calledBack(waiter))) {
      long wait = step(waiter);
      if (wait == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      }
      if (Thread.interrupted()) {
        change(() -> turnstile.withdraw(waiter, now()));
        throw new InterruptedException();
      }
      permit = waiter.permit;
    }
    return permit;
  }

  private Waiter arrive(Entry entry) throws GateClosed {
    lock.lock();
    try {
      return turnstile.arrive(entry, now());
    } finally {
      lock.unlock();
    }
  }

  private boolean calledBack(Waiter waiter) {
    return read(() -> turnstile.calledBack(waiter));
  }

  /** One look at how things stand: nanoseconds to park, 0 = let in, MAX = until woken. */
  private long step(Waiter waiter) throws GateClosed {
    lock.lock();
    try {
      return turnstile.step(waiter, now());
    } finally {
      lock.unlock();
    }
  }

  private long now() {
    return nanos.getAsLong() - born;
  }

  /** Changes something, lets in whoever may go then, and tells whom it concerns. */
  private void change(Runnable what) {
    Runnable telling;
    lock.lock();
    try {
      what.run();
      terms.slowed(troubles.slowed(now()));
      capacity.retune(terms.effective(), terms.slowed(), now());
      turnstile.letIn(now());
      telling = news.since(state(), halts.closed());
    } finally {
      lock.unlock();
    }
    telling.run();
  }

  /** Looks again, as a timer would: for tests, whose clock moves by hand. */
  void tick() {
    change(() -> {});
  }

  /** Lets nobody in for so long, beginning now. A shorter wait never undoes a longer one. */
  public void shutFor(Duration wait) {
    change(() -> {
      turnstile.alarm();
      capacity.shut(wait.toNanos(), now());
    });
  }

  /** A call was answered that had no permit. */
  public void success() {
    change(() -> troubles.answered(false, now(), now()));
  }

  /** A call failed, without anything known but the kind. */
  public void trouble(Trouble trouble) {
    trouble(
        new ModelTrouble(
            trouble,
            "unknown",
            "a call failed: " + trouble,
            Optional.empty(),
            new IllegalStateException()));
  }

  /** A call failed that had no permit. */
  public void trouble(ModelTrouble trouble) {
    change(() -> judge(trouble, new GateTroubles.Sent(false, now(), capacity.sent())));
  }

  private void judge(ModelTrouble trouble, GateTroubles.Sent sent) {
    if (troubles.judge(trouble, sent, now())) {
      turnstile.alarm();
    }
    if (halts.closed().isPresent()) {
      turnstile.turnAllAway();
    }
  }

  /**
   * Turns all callers away from now on, the waiting ones too; calls on the wire go on. The first
   * closing counts.
   *
   * @param message for people: what happened, and what to do next
   */
  public void close(Trouble cause, String message) {
    change(() -> {
      if (halts.close(cause, message, now())) {
        turnstile.turnAllAway();
      }
    });
  }

  public void drain() {
    close(
        Trouble.DRAINING,
        "the program is stopping; what was not sent to %s is sent when the run is resumed"
            .formatted(role.endpoint().getRawAuthority()));
  }

  /**
   * Lets nobody in until {@link #unpause}; who waits goes on waiting, calls on the wire go on.
   *
   * @param reason a person's, for people
   */
  public void pause(String reason) {
    change(() -> {
      turnstile.alarm();
      halts.byHand(reason, now());
    });
  }

  /** Ends what {@link #pause} began. */
  public void unpause() {
    change(() -> halts.byHand(null, now()));
  }

  /** Another process's pause, for all that use this endpoint; null = it is over. */
  void pauseByNeighbour(@Nullable String reason) {
    change(() -> {
      if (reason != null) {
        turnstile.alarm();
      }
      halts.byNeighbour(reason, now());
    });
  }

  /**
   * Other limits from now on, each where it is present; the role's where not.
   *
   * @param inFlight calls at once, all processes together
   * @param requestsPerMinute 0 = no limit of ours; so, too, for tokens
   */
  public void retune(
      OptionalInt inFlight, OptionalInt requestsPerMinute, OptionalLong tokensPerMinute) {
    Limits of = Limits.of(role);
    change(() ->
        terms.wanted(
            new Limits(
                inFlight.orElse(of.inFlight()),
                requestsPerMinute.isPresent() ? requestsPerMinute.getAsInt() : of.requests(),
                tokensPerMinute.isPresent() ? tokensPerMinute.getAsLong() : of.tokens(),
                of.inputTokens(),
                of.outputTokens())));
  }

  /** What the endpoint says that it allows; it never widens what is configured. */
  void told(ToldLimits limits) {
    change(() -> terms.told(limits));
  }

  /**
   * What of the limits is this process's, where others use the same endpoint.
   *
   * @param places of the calls at once
   * @param rate of all that counts by the minute, 0 to 1
   */
  void share(int places, double rate) {
    change(() -> terms.share(places, rate));
  }

  /** Calls at once that are configured, all processes together. */
  int wanted() {
    return read(() -> terms.whole().inFlight());
  }

  /** For how long the endpoint itself has asked to be left alone. */
  Duration shutStill() {
    return Duration.ofNanos(read(() -> capacity.askedFor(now())));
  }

  /**
   * Calls the listener when the gate closes for good, with cause and message; at once if it has.
   */
  public void onClose(BiConsumer<Trouble, String> listener) {
    news.onClose(listener, read(halts::closed));
  }

  /**
   * Calls the listener whenever the gate's state has become another kind, or has another cause.
   * Short waits are not told: {@link GateState.Kind#SHUT} is only seen by {@link #state}.
   */
  public void onState(Consumer<GateState> listener) {
    news.onState(listener);
  }

  /** How things stand. */
  public GateState state() {
    return read(() -> troubles.state(turnstile.waiting(), now()));
  }

  /** Whether a call would go now or soon, or is wanted as a probe. */
  boolean wouldTry() {
    return read(() -> halts.nanosUntilAllowed(now()) == 0);
  }

  /** Waits until no call is left on the wire; whether it came to that. */
  public boolean awaitEmpty(Duration longest) throws InterruptedException {
    long left = longest.toNanos();
    lock.lockInterruptibly();
    try {
      while (capacity.onWire() > 0 && left > 0) {
        left = emptied.awaitNanos(left);
      }
      return capacity.onWire() == 0;
    } finally {
      lock.unlock();
    }
  }

  /** Calls on the wire. */
  public int inFlight() {
    return read(capacity::onWire);
  }

  /** Callers in front of the gate. */
  public int waiting() {
    return read(turnstile::waiting);
  }

  /** Calls that may be on the wire at once, as things stand. */
  public int limit() {
    return read(capacity::limit);
  }

  private <T> T read(Supplier<T> value) {
    lock.lock();
    try {
      return value.get();
    } finally {
      lock.unlock();
    }
  }
}
