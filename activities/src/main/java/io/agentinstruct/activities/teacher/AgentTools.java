package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.tool.Tool;
import io.agentinstruct.activities.tool.Toolkit;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.ToolList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one agent may use before it answers. A result is kept in the store by what was used how, so
 * that the same use in the same run is made once, whatever happens in between.
 */
final class AgentTools {
  /** Rounds of use before an agent has to answer. */
  static final int ROUNDS = 4;

  /** Uses in one round; more are not made. */
  private static final int AT_ONCE = 5;

  private final Toolkit toolkit;
  private final Store store;
  private final Question question;

  AgentTools(Toolkit toolkit, Store store, Question question) {
    this.toolkit = toolkit;
    this.store = store;
    this.question = question;
  }

  boolean any() {
    return !toolkit.offers().isEmpty();
  }

  /** For the prompt that tells the agent of them. */
  Map<String, String> told() {
    return Map.of("tools", ToolList.told(toolkit.specs()), "rounds", String.valueOf(ROUNDS));
  }

  /**
   * Uses what an agent asks for, in its order.
   *
   * @param calls list of tool and arguments
   * @return a JSON list of tool and result
   */
  String use(JsonNode calls) throws InterruptedException {
    ArrayNode results = Json.MAPPER.createArrayNode();
    for (JsonNode call : calls) {
      if (results.size() < AT_ONCE) {
        String tool = call.path("tool").asText().strip();
        Tool.Result result = use(tool, call.path("arguments").asText());
        results
            .addObject()
            .put("tool", tool)
            .put(result.failed() ? "error" : "result", result.text());
      }
    }
    return results.toString();
  }

  private Tool.Result use(String tool, String written) throws InterruptedException {
    Optional<ObjectNode> arguments =
        written.isBlank() ? Optional.of(Json.MAPPER.createObjectNode()) : Envelope.object(written);
    if (arguments.isEmpty()) {
      return Tool.Result.failed("The arguments are no JSON object.");
    }
    Toolkit.Offer offer = toolkit.offers().get(tool);
    String fingerprint = offer == null ? "" : offer.fingerprint();
    String key = Store.ToolResult.key(question.run(), tool + " " + fingerprint, arguments.get());
    Optional<Store.ToolResult> known = store.toolResult(key);
    if (known.isPresent()) {
      return new Tool.Result(known.get().result(), known.get().failed());
    }
    long begun = System.nanoTime();
    Tool.Result result =
        toolkit.use(tool, arguments.get(), new Tool.Caller(question.run(), question.seed()));
    store.putToolResult(
        new Store.ToolResult(
            key,
            question.run(),
            question.seed(),
            question.agent(),
            tool,
            Json.write(arguments.get()),
            result.text(),
            result.failed(),
            TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun)));
    return result;
  }
}
