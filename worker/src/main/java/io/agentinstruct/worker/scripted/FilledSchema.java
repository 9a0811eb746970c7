package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A reply in exactly the fields of a schema: what a rule does not fill gets the empty value of its
 * type.
 */
final class FilledSchema {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private FilledSchema() {}

  /**
   * @param values strings, lists of strings, or lists of maps like this one, by field
   */
  static ObjectNode of(JsonNode schema, Map<String, ?> values) {
    ObjectNode reply = NODES.objectNode();
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> reply.set(field.getKey(), node(field.getValue(), values.get(field.getKey()))));
    return reply;
  }

  private static JsonNode node(JsonNode schema, @Nullable Object value) {
    return switch (value) {
      case String text -> NODES.textNode(text);
      case List<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(entry -> array.add(node(schema.path("items"), entry)));
        yield array;
      }
      case Map<?, ?> map -> {
        ObjectNode object = NODES.objectNode();
        schema
            .path("properties")
            .properties()
            .forEach(field ->
                object.set(field.getKey(), node(field.getValue(), map.get(field.getKey()))));
        yield object;
      }
      case null, default -> empty(schema);
    };
  }

  private static JsonNode empty(JsonNode schema) {
    JsonNode first = schema.path("enum").path(0);
    if (!first.isMissingNode()) {
      return first;
    }
    return switch (schema.path("type").asText()) {
      case "array" -> NODES.arrayNode();
      case "object" -> of(schema, Map.of());
      case "integer", "number" -> NODES.numberNode(1);
      case "boolean" -> NODES.booleanNode(true);
      default -> NODES.textNode("");
    };
  }
}
