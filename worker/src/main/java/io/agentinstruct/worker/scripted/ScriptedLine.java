package io.agentinstruct.worker.scripted;

import java.util.List;

/**
 * One reply, and when it is given.
 *
 * @param agent id, such as {@code instruct/riddle} or {@code refine/harder.edit}
 * @param when all of these stand in what the request says
 * @param unless none of these does
 * @param content of the reply's message
 * @param plain whether it is a text; otherwise a JSON object
 */
record ScriptedLine(
    String agent, List<String> when, List<String> unless, String content, boolean plain) {
  private static final int LONGEST_NAME = 64;

  ScriptedLine {
    when = List.copyOf(when);
    unless = List.copyOf(unless);
  }

  /**
   * A request for an object is named after its agent. One for plain text has no name on the wire:
   * there {@code when} alone decides.
   */
  boolean fits(ChatRequest request, String said) {
    boolean asked = request.structured() ? !plain && request.name().equals(name()) : plain;
    return asked
        && when.stream().allMatch(said::contains)
        && unless.stream().noneMatch(said::contains);
  }

  /** The agent's id in the letters that endpoints allow in the name of a schema. */
  private String name() {
    String name = agent.replaceAll("[^A-Za-z0-9_-]", "-");
    return name.substring(0, Math.min(LONGEST_NAME, name.length()));
  }
}
