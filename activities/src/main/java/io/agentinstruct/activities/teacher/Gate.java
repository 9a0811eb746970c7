package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The one way to an endpoint's model in this process. It lets callers in by urgency, as many at
 * once and as fast as the endpoint bears, and closes for good when no call would fare better.
 *
 * <p>Each waiting thread is parked by itself and woken alone. Whoever changes something lets in
 * whom it can; only the first in line keeps a timer, where all that is missing is time.
 */
public final class Gate {
  /** For so long calls must have failed in a row before the endpoint is given up. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern OVERLOAD = Pattern.compile("^(503|529)$|overloaded|unavailable");

  private final Role role;
  private final LongSupplier nanos;
  private final long born;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition emptied = lock.newCondition();
  private final TreeSet<Waiter> line = new TreeSet<>();
  private final List<BiConsumer<Trouble, String>> listeners = new ArrayList<>();
  private final Capacity capacity;
  private final Breaker breaker;
  private long arrivals;
  private @Nullable Closing closing;
  private @Nullable String pausedFor;

  public Gate(Role role) {
    this(role, PATIENCE, System::nanoTime, new Random());
  }

  Gate(Role role, Duration patience, LongSupplier nanos, RandomGenerator dice) {
    this.role = role;
    this.nanos = nanos;
    this.born = nanos.getAsLong();
    this.capacity = new Capacity(role, dice);
    this.breaker = new Breaker(patience);
  }

  /** The gate is closed: the call was never sent. */
  public static final class GateClosed extends Exception {
    private static final long serialVersionUID = 1L;

    private final Trouble trouble;
    private final String message;

    private GateClosed(Closing closing) {
      super(closing.message);
      this.trouble = closing.trouble;
      this.message = closing.message;
    }

    @Override
    public String getMessage() {
      return message;
    }

    /** Why it closed. */
    public Trouble trouble() {
      return trouble;
    }
  }

  private record Closing(Trouble trouble, String message) {}

  /** The right to have one call on the wire. Give it back as soon as the call has ended. */
  public final class Permit implements AutoCloseable {
    private final long reserved;
    private final long round;
    private long used;
    private boolean returned;

    private Permit(long reserved, long round) {
      this.reserved = reserved;
      this.used = reserved;
      this.round = round;
    }

    /** What the call really took, in place of the estimate. */
    public void used(long actual) {
      used = Math.max(0, actual);
    }

    @Override
    public void close() {
      lock.lock();
      try {
        if (!returned) {
          returned = true;
          capacity.end(round, reserved - used);
          if (capacity.onWire() == 0) {
            emptied.signalAll();
          }
          letIn();
        }
      } finally {
        lock.unlock();
      }
    }
  }

  public Permit enter(int urgency) throws InterruptedException, GateClosed {
    return enter(urgency, 0);
  }

  /**
   * Waits until the call may be sent.
   *
   * @param urgency the smaller, the sooner; among equals, who came first
   * @param estimatedTokens of prompt and reply, reserved until {@link Permit#used} says better
   */
  public Permit enter(int urgency, long estimatedTokens) throws InterruptedException, GateClosed {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    Waiter waiter;
    lock.lock();
    try {
      refuseIfClosed();
      waiter = new Waiter(urgency, arrivals++, Math.max(0, estimatedTokens));
      line.add(waiter);
      letIn(); // under the same lock: nobody who may go at once is ever seen waiting
    } finally {
      lock.unlock();
    }
    Permit permit = waiter.permit;
    while (permit == null) {
      long wait = step(waiter);
      if (wait == Long.MAX_VALUE) {
        LockSupport.park(this);
      } else if (wait > 0) {
        LockSupport.parkNanos(this, wait);
      }
      if (Thread.interrupted()) {
        withdraw(waiter);
        throw new InterruptedException();
      }
      permit = waiter.permit;
    }
    return permit;
  }

  /** One look at how things stand: nanoseconds to park, 0 = let in, MAX = until woken. */
  private long step(Waiter waiter) throws GateClosed {
    lock.lock();
    try {
      if (waiter.permit != null) {
        return 0;
      }
      refuseIfClosed();
      waiter.wakes = Long.MAX_VALUE;
      letIn();
      long wakes = waiter.wakes;
      return waiter.permit != null
          ? 0
          : wakes == Long.MAX_VALUE ? wakes : Math.max(1, wakes - now());
    } finally {
      lock.unlock();
    }
  }

