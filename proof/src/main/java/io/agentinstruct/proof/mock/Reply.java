package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * What is said to a request, whole or spoilt: a pure function of it. It answers the agents of
 * {@code bench/flows/seventeen-calls}, and others by filling their schema.
 *
 * @param body the chat completion as JSON
 */
record Reply(String body, long inputTokens, long outputTokens) {
  /** Stands in every text that must never become part of a row. */
  static final String SPOILT = "SPOILT-BY-THE-MOCK";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHARACTERS_A_TOKEN = 4;
  private static final String PASSAGE =
      "The council of Harrow weighed the cost of heating against the number of readers. ";

  static Reply to(ChatRequest request, Fault fault) {
    String content = spoil(content(request), fault);
    long output = Math.max(1, content.length() / CHARACTERS_A_TOKEN);
    output = Math.min(output, request.maxTokens());
    ObjectNode root = JSON.createObjectNode();
    root.put("id", "proof-" + request.mark()).put("object", "chat.completion").put("created", 1);
    root.put("model", "fault-mock");
    ObjectNode choice = JSON.createObjectNode().put("index", 0);
    ObjectNode message = choice.putObject("message").put("role", "assistant");
    if (fault == Fault.REFUSAL_FIELD) {
      message.putNull("content").put("refusal", "I can't help with that. " + SPOILT);
    } else {
      message.put("content", content);
    }
    choice.put("finish_reason", finish(fault));
    ArrayNode choices = root.putArray("choices");
    if (fault != Fault.EMPTY_CHOICES) {
      choices.add(choice);
    }
    if (fault != Fault.NO_USAGE) {
      root.putObject("usage")
          .put("prompt_tokens", request.inputTokens())
          .put("completion_tokens", output)
          .put("total_tokens", request.inputTokens() + output);
    }
    return new Reply(root.toString(), request.inputTokens(), output);
  }

  private static String finish(Fault fault) {
    return switch (fault) {
      case TRUNCATED -> "length";
      case REFUSAL_FINISH -> "content_filter";
      default -> "stop";
    };
  }

  private static String spoil(String content, Fault fault) {
    return switch (fault) {
      case MALFORMED -> "Certainly! Here is what came to my mind, " + SPOILT + ": {\"task\": ";
      case SCHEMA_BREAK -> "{\"answer\":[1,2,3],\"remark\":\"" + SPOILT + "\"}";
      case TRUNCATED -> content.substring(0, content.length() / 2) + " " + SPOILT;
      case REFUSAL_FINISH -> SPOILT;
      case REFUSAL_WORDS -> "I'm sorry, but I can't help with that request. " + SPOILT;
      default -> content;
    };
  }

  private static String content(ChatRequest request) {
    String agent = request.agent();
    ObjectNode said = JSON.createObjectNode().put("declined", "");
    if (agent.equals(ChatRequest.PROBE)) {
      return "ready";
    }
    if (!request.shaped()) {
      return "The passage says that the council weighed the cost against the readers, which is why "
          + request.mark()
          + " was settled.";
    }
    if (agent.startsWith("transform-")) {
      said.put("title", "Notes " + request.mark());
      said.put("text", PASSAGE.repeat(8) + "File " + request.mark() + ".");
    } else if (agent.startsWith("instruct-")) {
      items(said.putArray("items"), request.mark());
    } else if (agent.endsWith("-suggest")) {
      said.putArray("suggestions")
          .add("Ask for the cause as well, and for its effect on file " + request.mark());
    } else if (agent.endsWith("-edit")) {
      said.put("task", "Why was file " + request.mark() + " weighed, and with what effect?");
      said.put("expected", "for its cost");
    } else {
      return filled(request.schema(), request.mark()).toString();
    }
    return said.toString();
  }

  private static void items(ArrayNode items, String mark) {
    for (int i = 1; i <= 3; i++) {
      items
          .addObject()
          .put("task", "What does the passage say of item " + mark + "." + i + "?")
          .put("expected", "that it was weighed " + i);
    }
  }

  private static JsonNode filled(JsonNode schema, String mark) {
    if (schema.path("enum").isArray()) {
      return schema.path("enum").path(0);
    }
    return switch (schema.path("type").asText("string")) {
      case "object" -> {
        ObjectNode object = JSON.createObjectNode();
        schema
            .path("properties")
            .properties()
            .forEach(field ->
                object.set(
                    field.getKey(),
                    field.getKey().equals("declined")
                        ? JSON.getNodeFactory().textNode("")
                        : filled(field.getValue(), mark)));
        yield object;
      }
      case "array" -> JSON.createArrayNode().add(filled(schema.path("items"), mark));
      case "boolean" -> JSON.getNodeFactory().booleanNode(true);
      case "integer", "number" -> JSON.getNodeFactory().numberNode(1);
      default -> JSON.getNodeFactory().textNode("Weighed in file " + mark);
    };
  }
}
