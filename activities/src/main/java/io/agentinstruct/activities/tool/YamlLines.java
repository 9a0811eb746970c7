package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.agentinstruct.core.Yaml;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * On which line of a YAML text each key stands, which a tree no longer tells.
 *
 * @param byPath keys joined by slashes, without those inside of lists
 */
record YamlLines(Map<String, Integer> byPath) {
  static final YamlLines NONE = new YamlLines(Map.of());

  static YamlLines of(String text) throws IOException {
    Map<String, Integer> lines = new HashMap<>();
    try (JsonParser parser = Yaml.MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        if (parser.currentToken() == JsonToken.FIELD_NAME) {
          String path = parser.getParsingContext().pathAsPointer().toString().substring(1);
          lines.putIfAbsent(path, parser.currentTokenLocation().getLineNr());
        }
      }
    }
    return new YamlLines(Map.copyOf(lines));
  }

  /** Of a key, or of the nearest above it that stands there. */
  OptionalInt line(String path) {
    for (String at = path; ; at = at.substring(0, at.lastIndexOf('/'))) {
      Integer line = byPath.get(at);
      if (line != null) {
        return OptionalInt.of(line);
      }
      if (!at.contains("/")) {
        return OptionalInt.empty();
      }
    }
  }
}
