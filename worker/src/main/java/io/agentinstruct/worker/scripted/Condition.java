package io.agentinstruct.worker.scripted;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What makes a task harder without changing what it asks.
 *
 * @param task is put behind the task
 * @param adds what the answer has to give besides; null = nothing
 */
record Condition(String task, @Nullable String adds) {
  /** Whether it asks for what stands next to the answer. */
  boolean looksAround() {
    return adds != null && (adds.contains("{before") || adds.contains("{after"));
  }

  Optional<Stem> addition() {
    return Optional.ofNullable(adds).map(Stem::new);
  }
}
