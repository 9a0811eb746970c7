package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stops a whole process from sending anything more, once, with the first cause. What is on the wire
 * ends and is journaled; what waits will be sent when the run is resumed.
 */
public final class Brake {
  private final AtomicReference<@Nullable Cause> cause = new AtomicReference<>();
  private final CopyOnWriteArrayList<Consumer<Cause>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param message for people: what happened, and what to do next
   */
  public record Cause(Trouble trouble, String message) {}

  public void pull(Trouble trouble, String message) {
    Cause first = new Cause(trouble, message);
    if (cause.compareAndSet(null, first)) {
      listeners.forEach(listener -> listener.accept(first));
    }
  }

  /** Calls the listener when the brake is pulled, or at once if it was. */
  public void onPull(Consumer<Cause> listener) {
    listeners.add(listener);
    pulled().ifPresent(listener);
  }

  public Optional<Cause> pulled() {
    return Optional.ofNullable(cause.get());
  }
}
