package io.agentinstruct.core.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The shape of an agent's reply: one a stage, as a JSON schema that says nothing a prompt should say. Reading is strict
 * about meaning and forgiving about form: fences, prose around the object, trailing commas, a number where a text was
 * asked for.
 */
public final class Envelope {
  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
  private static final ObjectReader LENIENT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .build()
          .reader();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<JsonNode, Envelope> KNOWN = new ConcurrentHashMap<>();

  private final ObjectNode schema;
  private final Schema validator;

  private Envelope(ObjectNode schema) {
    this.schema = schema;
    this.validator = REGISTRY.getSchema(schema);
  }

  /** The envelope of an agent; absent where the reply is the text itself. */
  public static Optional<Envelope> of(Agent agent, AnswerFormat format) {
    return switch (agent.stage()) {
      case TRANSFORM -> Optional.of(envelope(texts("declined", "title", "text")));
      case INSTRUCT -> {
        ObjectNode reply = texts("declined");
        add(reply, "items", arrayOf(task(object(), agent.format().orElse(format))));
        yield Optional.of(envelope(reply));
      }
      case REFINE -> Optional.of(envelope(refine(agent, format)));
      case RESPOND -> Optional.empty();
      case JUDGE -> {
        ObjectNode reply = texts("reason");
        ObjectNode verdict = add(reply, "verdict", text());
        verdict.putArray("enum").add("pass").add("fail");
        yield Optional.of(envelope(reply));
      }
    };
  }

  private static ObjectNode refine(Agent agent, AnswerFormat format) {
    ObjectNode reply = texts("declined");
    if (agent.name().endsWith(".suggest")) {
      add(reply, "suggestions", arrayOf(text()));
      return reply;
    }
    if (agent.editsPassage()) {
      add(reply, "passage", text());
      add(reply, "expected", text());
      return reply;
    }
    return task(reply, format);
  }

  private static ObjectNode task(ObjectNode item, AnswerFormat format) {
    add(item, "task", text());
    if (format.hasOptions()) {
      add(item, "options", arrayOf(text()));
    }
    if (format.hasMatches()) {
      add(item, "matches", arrayOf(text()));
    }
    add(item, "expected", text());
    return item;
  }

  private static Envelope envelope(ObjectNode schema) {
    return KNOWN.computeIfAbsent(schema, known -> new Envelope(schema));
  }

  /** The schema as sent to an endpoint: all fields required, none other allowed, in writing order. */
  public ObjectNode schema() {
    return schema;
  }

  /** What became of a reply. */
  public sealed interface Reading {
    /** @param repaired whether form had to be forgiven */
    record Fits(ObjectNode reply, boolean repaired) implements Reading {}

    /** @param errors for the model that is asked again, and for people */
    record Misfits(List<String> errors) implements Reading {}
  }

  public Reading read(String reply) {
    Optional<JsonNode> strict = parse(reply.strip(), true);
    Optional<JsonNode> found = strict.or(() -> lenient(reply));
    if (found.isEmpty() || !found.get().isObject()) {
      return new Reading.Misfits(List.of("the reply holds no JSON object"));
    }
    ObjectNode tidy = (ObjectNode) tidy(found.get(), schema);
    List<String> errors = new ArrayList<>();
    validator.validate(tidy).forEach(error -> errors.add(error.toString()));
    return errors.isEmpty()
        ? new Reading.Fits(tidy, strict.isEmpty() || !tidy.equals(found.get()))
        : new Reading.Misfits(errors.stream().limit(8).toList());
  }

  private static Optional<JsonNode> parse(String text, boolean strictly) {
    try {
      JsonNode node = strictly ? STRICT.readTree(text) : LENIENT.readTree(text);
      return Optional.ofNullable(node).filter(n -> !n.isMissingNode());
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The first balanced object that can be parsed, wherever it stands. */
  private static Optional<JsonNode> lenient(String reply) {
    for (int from = reply.indexOf('{'); from >= 0; from = reply.indexOf('{', from + 1)) {
      int to = closing(reply, from);
      if (to < 0) {
        return Optional.empty(); // cut off: what is missing can't be guessed
      }
      Optional<JsonNode> parsed = parse(reply.substring(from, to + 1), false);
      if (parsed.isPresent() && parsed.get().isObject()) {
        return parsed;
      }
    }
    return Optional.empty();
  }

  private static int closing(String text, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (quoted) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Drops invented fields, fills in what may be empty, and reads scalars and lists where a text was asked for. */
  private static JsonNode tidy(JsonNode value, JsonNode schema) {
    switch (schema.path("type").asText()) {
      case "object" -> {
        if (!value.isObject()) {
          return value;
        }
        ObjectNode tidy = STRICT.createObjectNode();
        schema
            .path("properties")
            .fields()
            .forEachRemaining(
                property -> {
                  JsonNode inner = value.path(property.getKey());
                  boolean mayBeEmpty = !property.getValue().has("enum");
                  if (!inner.isMissingNode() || mayBeEmpty) {
                    tidy.set(property.getKey(), tidy(inner, property.getValue()));
                  }
                });
        return tidy;
      }
      case "array" -> {
        var tidy = STRICT.createArrayNode();
        if (value.isArray()) {
          value.forEach(item -> tidy.add(tidy(item, schema.path("items"))));
        } else if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
          value.asText().lines().filter(line -> !line.isBlank()).forEach(line -> tidy.add(line.strip()));
        }
        return tidy;
      }
      default -> {
        return STRICT.getNodeFactory().textNode(asText(value, schema));
      }
    }
  }

  private static String asText(JsonNode value, JsonNode schema) {
    if (value.isArray()) {
      List<String> lines = new ArrayList<>();
      value.forEach(item -> lines.add(item.isValueNode() ? item.asText() : item.toString()));
      return String.join("\n", lines);
    }
    String text = value.isNull() || value.isMissingNode() ? "" : value.isValueNode() ? value.asText() : value.toString();
    return schema.has("enum") ? text.strip().toLowerCase(java.util.Locale.ROOT) : text.strip();
  }

  private static ObjectNode object() {
    ObjectNode object = STRICT.createObjectNode().put("type", "object");
    object.putObject("properties");
    object.putArray("required");
    return object.put("additionalProperties", false);
  }

  private static ObjectNode texts(String... names) {
    ObjectNode object = object();
    for (String name : names) {
      add(object, name, text());
    }
    return object;
  }

  private static ObjectNode text() {
    return STRICT.createObjectNode().put("type", "string");
  }

  private static ObjectNode arrayOf(ObjectNode items) {
    ObjectNode array = STRICT.createObjectNode().put("type", "array");
    array.set("items", items);
    return array;
  }

  private static ObjectNode add(ObjectNode object, String name, ObjectNode schema) {
    object.withObject("properties").set(name, schema);
    object.withArray("required").add(name);
    return schema;
  }
}
