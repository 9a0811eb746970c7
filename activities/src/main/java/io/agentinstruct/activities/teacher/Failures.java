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
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /** A paused run has no hurry; the process that paused it is about to end. */
  private static final Duration PAUSED_WAIT = Duration.ofSeconds(30);

  private final Map<String, Integer> tries = new ConcurrentHashMap<>();

  /**
   * @param call what identifies the call among its retries
   */
  ApplicationFailure of(ModelTrouble trouble, String call) {
    return switch (trouble.trouble()) {
      case RATE -> again(trouble, trouble.retryAfter().orElse(wait(1, call)));
      case TRANSIENT -> {
        int tried = tries.merge(call, 1, Integer::sum);
        if (tried >= TRIES) {
          tries.remove(call);
          yield ApplicationFailure.newNonRetryableFailureWithCause(
              trouble.getMessage() + " (" + tried + " tries)", Trouble.TRANSIENT.name(), trouble);
        }
        yield again(trouble, wait(tried, call));
      }
      case QUOTA, BUDGET, CREDENTIAL, CONFIG, DRAINING -> again(trouble, PAUSED_WAIT);
      case SEED, OUTPUT, INTERNAL ->
          ApplicationFailure.newNonRetryableFailureWithCause(
              String.valueOf(trouble.getMessage()), trouble.trouble().name(), trouble);
    };
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
