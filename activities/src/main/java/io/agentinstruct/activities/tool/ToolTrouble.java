package io.agentinstruct.activities.tool;

import java.util.Collection;

/** Why tools can't be had as they were asked for: one fault a line, told to people. */
public final class ToolTrouble extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  ToolTrouble(String fault) {
    super(fault);
  }

  ToolTrouble(Collection<String> faults) {
    super(String.join("\n", faults));
  }
}
