package io.agentinstruct.core;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;

/**
 * The one YAML mapper, for what people write: a key that stands twice is a fault, {@code no} is a
 * word.
 */
public final class Yaml {
  public static final YAMLMapper MAPPER =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(YAMLParser.Feature.PARSE_BOOLEAN_LIKE_WORDS_AS_STRINGS)
          .build();

  private Yaml() {}

  /**
   * Why a text could not be read, as people need it.
   *
   * @param line from 1; 0 where the parser could not tell
   */
  public record Flaw(int line, String fault, String remedy) {}

  public static Flaw flaw(JsonProcessingException e) {
    JsonLocation location = e.getLocation();
    String message = e.getOriginalMessage().lines().findFirst().orElse("");
    return new Flaw(
        location == null ? 0 : location.getLineNr(),
        "is not YAML: " + message,
        message.startsWith("Duplicate")
            ? "keep one of the two"
            : "check the indentation, and quote values that hold ': ' or begin with a special character");
  }
}
