package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One request of the OpenAI protocol, as far as an answer by rule needs it.
 *
 * @param name of the schema, which names stage and agent; empty = none
 * @param schema of the reply; missing = plain text is wanted
 * @param digest of the whole body: all chance comes from it
 */
record ChatRequest(String name, JsonNode schema, List<Turn> turns, String digest) {
  record Turn(String role, String text) {}

  /** Where a body is no request; the message is for the caller. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String message) {
      super(message);
    }
  }

  static ChatRequest read(byte[] body) throws Refused {
    JsonNode root;
    try {
      root = Json.MAPPER.readTree(body);
    } catch (JsonProcessingException e) {
      throw new Refused("the body is not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw new Refused("the body could not be read: " + e.getMessage());
    }
    if (!root.path("messages").isArray() || root.path("messages").isEmpty()) {
      throw new Refused(
          "messages is missing; a list with at least one message would have been right");
    }
    if (root.path("stream").asBoolean()) {
      throw new Refused("the scripted teacher does not stream; leave stream out");
    }
    List<Turn> turns = new ArrayList<>();
    root.path("messages")
        .forEach(message ->
            turns.add(new Turn(message.path("role").asText(), text(message.path("content")))));
    JsonNode format = root.path("response_format");
    JsonNode schema = format.path("json_schema").path("schema");
    boolean inWords = schema.isMissingNode() && format.path("type").asText().equals("json_object");
    return new ChatRequest(
        format.path("json_schema").path("name").asText(),
        inWords ? schemaInWords(turns) : schema,
        turns,
        Digest.of(body));
  }

  private static String text(JsonNode content) {
    if (content.isTextual()) {
      return content.asText();
    }
    StringBuilder text = new StringBuilder();
    content.forEach(part -> text.append(part.path("text").asText()));
    return text.toString();
  }

  private static JsonNode schemaInWords(List<Turn> turns) {
    return turns.stream()
        .map(turn -> new Fences(turn.text()).find("schema"))
        .flatMap(Optional::stream)
        .reduce((one, other) -> other)
        .map(ChatRequest::tree)
        .orElse(MissingNode.getInstance());
  }

  private static JsonNode tree(String schema) {
    try {
      return Json.MAPPER.readTree(schema);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  boolean structured() {
    return schema.path("properties").isObject();
  }

  /** The first part of the name, or what the fields of the schema tell. */
  String stage() {
    int dash = name.indexOf('-');
    if (dash > 0) {
      return name.substring(0, dash);
    }
    if (has("items")) {
      return "instruct";
    }
    if (has("suggestions") || has("passage") || has("task")) {
      return "refine";
    }
    return has("verdict") ? "judge" : "transform";
  }

  /** The name without the stage and without the part in its pair. */
  String agent() {
    return name.substring(name.indexOf('-') + 1).replaceAll("-(?:suggest|edit)$", "");
  }

  boolean has(String field) {
    return schema.path("properties").has(field);
  }

  boolean itemHas(String field) {
    return schema.path("properties").path("items").path("items").path("properties").has(field);
  }

  /**
   * The last message of the user that has something between tags; a second asking has nothing of
   * the kind.
   */
  Fences fences() {
    List<Fences> said =
        turns.stream()
            .filter(turn -> turn.role().equals("user"))
            .map(turn -> new Fences(turn.text()))
            .toList();
    return said.reversed().stream()
        .filter(Fences::any)
        .findFirst()
        .or(() -> said.reversed().stream().findFirst())
        .orElse(new Fences(turns.getLast().text()));
  }

  String allText() {
    return turns.stream().map(Turn::text).reduce("", (one, other) -> one + "\n" + other);
  }
}
