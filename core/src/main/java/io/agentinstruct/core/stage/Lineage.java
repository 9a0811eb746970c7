package io.agentinstruct.core.stage;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A thread's path: {@code seed 7f3a > debate > strengthen 1 > harder 1 > answer}. Provenance, row
 * id's ground, log line and reason line in one.
 */
public record Lineage(@JsonValue String path) {
  private static final String STEP = " > ";

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Lineage {}

  public static Lineage ofSeed(String seedId) {
    return new Lineage("seed " + seedId.substring(0, Math.min(12, seedId.length())));
  }

  public Lineage then(String step) {
    return new Lineage(path + STEP + step);
  }

  /** The path without the seed: what distinguishes the threads of one journey. */
  public String within() {
    int first = path.indexOf(STEP);
    return first < 0 ? "" : path.substring(first + STEP.length());
  }

  /** The instruct agent that the thread comes from; empty where it ended before one. */
  public String leaf() {
    String[] steps = path.split(STEP, -1);
    return steps.length < 3 ? "" : steps[2].replaceFirst(" \\d+$", "");
  }

  @Override
  public String toString() {
    return path;
  }
}
