package io.agentinstruct.core.prompt;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentinstruct.core.check.Constraints;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The shape of an agent's reply: one a stage, as a JSON schema that says nothing a prompt should
 * say. Reading is strict about meaning and forgiving about form: fences, prose around the object,
 * trailing commas, a number where a text was asked for.
 */
public final class Envelope {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(
              JsonReadFeature.ALLOW_TRAILING_COMMA,
              JsonReadFeature.ALLOW_SINGLE_QUOTES,
              JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES,
              JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
              JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER,
              JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /**
   * Braces tried in search of the object: a reply of nothing but braces must not hold up a worker.
   */
  private static final int TRIES = 1_000;

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
      case TRANSFORM -> Optional.of(envelope(material(agent)));
      case INSTRUCT -> {
        ObjectNode reply = texts("declined");
        add(reply, "items", arrayOf(task(object(), agent.format().orElse(format))));
        yield Optional.of(envelope(reply));
      }
      case REFINE -> Optional.of(envelope(refine(agent, format)));
      case RESPOND ->
          switch (agent.name()) {
            case "user" -> Optional.of(userTurn());
            case "tool" -> Optional.of(toolTurn());
            default -> Optional.empty();
          };
      case JUDGE -> {
        ObjectNode reply = texts("reason");
        ObjectNode verdict = add(reply, "verdict", text());
        verdict.putArray("enum").add("pass").add("fail");
        yield Optional.of(envelope(reply));
      }
    };
  }

  /** The names of the skills that a seed is worth. */
  public static Envelope routing() {
    ObjectNode reply = texts("reason");
    add(reply, "skills", arrayOf(text()));
    return envelope(reply);
  }

  /**
   * An assistant's turn where there are tools to call: something said, something called, or both.
   */
  public static Envelope assistantTurn() {
    ObjectNode reply = texts("say");
    add(reply, "calls", arrayOf(texts("tool", "arguments")));
    return envelope(reply);
  }

  private static Envelope userTurn() {
    ObjectNode reply = texts("say");
    add(reply, "done", text()).putArray("enum").add("yes").add("no");
    return envelope(reply);
  }

  private static Envelope toolTurn() {
    ObjectNode reply = object();
    add(reply, "results", arrayOf(texts("id", "content")));
    add(reply, "state", text());
    return envelope(reply);
  }

  /** The envelope of an agent that may use tools before it answers: its calls come first. */
  public Envelope withCalls() {
    ObjectNode reply = object();
    add(reply, "calls", arrayOf(texts("tool", "arguments")));
    schema
        .path("properties")
        .properties()
        .forEach(property -> add(reply, property.getKey(), (ObjectNode) property.getValue()));
    return envelope(reply);
  }

  /** A text alone, for an agent without an envelope of its own that may use tools. */
  public static Envelope ofText() {
    return envelope(texts("text"));
  }

  private static ObjectNode material(Agent agent) {
    ObjectNode reply = texts("declined", "title", "text");
    if (agent.producesTools()) {
      ObjectNode tool = texts("name", "description", "returns");
      ObjectNode parameter = texts("name", "type", "description", "required");
      add(parameter, "values", arrayOf(text()));
      add(tool, "parameters", arrayOf(parameter));
      add(reply, "tools", arrayOf(tool));
    }
    return reply;
  }

  /**
   * The envelope of an agent that belongs to no flow, by its fields as a prompt file names them: a
   * list of one map is a list of such objects, any other list is one of texts, all else is a text.
   */
  public static Envelope of(Map<?, ?> fields) {
    return envelope(fields(fields));
  }

  private static ObjectNode fields(Map<?, ?> fields) {
    ObjectNode object = object();
    fields.forEach((name, kind) ->
        add(
            object,
            String.valueOf(name),
            switch (kind) {
              case List<?> list when list.getFirst() instanceof Map<?, ?> inner ->
                  arrayOf(fields(inner));
              case List<?> list -> arrayOf(text());
              case null, default -> text();
            }));
    return object;
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
    if (format.isDialogue()) {
      add(item, "opening", text());
    }
    if (format.hasOptions()) {
      add(item, "options", arrayOf(text()));
    }
    if (format.hasMatches()) {
      add(item, "matches", arrayOf(text()));
    }
    add(item, "expected", text());
    format.demand().ifPresent(name -> add(item, name, demand(name)));
    return item;
  }

  private static ObjectNode demand(String name) {
    return switch (name) {
      case "constraints" -> arrayOf(constraint());
      case "labels" -> arrayOf(text());
      default -> text();
    };
  }

  private static ObjectNode constraint() {
    ObjectNode constraint = object();
    ArrayNode kinds = add(constraint, "kind", text()).putArray("enum");
    Constraints.kinds().forEach(kinds::add);
    add(constraint, "value", text());
    return constraint;
  }

  private static Envelope envelope(ObjectNode schema) {
    return KNOWN.computeIfAbsent(schema, known -> new Envelope(schema));
  }

  /**
   * The schema as sent to an endpoint: all fields required, none other allowed, in writing order.
   */
  public ObjectNode schema() {
    return schema;
  }

  /** What became of a reply. */
  public sealed interface Reading {
    /**
     * @param repaired whether form had to be forgiven
     */
    record Fits(ObjectNode reply, boolean repaired) implements Reading {}

    /**
     * @param errors for the model that is asked again, and for people
     */
    record Misfits(List<String> errors) implements Reading {}
  }

  public Reading read(String reply) {
    Optional<ObjectNode> strict = strict(reply.strip());
    Optional<ObjectNode> found = strict.or(() -> lenient(reply));
    if (found.isEmpty()) {
      return new Reading.Misfits(List.of("the reply holds no JSON object with " + fields()));
    }
    ObjectNode tidy = tidyObject(found.get(), schema.path("properties"));
    List<String> errors = new ArrayList<>();
    validator.validate(tidy).forEach(error -> errors.add(error.toString()));
    return errors.isEmpty()
        ? new Reading.Fits(tidy, strict.isEmpty() || !tidy.equals(found.get()))
        : new Reading.Misfits(errors.stream().limit(8).toList());
  }

  /** A JSON object alone, read as forgivingly as a reply. */
  public static Optional<ObjectNode> object(String written) {
    try {
      return STRICT.readTree(written) instanceof ObjectNode strict
          ? Optional.of(strict)
          : Optional.empty();
    } catch (JsonProcessingException notStrict) {
      try {
        return LENIENT.readTree(written) instanceof ObjectNode lenient
            ? Optional.of(lenient)
            : Optional.empty();
      } catch (JsonProcessingException neither) {
        return Optional.empty();
      }
    }
  }

  private String fields() {
    return String.join(", ", (Iterable<String>) schema.path("properties")::fieldNames);
  }

  private Optional<ObjectNode> strict(String reply) {
    try {
      return meant(STRICT.readTree(reply));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** An object without a single field of ours is somebody's example, not the reply. */
  private Optional<ObjectNode> meant(@Nullable JsonNode node) {
    return node instanceof ObjectNode object
            && schema.path("properties").propertyStream().anyMatch(p -> object.has(p.getKey()))
        ? Optional.of(object)
        : Optional.empty();
  }

  /** The first object that is meant, wherever it stands. */
  private Optional<ObjectNode> lenient(String reply) {
    char[] text = reply.toCharArray();
    int from = reply.indexOf('{');
    for (int tries = 0; from >= 0 && tries < TRIES; tries++) {
      try (JsonParser parser = LENIENT.createParser(text, from, text.length - from)) {
        Optional<ObjectNode> found = meant(LENIENT.readTree(parser));
        if (found.isPresent()) {
          return found;
        }
      } catch (JsonProcessingException e) {
        if (e.getLocation() != null && e.getLocation().getCharOffset() >= text.length - from) {
          return Optional.empty(); // cut off: what is missing can't be guessed
        }
      } catch (IOException e) {
        throw new UncheckedIOException("characters in memory can be read", e);
      }
      from = reply.indexOf('{', from + 1);
    }
    return Optional.empty();
  }

  /**
   * Drops invented fields, fills in what may be empty, and reads scalars and lists where a text was
   * asked for.
   */
  private static JsonNode tidy(JsonNode value, JsonNode schema) {
    return switch (schema.path("type").asText()) {
      case "object" -> value.isObject() ? tidyObject(value, schema.path("properties")) : value;
      case "array" -> tidyList(value, schema.path("items"));
      default -> STRICT.getNodeFactory().textNode(asText(value, schema));
    };
  }

  private static ObjectNode tidyObject(JsonNode value, JsonNode properties) {
    ObjectNode tidy = STRICT.createObjectNode();
    for (Map.Entry<String, JsonNode> property : properties.properties()) {
      JsonNode inner = value.path(property.getKey());
      boolean mayBeEmpty = !property.getValue().has("enum");
      if (!inner.isMissingNode() || mayBeEmpty) {
        tidy.set(property.getKey(), tidy(inner, property.getValue()));
      }
    }
    return tidy;
  }

  /** A list, or what stands for one: its only entry, its entries under keys, its lines. */
  private static ArrayNode tidyList(JsonNode value, JsonNode items) {
    ArrayNode tidy = STRICT.createArrayNode();
    if (value.isObject() && items.has("properties")) {
      tidy.add(tidy(value, items));
    } else if (value.isContainerNode()) {
      value.forEach(item -> tidy.add(tidy(item, items)));
    } else if (!value.isNull()) {
      value
          .asText()
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> tidy.add(line.strip()));
    }
    return tidy;
  }

  private static String asText(JsonNode value, JsonNode schema) {
    if (value.isArray()) {
      List<String> lines = new ArrayList<>();
      value.forEach(item -> lines.add(item.isValueNode() ? item.asText() : item.toString()));
      return String.join("\n", lines);
    }
    String text =
        value.isNull() || value.isMissingNode()
            ? ""
            : value.isValueNode() ? value.asText() : value.toString();
    return schema.has("enum") ? text.strip().toLowerCase(Locale.ROOT) : text.strip();
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
