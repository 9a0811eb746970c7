package io.agentinstruct.proof.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What was found wrong, at most a few of each kind in full; and how much was looked at. */
public final class Findings {
  private static final int SHOWN = 5;

  private final List<Violation> violations = new ArrayList<>();
  private final Map<String, Integer> counts = new HashMap<>();
  private long looks;

  /** Counts a look, and notes a violation where it does not hold. */
  void expect(boolean holds, String rule, String what, Object witness) {
    looks++;
    if (!holds) {
      add(rule, what, witness);
    }
  }

  void add(String rule, String what, Object witness) {
    if (counts.merge(rule, 1, Integer::sum) <= SHOWN) {
      violations.add(new Violation(rule, what, String.valueOf(witness)));
    }
  }

  public List<Violation> violations() {
    return List.copyOf(violations);
  }

  /** By rule, those not shown too. */
  public Map<String, Integer> counts() {
    return Map.copyOf(counts);
  }

  public int count(String rule) {
    return counts.getOrDefault(rule, 0);
  }

  public boolean none() {
    return violations.isEmpty();
  }

  public long looks() {
    return looks;
  }
}
