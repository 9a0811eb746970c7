package io.agentinstruct.activities.teacher;

import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Digest;
import io.temporal.failure.ApplicationErrorCategory;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one door by which trouble leaves for Temporal, whose retry loop is the only one in the house.
 */
final class Failures {
  private static final int TRIES = 8;

  /** Of trying: on the wire, and between two tries. What is waited at a gate does not count. */
  private static final Duration LONGEST_TRYING = Duration.ofMinutes(15);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** Whoever comes earlier than the endpoint wants is held back by the gate. */
  private static final Duration LONGEST_RATE_WAIT = Duration.ofMinutes(1);

  /** A paused run has no hurry; the process that paused it is about to end. */
  private static final Duration PAUSED_WAIT = Duration.ofSeconds(30);

  private final Map<String, Trying> tries = new ConcurrentHashMap<>();

  private record Trying(int times, Duration lasting) {
    Trying and(Trying other) {
      return new Trying(times + other.times, lasting.plus(other.lasting));
    }

    boolean enough() {
      return times >= TRIES || lasting.compareTo(LONGEST_TRYING) >= 0;
    }
  }

  /**
   * @param call what identifies the call among its retries
   */
  ApplicationFailure of(ModelTrouble trouble, String call) {
    return switch (trouble.trouble()) {
      case RATE -> again(trouble, shorter(trouble.retryAfter().orElse(wait(1, call))));
      case TRANSIENT -> tried(trouble, call);
      case QUOTA -> again(trouble, wait(1, call)); // the gate is paused, and holds it back
      case BUDGET, CREDENTIAL, CONFIG, DRAINING -> again(trouble, PAUSED_WAIT);
      case SEED, OUTPUT, INTERNAL ->
          ApplicationFailure.newNonRetryableFailureWithCause(
              String.valueOf(trouble.getMessage()), trouble.trouble().name(), trouble);
    };
  }

  private ApplicationFailure tried(ModelTrouble trouble, String call) {
    Trying now = tries.merge(call, new Trying(1, trouble.tried()), Trying::and);
    if (now.enough()) {
      tries.remove(call);
      return ApplicationFailure.newNonRetryableFailureWithCause(
          "%s (%d tries)".formatted(trouble.getMessage(), now.times()),
          Trouble.TRANSIENT.name(),
          trouble);
    }
    Duration wait = wait(now.times(), call);
    tries.merge(call, new Trying(0, wait), Trying::and);
    return again(trouble, wait);
  }

  private static Duration shorter(Duration wait) {
    return wait.compareTo(LONGEST_RATE_WAIT) > 0 ? LONGEST_RATE_WAIT : wait;
  }

  void succeeded(String call) {
    tries.remove(call);
  }

  static ApplicationFailure of(StoreTrouble trouble) {
    return benign(Trouble.DRAINING, String.valueOf(trouble.getMessage()), PAUSED_WAIT, trouble);
  }

  static ApplicationFailure stopping(Throwable cause) {
    return benign(Trouble.DRAINING, "the program is stopping", Duration.ofSeconds(1), cause);
  }

  private static ApplicationFailure again(ModelTrouble trouble, Duration wait) {
    return benign(trouble.trouble(), String.valueOf(trouble.getMessage()), wait, trouble);
  }

  private static ApplicationFailure benign(
      Trouble trouble, String message, Duration wait, Throwable cause) {
    return ApplicationFailure.newBuilder()
        .setType(trouble.name())
        .setMessage(message)
        .setNextRetryDelay(wait)
        .setCategory(ApplicationErrorCategory.BENIGN)
        .setCause(cause)
        .build();
  }

  /**
   * Equal jitter, by digest: at least half of the doubled wait, so that no try is burnt at once.
   */
  private static Duration wait(int tried, String call) {
    long whole =
        Math.min(LONGEST_WAIT.toMillis(), FIRST_WAIT.toMillis() << Math.min(tried - 1, 10));
    int dice = Integer.parseInt(Digest.of(call + tried).substring(0, 4), 16);
    return Duration.ofMillis(whole / 2 + whole / 2 * dice / 0xffff);
  }
}
