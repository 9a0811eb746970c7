package io.agentinstruct.core.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.AwkwardTexts;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.check.Constraints;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Evidence;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.prompt.Envelope.Reading.Fits;
import io.agentinstruct.core.prompt.Envelope.Reading.Misfits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Strict about meaning and forgiving about form: what is asked of a model, and what is read from
 * its reply.
 */
class EnvelopeTest {
  private static final Envelope TRANSFORM =
      envelope(Stage.TRANSFORM, "debate", AnswerFormat.ESSAY, false);
  private static final Envelope CHOICE =
      envelope(Stage.INSTRUCT, "a", AnswerFormat.MULTIPLE_CHOICE, false);
  private static final Envelope SUGGEST =
      envelope(Stage.REFINE, "a.suggest", AnswerFormat.LIST, false);
  private static final Envelope JUDGE = envelope(Stage.JUDGE, "grounded", AnswerFormat.LIST, false);

  private static Envelope envelope(
      Stage stage, String name, AnswerFormat format, boolean editsPassage) {
    return Envelope.of(agent(stage, name, Optional.empty(), editsPassage), format).orElseThrow();
  }

  private static Agent agent(
      Stage stage, String name, Optional<AnswerFormat> format, boolean editsPassage) {
    return new Agent(
        stage,
        name,
        "about",
        Evidence.PAPER,
        "teacher",
        List.of(),
        "",
        false,
        List.of(),
        format,
        0,
        List.of(),
        editsPassage,
        Optional.empty(),
        false,
        false,
        "",
        1,
        List.of(),
        false);
  }

  private static List<String> fields(JsonNode schema) {
    List<String> names = new ArrayList<>();
    schema.path("properties").fieldNames().forEachRemaining(names::add);
    List<String> required = new ArrayList<>();
    schema.path("required").forEach(name -> required.add(name.asText()));
    assertThat(required).as("all fields are required").isEqualTo(names);
    assertThat(schema.path("additionalProperties").asBoolean(true)).as("none other").isFalse();
    return names;
  }

  private static ObjectNode fits(Envelope envelope, String reply) {
    return envelope.read(reply) instanceof Fits fits
        ? fits.reply()
        : Json.MAPPER.createObjectNode().put("misfits", envelope.read(reply).toString());
  }

  private static List<String> misfits(Envelope envelope, String reply) {
    return envelope.read(reply) instanceof Misfits misfits ? misfits.errors() : List.of("fits");
  }

