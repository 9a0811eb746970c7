package io.agentinstruct.core.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Repetition loops, as small models fall into: one run of characters that fills a fifth of a text.
 */
public final class Loops {
  /** Runs of this many characters are counted; looping models repeat far longer ones. */
  private static final int RUN = 16;

  private static final int LONG_ENOUGH_TO_LOOP = 200;

  private Loops() {}

  /** What is repeated how often, for people; empty where nothing is. */
  public static Optional<String> in(String written) {
    String text = written.replaceAll("\\s+", " ").strip();
    if (text.length() < LONG_ENOUGH_TO_LOOP) {
      return Optional.empty();
    }
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i + RUN <= text.length(); i++) {
      counts.merge(text.substring(i, i + RUN), 1, Integer::sum);
    }
    Map.Entry<String, Integer> most =
        counts.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow();
    boolean loops =
        most.getValue() >= 5
            && most.getValue() * RUN * 5 > text.length()
            && !most.getKey().matches("[-|= *_.]+");
    return loops
        ? Optional.of("'" + most.getKey().strip() + "' stands " + most.getValue() + " times")
        : Optional.empty();
  }
}
