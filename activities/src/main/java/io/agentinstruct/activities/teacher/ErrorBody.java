package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What the body of a refusal says, in whichever of the field's shapes: OpenAI's object under {@code
 * error}, the same without that wrapper (older vLLM), inside an array (Gemini), {@code error} or
 * {@code detail} as plain text (Ollama, FastAPI), or no JSON at all.
 *
 * @param code the endpoint's own word, in lower case; empty where it gave none, or only the status
 * @param type in lower case
 * @param param the parameter complained of, in lower case
 * @param message as written
 * @param words all of the above and what is known of the cause, in lower case, for looking up words
 */
record ErrorBody(String code, String type, String param, String message, String words) {
  private static final int MOST = 4_000;
  private static final Pattern PAGE = Pattern.compile("(?i)<(!doctype|html|head|body)\\b");

  static ErrorBody of(String body) {
    JsonNode root = tree(body);
    if (root.isArray()) {
      root = root.path(0);
    }
    JsonNode error = root.path("error").isContainerNode() ? root.path("error") : root;
    String message =
        withoutPages(root.isContainerNode() ? message(root, error) : cut(body.strip()));
    String code = word(error.path("code"));
    String type = word(error.path("type")) + word(error.path("status"));
    String param = word(error.path("param"));
    String cause = cut(error.path("metadata").toString() + error.path("details"));
    String words = String.join(" ", code, type, param, message, cause).toLowerCase(Locale.ROOT);
    return new ErrorBody(code, type, param, message, words);
  }

  private static JsonNode tree(String body) {
    try {
      JsonNode root = Json.MAPPER.readTree(body);
      return root == null ? Json.MAPPER.missingNode() : root;
    } catch (JsonProcessingException notJson) {
      return Json.MAPPER.missingNode();
    }
  }

  private static String message(JsonNode root, JsonNode error) {
    for (JsonNode candidate :
        List.of(
            error.path("message"), root.path("error"), root.path("detail"), root.path("message"))) {
      if (candidate.isTextual()) {
        return cut(candidate.textValue());
      }
    }
    List<String> details = new ArrayList<>();
    for (JsonNode detail : root.path("detail")) {
      // FastAPI's "input" beside it repeats the prompt.
      details.add(detail.path("msg").asText(""));
    }
    return cut(String.join("; ", details));
  }

  /** A page of HTML says nothing that a person could use. */
  private static String withoutPages(String message) {
    return PAGE.matcher(message).find() ? "" : message;
  }

  private static String word(JsonNode node) {
    String word = node.isTextual() ? node.textValue().toLowerCase(Locale.ROOT) : "";
    return word.matches("[a-z0-9_.-]{1,64}") && !word.matches("[0-9]*") ? word : "";
  }

  private static String cut(String text) {
    return text.length() <= MOST ? text : text.substring(0, MOST);
  }
}
