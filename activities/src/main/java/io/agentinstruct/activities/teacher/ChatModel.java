package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One model behind one endpoint. No retries, no waiting for limits: one call, one answer or one
 * trouble.
 */
public interface ChatModel extends AutoCloseable {
  Reply ask(Request request) throws ModelTrouble;

  @Override
  void close();

  /**
   * @param model as the endpoint names it
   * @param maxTokens cap on the reply
   * @param name of the agent, for the endpoint's own logs: letters, digits, {@code -} and {@code
   *     _}, at most 64
   * @param shape how the reply is to be shaped
   * @param extra further fields of the body, as they are
   */
  record Request(
      String model,
      List<Message> messages,
      double temperature,
      int maxTokens,
      String name,
      Shape shape,
      Map<String, JsonNode> extra) {
    public Request(
        String model,
        List<Message> messages,
        double temperature,
        int maxTokens,
        String name,
        Shape shape) {
      this(model, messages, temperature, maxTokens, name, shape, Map.of());
    }
  }

  /** The ladder of structured replies; a rung that the endpoint refuses is left for the next. */
  sealed interface Shape {
    /** Plain text. */
    record Text() implements Shape {}

    /** Any JSON object; the schema is told in words. */
    record JsonObject() implements Shape {}

    /** A JSON object of this schema. */
    record Schema(JsonNode schema) implements Shape {}
  }

  /**
   * @param text content of the first choice, possibly empty
   * @param finish stop, length, content_filter, ...; empty where the endpoint said nothing
   * @param refusal the endpoint's refusal; null = none
   */
  record Reply(String text, String finish, @Nullable String refusal, String model, Usage usage) {}

  /**
   * @param estimated whether the endpoint gave no (sane) usage
   */
  record Usage(long inputTokens, long cachedTokens, long outputTokens, boolean estimated) {}
}
