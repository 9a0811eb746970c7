package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One JSON value, of the shape that the task asked for. */
class JsonAnswersTest {
  private static final String SCHEMA =
      "{\"$schema\":\"https://json-schema.org/draft/2020-12/schema\",\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\"},"
          + "\"at\":{\"type\":[\"string\",\"null\"],\"pattern\":\"(a+)+$\"}},\"required\":[\"n\"]}";

  private static Instruction json(String schema, String expected) {
    return Mill.expecting(
            Mill.task(AnswerFormat.JSON, "Fill this in."), expected, Answerability.ANSWERABLE)
        .demanding(new Demands(List.of(), List.of(), schema, "", false));
  }

  private static Optional<String> fault(String schema, String answer) {
    return Mill.fault("json-valid", json(schema, ""), answer, "en");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": 1}",
        "  [1, \"二\", null]\n",
        "```json\n{\"n\": 1}\n```",
        "Here it is:\n```\n{\"n\": 1}\n```\n",
        "null",
      })
  void oneValueIsJson(String answer) {
    assertThat(fault("", answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\": 1,}",
        "{\"n\": 1} {\"n\": 2}",
        "{'n': 1}",
        "｛\"n\": 1｝",
        "Sure: {\"n\": 1}",
        "{\"n\": 1, \"n\": 2}",
        "```json\n{}\n```\n```json\n{}\n```",
      })
  void allElseIsNot(String answer) {
    assertThat(fault("", answer)).contains("the answer is not one JSON value");
  }

  @Test
  void aSchemaIsKept() {
    assertThat(fault(SCHEMA, "{\"n\": 1, \"at\": null}")).isEmpty();
    assertThat(fault(SCHEMA, "{\"at\": \"x\"}")).get().asString().contains("n");
    assertThat(fault(SCHEMA, "{\"n\": \"1\"}")).isPresent();
  }

  @Test
  void otherFormatsAreNotAsked() {
    assertThat(Mill.fault("json-valid", Mill.QUESTION, "The flood.", "en")).isEmpty();
  }

  @Test
  void aSchemaThatFetchesOrTurnsInCirclesIsNone() {
    for (String schema :
        List.of(
            "no schema",
            "[]",
            "{\"$ref\":\"#\"}",
            "{\"items\":{\"$ref\":\"http://127.0.0.1:9/x.json\"}}",
            "{\"patternProperties\":{\"(a+)+$\":{}}}",
            "{\"type\":\"object\"")) {
      assertThat(Mill.fault("schema-legible", json(schema, ""))).as(schema).isPresent();
      assertThat(fault(schema, "{}")).as("is not held against the answer").isEmpty();
    }
  }

  @Test
  void theAuthorsOwnFillingFitsTheSchema() {
    assertThat(Mill.fault("schema-legible", json(SCHEMA, "{\"n\": 4}"))).isEmpty();
    assertThat(Mill.fault("schema-legible", json(SCHEMA, "as in the text"))).isEmpty();
    assertThat(Mill.fault("schema-legible", json(SCHEMA, "{\"n\": \"four\"}")))
        .get()
        .asString()
        .startsWith("the expected answer does not fit the schema: ");
  }
}
