package io.agentinstruct.core.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A tool as a model is told of it, in the shape that chat endpoints and chat templates share
 * (OpenAI API reference, "Function tools").
 *
 * @param name letters, digits, {@code _} and {@code -}; at most 64
 * @param parameters JSON schema of the arguments, an object
 */
public record ToolSpec(String name, String description, JsonNode parameters) {
  public ToolSpec {
    description = description == null ? "" : description;
    parameters = parameters == null ? JsonNodeFactory.instance.objectNode() : parameters;
  }
}
