package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.agentinstruct.activities.teacher.ChatModel.Reply;
import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Usage;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.io.IOException;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Reads a chat completion as compatible servers really write it, which is looser than the SDK's
 * classes allow. Only what is no completion at all is refused.
 */
final class ReplyReader {
  private static final ObjectReader JSON =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** No call of this century uses more. */
  private static final long MOST_TOKENS = 10_000_000;

  private ReplyReader() {}

  /**
   * @throws Refused where the endpoint wrapped a refusal into a success
   */
  static Reply read(byte[] body, Supplier<Headers> headers, Request request) throws IOException {
    JsonNode root = JSON.readTree(body);
    if (!root.has("choices")) {
      if (root.hasNonNull("error")) {
        throw new Refused(statusWithin(root.path("error")), headers.get(), root.toString());
      }
      throw new IOException("no choices");
    }
    JsonNode choice = root.path("choices").path(0);
    String text = text(choice.path("message").path("content"));
    String refusal = choice.path("message").path("refusal").asText("");
    return new Reply(
        text,
        choice.path("finish_reason").asText(""),
        refusal.isEmpty() ? null : refusal,
        root.path("model").asText(request.model()),
        usage(root.path("usage"), request, text + refusal));
  }

  /** Some servers answer 200 and mean the code inside. */
  private static int statusWithin(JsonNode error) {
    int status = error.path("code").asInt(0);
    return status >= 400 && status < 600 ? status : 502;
  }

  private static String text(JsonNode content) {
    if (content.isArray()) {
      return String.join(
          "",
          StreamSupport.stream(content.spliterator(), false)
              .map(part -> part.path("text").asText(""))
              .toList());
    }
    return content.asText("");
  }

  private static Usage usage(JsonNode usage, Request request, String text) {
    long input = count(usage.get("prompt_tokens"));
    long output = count(usage.get("completion_tokens"));
    if (input < 0 || output < 0 || input + output == 0) {
      long estimate = 0;
      for (Message message : request.messages()) {
        estimate += estimate(message.content());
      }
      return new Usage(estimate, 0, estimate(text), true);
    }
    long cached = count(usage.path("prompt_tokens_details").get("cached_tokens"));
    return new Usage(input, Math.clamp(cached, 0, input), output, false);
  }

  /** Negative where there is no sane count. */
  private static long count(@Nullable JsonNode node) {
    if (node == null
        || !node.isNumber()
        || !node.canConvertToLong()
        || node.longValue() > MOST_TOKENS) {
      return -1;
    }
    return node.longValue();
  }

  /** Four characters a token, or one where a character is about a word. */
  static long estimate(String text) {
    long wide = text.codePoints().filter(ReplyReader::wide).count();
    long narrow = text.codePointCount(0, text.length()) - wide;
    return wide + (narrow + 3) / 4;
  }

  private static boolean wide(int point) {
    return point >= 0x2E80
        && (point <= 0x9FFF
            || (point >= 0xAC00 && point <= 0xD7AF)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFF00 && point <= 0xFFEF)
            || (point >= 0x20000 && point <= 0x3FFFF));
  }
}
