package io.agentinstruct.activities.teacher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.TreeSet;

/**
 * Callers in front of a gate: runs take turns, and within a run the most urgent is first. Guarded
 * by the gate's lock.
 */
final class Waiting {
  private final SequencedMap<String, TreeSet<Waiter>> runs = new LinkedHashMap<>();
  private int size;

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void add(Waiter waiter) {
    if (runs.computeIfAbsent(waiter.run(), run -> new TreeSet<>()).add(waiter)) {
      size++;
    }
  }

  /** Whose turn it is. */
  Waiter first() {
    return runs.firstEntry().getValue().first();
  }

  /** It was this one's turn; the next is another run's. */
  void served(Waiter waiter) {
    remove(waiter);
    TreeSet<Waiter> others = runs.remove(waiter.run());
    if (others != null) {
      runs.putLast(waiter.run(), others);
    }
  }

  void remove(Waiter waiter) {
    TreeSet<Waiter> line = runs.get(waiter.run());
    if (line != null && line.remove(waiter)) {
      size--;
      if (line.isEmpty()) {
        runs.remove(waiter.run());
      }
    }
  }

  List<Waiter> all() {
    return runs.values().stream().flatMap(TreeSet::stream).toList();
  }

  void clear() {
    runs.clear();
    size = 0;
  }
}
