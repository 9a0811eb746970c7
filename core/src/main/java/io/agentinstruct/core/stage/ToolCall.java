package io.agentinstruct.core.stage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.Json;

/**
 * One call of a tool, in the shape of the chat endpoints.
 *
 * @param type always {@code function}
 */
public record ToolCall(String id, String type, Function function) {
  /**
   * @param arguments a JSON object as text: columns of a dataset must not change their type from
   *     row to row
   */
  public record Function(String name, String arguments) {}

  public static ToolCall of(String id, String tool, ObjectNode arguments) {
    return new ToolCall(id, "function", new Function(tool, Json.write(arguments)));
  }
}
