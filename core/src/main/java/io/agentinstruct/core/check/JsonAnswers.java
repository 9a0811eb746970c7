package io.agentinstruct.core.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Answers in JSON, and the schemas that tasks set for them. */
final class JsonAnswers {
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
          .build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Pattern FENCE = Pattern.compile("(?s)```[a-zA-Z]*\\s*\\n(.*?)```");

  /**
   * A schema comes from a model: it may neither fetch anything nor send the validator in circles.
   */
  private static final Set<String> FORBIDDEN =
      Set.of("$ref", "$dynamicRef", "$recursiveRef", "patternProperties");

  /** What names a schema, and expressions that could take for ever. */
  private static final List<String> PASSED_OVER = List.of("$schema", "$id", "pattern");

  private JsonAnswers() {}

  /** The JSON value that an answer is, or that stands in its only fence. */
  static Optional<JsonNode> value(String answer) {
    List<String> fenced =
        FENCE.matcher(answer).results().map((MatchResult fence) -> fence.group(1)).toList();
    if (fenced.size() > 1) {
      return Optional.empty();
    }
    try {
      JsonNode value = STRICT.readTree(fenced.isEmpty() ? answer : fenced.getFirst());
      return value == null || value.isMissingNode() ? Optional.empty() : Optional.of(value);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  static Optional<String> jsonValid(Finished finished) {
    Instruction it = finished.instruction();
    if (it.format() != AnswerFormat.JSON) {
      return Optional.empty();
    }
    Optional<JsonNode> value = value(finished.answer());
    if (value.isEmpty()) {
      return Optional.of("the answer is not one JSON value");
    }
    return schema(it.demanded().schema()).flatMap(schema -> misfit(schema, value.get()));
  }

  /** A schema that can't be read, or that the author's own filling does not fit. */
  static Optional<String> schemaLegible(Draft draft) {
    Instruction it = draft.instruction();
    String written = it.demanded().schema();
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Optional<Schema> schema = schema(written);
    if (schema.isEmpty()) {
      return Optional.of("the schema is no JSON schema that can be used here");
    }
    return value(it.expected())
        .flatMap(expected -> misfit(schema.get(), expected))
        .map(misfit -> "the expected answer does not fit the schema: " + misfit);
  }

  private static Optional<Schema> schema(String written) {
    try {
      return STRICT.readTree(written) instanceof ObjectNode schema && usable(schema)
          ? Optional.of(REGISTRY.getSchema(schema))
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (RuntimeException e) { // a keyword with a value of the wrong kind
      return Optional.empty();
    }
  }

  private static boolean usable(JsonNode schema) {
    if (schema instanceof ObjectNode object) {
      if (object.propertyStream().anyMatch(p -> FORBIDDEN.contains(p.getKey()))) {
        return false;
      }
      PASSED_OVER.stream().filter(key -> object.path(key).isTextual()).forEach(object::remove);
    }
    return schema.valueStream().allMatch(JsonAnswers::usable);
  }

  private static Optional<String> misfit(Schema schema, JsonNode value) {
    return schema.validate(value).stream().map(Object::toString).findFirst();
  }
}
