package io.agentinstruct.activities.seed;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Yaml;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The YAML at the head of a Markdown file, and the text below it.
 *
 * @param fields by lower-case name; only those with one value
 */
record FrontMatter(Map<String, String> fields, String body) {
  private static final int LONGEST = 64 << 10;
  private static final Pattern OPENING = Pattern.compile("\\A\\ufeff?---[ \\t]*\\R");
  private static final Pattern CLOSING =
      Pattern.compile("^(---|\\.\\.\\.)[ \\t]*$", Pattern.MULTILINE);
  private static final Pattern FIELD =
      Pattern.compile("^([A-Za-z][\\w-]*):[ \\t]*(.*)$", Pattern.MULTILINE);

  /** A text that merely begins with a rule has no front matter. */
  static FrontMatter of(String text) {
    Matcher opening = OPENING.matcher(text);
    if (opening.find()) {
      int from = opening.end();
      Matcher closing = CLOSING.matcher(text).region(from, Math.min(text.length(), from + LONGEST));
      if (closing.find()) {
        String yaml = text.substring(from, closing.start());
        Map<String, String> fields = fieldsOf(yaml);
        if (!fields.isEmpty() || yaml.isBlank()) {
          return new FrontMatter(fields, text.substring(closing.end()));
        }
      }
    }
    return new FrontMatter(Map.of(), text);
  }

  private static Map<String, String> fieldsOf(String yaml) {
    try {
      return fieldsOf(Yaml.MAPPER.readTree(yaml));
    } catch (JsonProcessingException e) {
      return linesOf(yaml); // a title with a colon is no YAML, and common
    }
  }

  private static Map<String, String> fieldsOf(JsonNode yaml) {
    Map<String, String> fields = new LinkedHashMap<>();
    yaml.properties()
        .forEach(field -> {
          JsonNode value = field.getValue();
          fields.put(field.getKey().toLowerCase(Locale.ROOT), value.isNull() ? "" : value.asText());
        });
    return fields;
  }

  private static Map<String, String> linesOf(String yaml) {
    Map<String, String> fields = new LinkedHashMap<>();
    Matcher field = FIELD.matcher(yaml);
    while (field.find()) {
      fields.put(
          field.group(1).toLowerCase(Locale.ROOT),
          field.group(2).strip().replaceAll("^['\"]|['\"]$", ""));
    }
    return fields;
  }
}