  private void withdraw(Waiter waiter) {
    lock.lock();
    try {
      Permit granted = waiter.permit;
      if (granted != null) {
        capacity.neverSent();
        granted.used(0);
        granted.close();
      } else {
        line.remove(waiter);
        letIn();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Lets in whoever may go, first come first, and sees to it that the one left first has its timer
   * set.
   */
  private void letIn() {
    long now = now();
    while (!line.isEmpty() && pausedFor == null) {
      Waiter first = line.first();
      long wait = capacity.nanosUntilFree(first.tokens, now);
      if (wait == Long.MAX_VALUE) {
        return;
      }
      if (wait > 0) {
        setTimer(first, now + wait);
        return;
      }
      line.remove(first);
      first.permit = new Permit(first.tokens, capacity.start(first.tokens, now));
      first.wake();
    }
  }

  private static void setTimer(Waiter first, long at) {
    if (at < first.wakes) {
      first.wakes = at;
      first.wake();
    }
  }

  private void refuseIfClosed() throws GateClosed {
    Closing why = closing;
    if (why != null) {
      throw new GateClosed(why);
    }
  }

  private long now() {
    return nanos.getAsLong() - born;
  }

  /** Looks again, as a timer would: for tests, whose clock moves by hand. */
  void tick() {
    lock.lock();
    try {
      letIn();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in for so long, beginning now. A shorter wait never undoes a longer one. */
  public void shutFor(Duration wait) {
    lock.lock();
    try {
      capacity.shut(wait.toNanos(), now());
    } finally {
      lock.unlock();
    }
  }

  /** A call was answered. */
  public void success() {
    lock.lock();
    try {
      breaker.answered();
      capacity.answered();
      letIn();
    } finally {
      lock.unlock();
    }
  }

  /** A call failed, without anything known but the kind. */
  public void trouble(Trouble trouble) {
    report(trouble, "a call failed: " + trouble, Optional.empty(), false);
  }

  /**
   * A call failed. A refused shape of reply is no trouble of the endpoint's: a simpler one is about
   * to be asked for.
   */
  public void trouble(ModelTrouble trouble) {
    boolean overload = OVERLOAD.matcher(trouble.code()).find();
    Trouble kind = trouble.refusesShape() ? Trouble.OUTPUT : trouble.trouble();
    report(kind, String.valueOf(trouble.getMessage()), trouble.retryAfter(), overload);
  }

  private void report(Trouble trouble, String message, Optional<Duration> wait, boolean overload) {
    Optional<Closing> end;
    lock.lock();
    try {
      end = judged(trouble, message, wait, overload);
    } finally {
      lock.unlock();
    }
    end.ifPresent(why -> close(why.trouble(), why.message()));
  }

  /** Why to close; empty = stay open. */
  private Optional<Closing> judged(
      Trouble trouble, String message, Optional<Duration> wait, boolean overload) {
    switch (trouble) {
      case RATE -> capacity.rateLimited(wait, now());
      case TRANSIENT -> {
        if (overload) {
          capacity.overloaded(wait, now());
        }
        return breaker
            .failed(message, capacity.limit(), now())
            .map(why -> new Closing(Trouble.TRANSIENT, why));
      }
      case QUOTA, BUDGET, CREDENTIAL, CONFIG -> {
        return Optional.of(new Closing(trouble, message));
      }
      case SEED, OUTPUT -> breaker.answered();
      case DRAINING, INTERNAL -> {}
    }
    return Optional.empty();
  }

  /**
   * Turns all callers away from now on, the waiting ones too; calls on the wire go on. The first
   * closing counts.
   *
   * @param message for people: what happened, and what to do next
   */
  public void close(Trouble cause, String message) {
    List<BiConsumer<Trouble, String>> told;
    lock.lock();
    try {
      if (closing != null) {
        return;
      }
      closing = new Closing(cause, message);
      line.forEach(Waiter::wake);
      line.clear();
      told = List.copyOf(listeners);
    } finally {
      lock.unlock();
    }
    told.forEach(listener -> listener.accept(cause, message));
  }

  /** Lets nobody in until {@link #unpause}, by hand: those who wait go on waiting. */
  public void pause(String reason) {
    lock.lock();
    try {
      pausedFor = reason;
    } finally {
      lock.unlock();
    }
  }

  public void unpause() {
    lock.lock();
    try {
      pausedFor = null;
      letIn();
    } finally {
      lock.unlock();
    }
  }

  /** Other limits than the role's from now on, each where it is present. 0 = none a minute. */
  public void retune(OptionalInt inFlight, OptionalInt requests, OptionalLong tokens) {
    lock.lock();
    try {
      capacity.retune(
          inFlight.orElse(role.inFlight()),
          requests.orElse(role.requestsPerMinute()),
          tokens.orElse(role.tokensPerMinute()),
          now());
      letIn();
    } finally {
      lock.unlock();
    }
  }

  public void drain() {
    close(
        Trouble.DRAINING,
        "the program is stopping; what was not sent to %s is sent when the run is resumed"
            .formatted(role.endpoint().getRawAuthority()));
  }

  /** Calls the listener when the gate closes, with cause and message; at once if it has. */
  public void onClose(BiConsumer<Trouble, String> listener) {
    Closing why;
    lock.lock();
    try {
      listeners.add(listener);
      why = closing;
    } finally {
      lock.unlock();
    }
    if (why != null) {
      listener.accept(why.trouble(), why.message());
    }
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
    return read(line::size);
  }

  /** Calls that may be on the wire at once, as things stand. */
  public int limit() {
    return read(capacity::limit);
  }

  private int read(IntSupplier value) {
    lock.lock();
    try {
      return value.getAsInt();
    } finally {
      lock.unlock();
    }
  }
}
