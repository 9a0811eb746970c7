package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HexFormat;

/**
 * A request for a chat completion, as far as a teacher of no mind needs to understand it.
 *
 * @param digest of the whole body: the same asked again has the same
 * @param agent name of the schema, or {@code answer} where there is none, or {@code probe}
 * @param reask whether it repeats an exchange that went wrong
 * @param mark what the reply depends on: who asks, and the first words said. The same for a second
 *     try, so that a dataset does not tell how often its makers stumbled
 */
record ChatRequest(
    String digest,
    String agent,
    boolean shaped,
    boolean reask,
    String mark,
    JsonNode schema,
    int maxTokens,
    long inputTokens) {
  static final String ANSWER = "answer";
  static final String PROBE = "probe";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CHARACTERS_A_TOKEN = 4;
  private static final int PROBE_TOKENS = 64;

  static ChatRequest of(String body) throws IOException {
    JsonNode root = JSON.readTree(body);
    JsonNode schema = root.path("response_format").path("json_schema");
    JsonNode messages = root.path("messages");
    int maxTokens =
        root.path("max_tokens").asInt(root.path("max_completion_tokens").asInt(Integer.MAX_VALUE));
    String agent = schema.path("name").asText(maxTokens <= PROBE_TOKENS ? PROBE : ANSWER);
    String said = messages.path(0).path("content").asText("");
    String asked = messages.path(1).path("content").asText("");
    return new ChatRequest(
        hex(FaultPlan.sha256(body)),
        agent,
        schema.isObject(),
        messages.size() > 2,
        hex(FaultPlan.sha256(agent + "\n" + said + "\n" + asked)).substring(0, 12),
        schema.path("schema"),
        maxTokens,
        Math.max(1, body.length() / CHARACTERS_A_TOKEN));
  }

  boolean probe() {
    return agent.startsWith(PROBE);
  }

  private static String hex(byte[] sha) {
    return HexFormat.of().formatHex(sha, 0, 16);
  }
}