  @Test
  void schemaListsTheFieldsOfEveryStageInTheOrderOfTheirWriting() {
    assertThat(fields(TRANSFORM.schema())).containsExactly("declined", "title", "text");
    assertThat(fields(CHOICE.schema())).containsExactly("declined", "items");
    assertThat(fields(SUGGEST.schema())).containsExactly("declined", "suggestions");
    assertThat(fields(envelope(Stage.REFINE, "a.edit", AnswerFormat.LIST, true).schema()))
        .containsExactly("declined", "passage", "expected");
    assertThat(fields(JUDGE.schema())).containsExactly("reason", "verdict");
    assertThat(
            Envelope.of(agent(Stage.RESPOND, "answer", Optional.empty(), false), AnswerFormat.LIST))
        .as("the reply is the training text itself")
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void schemaOfATaskHasWhatItsFormatHas(AnswerFormat format) {
    List<String> expected =
        switch (format) {
          case SHORT_ANSWER, LIST, ESSAY, FILL_IN_THE_BLANK -> List.of("task", "expected");
          case TRUE_FALSE, ORDERING, MULTIPLE_CHOICE -> List.of("task", "options", "expected");
          case MATCHING -> List.of("task", "options", "matches", "expected");
          case DIALOGUE -> List.of("task", "opening", "expected");
          case TEXT -> List.of("task", "expected", "constraints");
          case CODE -> List.of("task", "expected", "tests");
          case JSON -> List.of("task", "expected", "schema");
          case LABELS -> List.of("task", "expected", "labels");
        };
    List<String> edited = new ArrayList<>(List.of("declined"));
    edited.addAll(expected);

    assertThat(
            fields(
                envelope(Stage.INSTRUCT, "a", format, false)
                    .schema()
                    .at("/properties/items/items")))
        .isEqualTo(expected);
    assertThat(fields(envelope(Stage.REFINE, "a.edit", format, false).schema())).isEqualTo(edited);
  }

  @Test
  void anInstructAgentsOwnFormatCounts() {
    Agent agent = agent(Stage.INSTRUCT, "a", Optional.of(AnswerFormat.MATCHING), false);

    assertThat(Envelope.of(agent, AnswerFormat.LIST))
        .contains(envelope(Stage.INSTRUCT, "b", AnswerFormat.MATCHING, false));
  }

  @Test
  void schemaSaysNothingThatAPromptShouldSay() {
    assertThat(JUDGE.schema())
        .hasToString(
            "{\"type\":\"object\",\"properties\":{\"reason\":{\"type\":\"string\"},"
                + "\"verdict\":{\"type\":\"string\",\"enum\":[\"pass\",\"fail\"]}},"
                + "\"required\":[\"reason\",\"verdict\"],\"additionalProperties\":false}");
  }

  @Test
  void takesAReplyThatFitsAsItStands() {
    assertThat(
            TRANSFORM.read("{\"declined\":\"\",\"title\":\"T\",\"text\":\"A: {yes} \\\"no\\\"\"}"))
        .isInstanceOfSatisfying(
            Fits.class,
            fits -> {
              assertThat(fits.repaired()).isFalse();
              assertThat(fits.reply().path("text").asText()).isEqualTo("A: {yes} \"no\"");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "```json\n{\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}\n```",
        "Sure! Here it is: {\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"} I hope {this} helps.",
        "The set {1, 2} and {x} and {a: b} and {{y}}\n{\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}",
        "An open { brace first. {\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}",
        "{\"declined\": \"\", \"title\": \"T\", \"text\": \"x\",}",
        "{'declined': '', 'title': 'T', 'text': 'x'}",
        "{declined: \"\", title: \"T\", text: \"x\"}",
        "{\"declined\": \"\", // nothing\n \"title\": \"T\", /* here */ \"text\": \"x\"}",
        "{\"declined\": null, \"title\": [\"T\"], \"text\": \" x \\n\"}",
        "{\"title\": \"T\", \"text\": \"x\"}",
        "{\"title\": \"T\", \"text\": \"x\", \"declined\": \"\", \"confidence\": 0.9, \"notes\": {\"a\": [1]}}",
        "[{\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}]",
        "{\"thought\": \"a draft\"} {\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}",
        "\ufeff{\"declined\": \"\", \"title\": \"T\", \"text\": \"x\"}",
      })
  void forgivesForm(String reply) {
    assertThat(TRANSFORM.read(reply))
        .isInstanceOfSatisfying(
            Fits.class,
            fits -> {
              assertThat(fits.repaired()).isTrue();
              assertThat(fits.reply())
                  .hasToString("{\"declined\":\"\",\"title\":\"T\",\"text\":\"x\"}");
            });
  }

  @Test
  void readsARawLineBreakInAString() {
    assertThat(fits(TRANSFORM, "{\"text\": \"one\ntwo\tthree\"}").path("text").asText())
        .isEqualTo("one\ntwo\tthree");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1912                 | 1912
          3.10                 | 3.10
          1.0                  | 1.0
          12345678901234567890 | 12345678901234567890
          0.1234567890123456789 | 0.1234567890123456789
          true                 | true
          null                 | ''
          """)
  void readsANumberWhereATextWasAskedForAsItWasWritten(String written, String read) {
    assertThat(fits(TRANSFORM, "{\"text\": " + written + "}").path("text").asText())
        .isEqualTo(read);
  }

  @Test
  void readsAListWhereATextWasAskedForAsLines() {
    assertThat(
            fits(TRANSFORM, "{\"text\": [\"one\", 2, [3, 4], {\"a\": 5}]}").path("text").asText())
        .isEqualTo("one\n2\n[3,4]\n{\"a\":5}");
    assertThat(fits(TRANSFORM, "{\"text\": {\"a\": 5}}").path("text").asText())
        .isEqualTo("{\"a\":5}");
  }

  @Test
  void readsWhatStandsForAListAsAList() {
    assertThat(fits(SUGGEST, "{\"suggestions\": \"one\\n\\n two\"}").path("suggestions"))
        .hasToString("[\"one\",\"two\"]");
    assertThat(fits(SUGGEST, "{\"suggestions\": 7}").path("suggestions")).hasToString("[\"7\"]");
    assertThat(fits(SUGGEST, "{\"suggestions\": null}").path("suggestions")).hasToString("[]");
    assertThat(fits(SUGGEST, "{\"declined\": \"no\"}").path("suggestions")).hasToString("[]");
    assertThat(
            fits(SUGGEST, "{\"suggestions\": {\"A\": \"one\", \"B\": \"two\"}}")
                .path("suggestions"))
        .hasToString("[\"one\",\"two\"]");
    assertThat(
            fits(CHOICE, "{\"items\": {\"task\": \"t\", \"options\": [1, 2], \"expected\": 1}}")
                .path("items"))
        .as("a single item that was not put into a list")
        .hasToString("[{\"task\":\"t\",\"options\":[\"1\",\"2\"],\"expected\":\"1\"}]");
  }

  @Test
  void fillsInWhatAnItemLeavesOut() {
    assertThat(
            fits(CHOICE, "{\"declined\": \"\", \"items\": [{\"task\": \"t\", \"answer\": \"x\"}]}")
                .path("items"))
        .hasToString("[{\"task\":\"t\",\"options\":[],\"expected\":\"\"}]");
  }

  @ParameterizedTest
  @CsvSource({"pass, pass", "PASS, pass", "' Fail\n', fail"})
  void readsAVerdictInCapitals(String written, String read) {
    ObjectNode reply = Json.MAPPER.createObjectNode().put("reason", "r").put("verdict", written);

    assertThat(fits(JUDGE, reply.toString()).path("verdict").asText()).isEqualTo(read);
  }

  @Test
  void refusesAVerdictThatIsNone() {
    assertThat(misfits(JUDGE, "{\"reason\": \"r\", \"verdict\": \"maybe\"}"))
        .containsExactly("/verdict: does not have a value in the enumeration [\"pass\", \"fail\"]");
    assertThat(misfits(JUDGE, "{\"reason\": \"r\"}"))
        .containsExactly(": required property 'verdict' not found");
  }

  @Test
  void refusesItemsThatAreNone() {
    assertThat(misfits(CHOICE, "{\"items\": [\"What is it?\"]}"))
        .containsExactly("/items/0: string found, object expected");
    assertThat(misfits(CHOICE, "{\"items\": [null, {}]}"))
        .containsExactly("/items/0: null found, object expected");
    assertThat(misfits(CHOICE, "{\"items\": \"" + "x\\n".repeat(20) + "\"}")).hasSize(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "I can't do that.",
        "null",
        "42",
        "\"text\"",
        "[]",
        "{}",
        "{",
        "}",
        "{]",
        "[[[",
        "{\"question\": \"a field of nobody's\"}",
        "{\"task\": \"an item\", \"options\": [], \"expected\": \"\"}",
        "[{\"task\": \"items without their envelope\", \"expected\": \"\"}]",
      })
  void refusesAReplyWithoutASingleFieldOfTheEnvelope(String reply) {
    assertThat(misfits(CHOICE, reply))
        .containsExactly("the reply holds no JSON object with declined, items");
  }

  @Test
  void takesTheFirstOfTwoObjects() {
    assertThat(fits(TRANSFORM, "{\"text\": \"one\"}\n{\"text\": \"two\"}").path("text").asText())
        .isEqualTo("one");
  }

  @Test
  void takesTheLastOfTwoFieldsOfOneName() {
    assertThat(fits(TRANSFORM, "{\"text\": \"one\", \"text\": \"two\"}").path("text").asText())
        .isEqualTo("two");
  }

  /** A reply that was cut off never passes for a shorter one, wherever it was cut. */
  @Test
  void refusesATruncatedReply() {
    String whole =
        "{\"declined\": \"\", \"items\": [{\"task\": \"In {title: \\\"x\\\"}, {declined: 1}?\", \"options\": [\"a\", \"b\"], "
            + "\"expected\": \"a\"}, {\"task\": \"u\", \"options\": [\"c\"], \"expected\": \"c\"}]}";
    for (int end = 1; end < whole.length(); end++) {
      assertThat(misfits(CHOICE, whole.substring(0, end)))
          .as(whole.substring(0, end))
          .containsExactly("the reply holds no JSON object with declined, items");
    }
    assertThat(misfits(CHOICE, whole)).containsExactly("fits");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{", "[", "{\"text\":", "{\"text\":[", "{a:{", "[{", "{\"", "{'", "\\{", "{/*"})
  void aBombOfBracketsNeitherCrashesNorHangs(String bracket) {
    String closing = bracket.contains("[") ? "]" : "}";
    String open = bracket.repeat(100_000);
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> {
          assertThat(TRANSFORM.read(open)).isInstanceOf(Misfits.class);
          assertThat(TRANSFORM.read(open + closing.repeat(100_000))).isInstanceOf(Misfits.class);
          assertThat(TRANSFORM.read("{\"text\":" + open + closing.repeat(100_000) + "}"))
              .isInstanceOf(Misfits.class);
        });
  }

  @Test
  void aHundredThousandClosedPairsOfBracesNeitherCrashNorHang() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(10),
        () -> assertThat(TRANSFORM.read("{}".repeat(100_000))).isInstanceOf(Misfits.class));
  }

  @Test
  void anotherFieldMayNestAsDeepAsItLikesWithinReason() {
    String deep = "[".repeat(400) + "]".repeat(400);

    assertThat(fits(TRANSFORM, "{\"text\": \"x\", \"deep\": " + deep + "}").path("text").asText())
        .isEqualTo("x");
    assertThat(fits(TRANSFORM, "{\"text\": " + deep + "}").path("text").asText()).isNotEmpty();
  }

  /** Whatever the texts and whatever is said around them: what fits is read back equal. */
  @Test
  void readsAnyReplyBackFromWithinProseAndFences() {
    AwkwardTexts texts = new AwkwardTexts(2_407_03502);
    List<String> before =
        List.of("", "\n", "Here you are:\n", "```json\n", "{1} and {x}: ", "```\n");
    List<String> after =
        List.of("", "\n", "\n```", "\nI hope {that} helps.", " {}", "\n```\n{\"more\": 1}");
    for (int i = 0; i < 2_000; i++) {
      ObjectNode reply = Json.MAPPER.createObjectNode();
      reply.put("declined", texts.next().strip());
      ArrayNode items = reply.putArray("items");
      for (int item = texts.upTo(4); item > 0; item--) {
        ObjectNode one = items.addObject().put("task", texts.next().strip());
        ArrayNode options = one.putArray("options");
        for (int option = texts.upTo(5); option > 0; option--) {
          options.add(texts.next().strip());
        }
        one.put("expected", texts.next().strip());
      }
      String json = texts.upTo(2) == 0 ? reply.toString() : reply.toPrettyString();

      String wrapped =
          before.get(texts.upTo(before.size())) + json + after.get(texts.upTo(after.size()));

      assertThat(fits(CHOICE, wrapped)).as(wrapped).isEqualTo(reply);
    }
  }

  @Test
  void aConstraintIsOfAKindThatAProgramCanCount() {
    Envelope edit = envelope(Stage.REFINE, "a.edit", AnswerFormat.TEXT, false);
    String reply =
        "{\"declined\":\"\",\"task\":\"t\",\"expected\":\"e\",\"constraints\":[{\"kind\":\"%s\",\"value\":90}]}";

    assertThat(fits(edit, reply.formatted("Max-Words")).at("/constraints/0").toString())
        .isEqualTo("{\"kind\":\"max-words\",\"value\":\"90\"}");
    assertThat(edit.read(reply.formatted("size"))).isInstanceOf(Misfits.class);
    assertThat(edit.schema().at("/properties/constraints/items/properties/kind/enum"))
        .hasSize(Constraints.kinds().size());
  }
}
