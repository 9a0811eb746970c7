package io.agentinstruct.core.flow;

/** Whether the paper itself names an agent or skill, or whether it is our reconstruction. */
public enum Evidence {
  PAPER,
  RECONSTRUCTED
}
