package io.agentinstruct.core.routing;

import java.util.Map;
import java.util.TreeMap;

/**
 * How a run spreads its seeds over its skills. Stands in the store as part of a run's
 * specification: add components at the end, forgive absent ones.
 *
 * @param weights skill to its share, in whole numbers; 0 = only seeds that name the skill; empty =
 *     every seed goes to every skill of the run, suitable or not
 * @param perSeed skills that a seed goes to at most; 0 = all that suit it
 * @param pins beginning of an input's name to the skill that its seeds go to; what becomes of them
 *     does not depend on what else is read
 * @param router whether a teacher is asked which of a seed's skills are worth it
 */
public record Mix(
    Map<String, Integer> weights, int perSeed, Map<String, String> pins, boolean router) {
  /** All seeds to one skill, or to each of several. */
  public static final Mix EVERY_SEED = new Mix(Map.of(), 0, Map.of(), false);

  public Mix {
    weights = weights == null ? Map.of() : new TreeMap<>(weights);
    pins = pins == null ? Map.of() : new TreeMap<>(pins);
  }

  /** Whether seeds go only to skills that suit them. */
  public boolean selects() {
    return !weights.isEmpty();
  }
}
