package io.agentinstruct.activities.teacher;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Gives an endpoint up that has failed often, long and without a break. Guarded by the gate's lock.
 */
final class Breaker {
  private static final int FEWEST = 20;

  private final long patience;
  private int failures;
  private long since;

  Breaker(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** The endpoint answered, be it with a no. */
  void answered() {
    failures = 0;
  }

  /**
   * One more call that failed.
   *
   * @param limit calls at once: one outage fails them all, which counts as little as one failure
   * @return why to give up; empty = not yet
   */
  Optional<String> failed(String message, int limit, long now) {
    if (failures == 0) {
      since = now;
    }
    failures++;
    if (failures < Math.max(FEWEST, 3 * limit) || now - since < patience) {
      return Optional.empty();
    }
    return Optional.of(
        "%d calls in a row failed over %d s, the last one so: %s. Nothing more is sent; see to the endpoint, then resume the run"
            .formatted(
                failures,
                TimeUnit.NANOSECONDS.toSeconds(now - since),
                message.replace(ModelTroubles.LATER, "")));
  }
}
