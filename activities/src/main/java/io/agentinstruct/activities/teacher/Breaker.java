package io.agentinstruct.activities.teacher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Tells an outage from single failures: most of the calls of late have failed, and for some time.
 * Guarded by the gate's lock.
 */
final class Breaker {
  private static final int FEWEST = 20;

  /** For so long at least where not one call was answered any more. */
  private static final long SHORTEST = TimeUnit.SECONDS.toNanos(5);

  private record Ended(long at, boolean failed) {}

  private final long patience;
  private final ArrayDeque<Ended> window = new ArrayDeque<>();
  private int failed;
  private int inARow;
  private long rowBegan;

  Breaker(Duration patience) {
    this.patience = patience.toNanos();
  }

  /** The endpoint answered, be it with a no. */
  void answered(int limit, long now) {
    inARow = 0;
    ended(false, limit, now);
  }

  /**
   * One more call that failed.
   *
   * @param limit calls at once: one outage fails them all, which counts as little as one failure
   * @return what to say of the outage; empty = there is none
   */
  Optional<String> failed(String message, int limit, long now) {
    rowBegan = inARow == 0 ? now : rowBegan;
    inARow++;
    ended(true, limit, now);
    int enough = enough(limit);
    long lasting = now - window.getFirst().at;
    if (inARow >= enough && now - rowBegan >= SHORTEST) {
      return Optional.of(said(inARow + " calls in a row failed", now - rowBegan, message));
    }
    if (window.size() >= enough && 2 * failed > window.size() && lasting >= patience) {
      return Optional.of(
          said("%d of %d calls failed".formatted(failed, window.size()), lasting, message));
    }
    return Optional.empty();
  }

  /** Begins anew, after an outage. */
  void reset() {
    window.clear();
    failed = 0;
    inARow = 0;
  }

  private void ended(boolean badly, int limit, long now) {
    window.addLast(new Ended(now, badly));
    failed += badly ? 1 : 0;
    while (window.size() > enough(limit) && window.getFirst().at < now - patience) {
      failed -= window.removeFirst().failed ? 1 : 0;
    }
  }

  private static int enough(int limit) {
    return Math.max(FEWEST, 3 * limit);
  }

  private static String said(String what, long lasting, String message) {
    return "%s over %d s, the last one so: %s. Calls wait; one now and then asks whether it is over, and all go on by themselves when it is"
        .formatted(
            what,
            TimeUnit.NANOSECONDS.toSeconds(lasting),
            message.replace(ModelTroubles.LATER, ""));
  }
}
