package io.agentinstruct.worker.scripted;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one task is about.
 *
 * @param slots values for the stems
 * @param bearing sentences on which the answer rests
 */
record Focus(FocusKind kind, Map<String, String> slots, List<Sentence> bearing) {

  /** Whether a task from which these slots were read can have been made of this. */
  boolean fits(Map<String, String> read) {
    return read.entrySet().stream()
        .allMatch(slot -> Spelling.same(slots.getOrDefault(slot.getKey(), ""), slot.getValue()));
  }

  Focus with(Map<String, String> read) {
    Map<String, String> more = new HashMap<>(slots);
    more.putAll(read);
    return new Focus(kind, more, bearing);
  }

  Focus and(String slot, String value) {
    return with(Map.of(slot, value));
  }
}
