package io.agentinstruct.core.flow;

import java.util.Locale;

/**
 * The five rooms a journey walks through, in order. A stage is also the name of a folder in a flow.
 */
public enum Stage {
  TRANSFORM,
  INSTRUCT,
  REFINE,
  RESPOND,
  JUDGE;

  public String folder() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Temporal's and the gate's order: the smaller, the sooner. Late stages go first, so that rows
   * finish.
   */
  public int urgency() {
    return switch (this) {
      case TRANSFORM -> 5;
      case INSTRUCT -> 4;
      case REFINE -> 3;
      case RESPOND -> 2;
      case JUDGE -> 1;
    };
  }
}
