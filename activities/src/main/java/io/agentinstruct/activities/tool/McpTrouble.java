package io.agentinstruct.activities.tool;

/** Why a server of tools could not do what was asked of it; for agents and people alike. */
final class McpTrouble extends Exception {
  private static final long serialVersionUID = 1L;

  McpTrouble(String message) {
    super(message);
  }
}
