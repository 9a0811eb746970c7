package io.agentinstruct.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.ToolCall;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is stored can be read: now, by older code, and by newer. */
class JsonTest {
  private static final Lineage LINEAGE = Lineage.ofSeed("5eed").then("debate");
  private static final Origin ORIGIN =
      new Origin(LINEAGE, "transform/debate", "ca11", List.of("a", "b"));
  private static final Origin BARE = new Origin(LINEAGE, "transform/plain", null, List.of());

  private static final ToolSpec TOOL =
      new ToolSpec("get_tide", "Tells.", Json.MAPPER.createObjectNode().put("type", "object"));
  private static final List<Message> TALK =
      List.of(
          Message.user("u"),
          Message.assistant(
              "", List.of(ToolCall.of("call00001", "get_tide", Json.MAPPER.createObjectNode()))),
          Message.tool("call00001", "high"));

  static Stream<Piece> pieces() {
    return Stream.of(
        new Piece.Note(ORIGIN, "日本語 \"quoted\" \\ \n\u0001 😀 {{hole}}"),
        new Piece.Note(BARE, ""),
        new Piece.Material(ORIGIN, "debate", "Title", "Text"),
        new Piece.Material(BARE, "debate", "", ""),
        new Piece.Instruction(
            ORIGIN,
            "context",
            "task",
            AnswerFormat.MATCHING,
            List.of("1", ""),
            List.of("p", "q"),
            "1 -> p",
            Answerability.CHANGED,
            "material"),
        new Piece.Instruction(
            BARE,
            "",
            "",
            AnswerFormat.FILL_IN_THE_BLANK,
            List.of(),
            List.of(),
            "",
            Answerability.UNANSWERABLE,
            "material"),
        new Piece.Instruction(
                BARE,
                "",
                "task",
                AnswerFormat.TEXT,
                List.of(),
                List.of(),
                "",
                Answerability.ANSWERABLE,
                "material")
            .demanding(
                new Demands(
                    List.of(new Demands.Constraint("max-words", "80")),
                    List.of("spam", "その他"),
                    "{}",
                    "assert f(1) == 2",
                    true)),
        new Piece.Suggestion(ORIGIN, "Make it harder."),
        new Piece.Suggestion(BARE, ""),
        new Piece.Exchange(
            ORIGIN,
            "plain",
            List.of(Message.system("s"), Message.user("u"), Message.assistant(""))),
        new Piece.Exchange(BARE, "plain", List.of()),
        new Piece.Exchange(BARE, "plain", List.of(), List.of(), List.of("code-runs")),
        new Piece.Exchange(ORIGIN, "plain", TALK, List.of(TOOL), List.of()),
        new Piece.Talk(ORIGIN, "plain", List.of(TOOL), TALK, "{\"page\": 2}"),
        new Piece.Talk(BARE, "plain", List.of(), List.of(), ""),
        new Piece.Material(ORIGIN, "apis", "T", "x", List.of(TOOL), List.of("7f3a")),
        new Piece.Instruction(
            ORIGIN,
            "context",
            "task",
            AnswerFormat.DIALOGUE,
            List.of(),
            List.of(),
            "a call",
            Answerability.ANSWERABLE,
            "material",
            "Hello?",
            "call",
            null),
        new Piece.Verdict(ORIGIN, true, "because"),
        new Piece.Verdict(BARE, false, ""));
  }

  static Stream<Outcome> outcomes() {
    return Stream.of(
        new Outcome.Kept(
            LINEAGE, "instruction", "exchange", Answerability.ANSWERABLE, List.of("v1", "v2")),
        new Outcome.Kept(LINEAGE, "instruction", "exchange", Answerability.UNANSWERABLE, List.of()),
        new Outcome.Dropped(
            LINEAGE, "instruction", Stage.JUDGE, "judge/grounded", "failed-by-judge", "no"),
        new Outcome.Dropped(LINEAGE, null, Stage.TRANSFORM, "transform/debate", "declined", ""));
  }

  @ParameterizedTest
  @MethodSource("pieces")
  void everyPieceIsReadBackEqual(Piece piece) {
    assertThat(Json.read(Json.write(piece), Piece.class)).isEqualTo(piece);
    assertThat(Json.read(Json.write(piece), Piece.class).preview()).isEqualTo(piece.preview());
    assertThat(Json.write(piece)).isEqualTo(Json.write(Json.read(Json.write(piece), Piece.class)));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void everyOutcomeIsReadBackEqual(Outcome outcome) {
    assertThat(Json.read(Json.write(outcome), Outcome.class)).isEqualTo(outcome);
  }

  @Test
  void everyKindOfPieceAndOutcomeIsTried() {
    assertThat(pieces().map(Object::getClass).distinct())
        .hasSameSizeAs(Piece.class.getPermittedSubclasses());
    assertThat(outcomes().map(Object::getClass).distinct())
        .hasSameSizeAs(Outcome.class.getPermittedSubclasses());
  }

  /**
   * Stored texts are named by their digest: another way to write a piece would be another name for
   * it.
   */
  @Test
  void aPieceIsWrittenInOneWay() {
    assertThat(Json.write(new Piece.Material(ORIGIN, "debate", "T", "x")))
        .isEqualTo(
            "{\"kind\":\"material\",\"origin\":{\"lineage\":\"seed 5eed > debate\",\"agent\":\"transform/debate\","
                + "\"call\":\"ca11\",\"parents\":[\"a\",\"b\"]},\"makes\":\"debate\",\"title\":\"T\",\"text\":\"x\"}");
    assertThat(
            Json.write(
                new Piece.Instruction(
                        BARE,
                        "c",
                        "t",
                        AnswerFormat.LIST,
                        List.of(),
                        List.of(),
                        "",
                        Answerability.ANSWERABLE,
                        "m")
                    .demanding(Demands.NONE)))
        .as("without demands, as before there were any")
        .isEqualTo(
            "{\"kind\":\"instruction\",\"origin\":{\"lineage\":\"seed 5eed > debate\",\"agent\":\"transform/plain\"},"
                + "\"context\":\"c\",\"task\":\"t\",\"format\":\"list\",\"answerability\":\"answerable\",\"material\":\"m\"}");
    assertThat(
            Json.write(new Outcome.Dropped(LINEAGE, null, Stage.JUDGE, "judge/a", "declined", "")))
        .isEqualTo(
            "{\"kind\":\"dropped\",\"lineage\":\"seed 5eed > debate\",\"at\":\"JUDGE\",\"agent\":\"judge/a\","
                + "\"reason\":\"declined\"}");
  }

  @Test
  void unknownFieldsArePassedOver() {
    assertThat(
            Json.read(
                "{\"kind\":\"suggestion\",\"mood\":{\"new\":[1]},\"origin\":{\"lineage\":\"seed 5eed > debate\","
                    + "\"agent\":\"transform/plain\",\"colour\":\"blue\"},\"text\":\"x\"}",
                Piece.class))
        .isEqualTo(new Piece.Suggestion(BARE, "x"));
  }

  @Test
  void oldPiecesWithoutTheFieldsOfTodayAreReadable() {
    assertThat(
            Json.read("{\"kind\":\"instruction\",\"task\":\"t\",\"format\":\"list\"}", Piece.class))
        .isInstanceOfSatisfying(
            Piece.Instruction.class,
            it -> {
              assertThat(it.options()).isEmpty();
              assertThat(it.matches()).isEmpty();
              assertThat(it.context()).isEmpty();
              assertThat(it.expected()).isEmpty();
              assertThat(it.preview()).isEqualTo("t");
            });
    assertThat(Json.read("{\"kind\":\"exchange\",\"layout\":\"plain\"}", Piece.class).preview())
        .isEmpty();
    assertThat(
            Json.read("{\"kind\":\"exchange\",\"messages\":[{\"role\":\"user\"}]}", Piece.class)
                .preview())
        .isEmpty();
    assertThat(Json.read("{\"kind\":\"verdict\",\"passes\":true}", Piece.class).preview())
        .isEqualTo("pass:");
    assertThat(Json.read("{\"kind\":\"kept\",\"lineage\":\"seed 5eed\"}", Outcome.class))
        .isInstanceOfSatisfying(Outcome.Kept.class, kept -> assertThat(kept.verdicts()).isEmpty());
    assertThat(Json.read("{\"lineage\":\"seed 5eed\",\"agent\":\"a\"}", Origin.class).parents())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void aFormatIsItsWord(AnswerFormat format) {
    assertThat(Json.write(format)).isEqualTo("\"" + format.word() + "\"");
    assertThat(Json.read(Json.write(format), AnswerFormat.class)).isEqualTo(format);
  }

  @ParameterizedTest
  @EnumSource
  void anAnswerabilityIsItsWord(Answerability answerability) {
    assertThat(Json.write(answerability)).isEqualTo("\"" + answerability.word() + "\"");
    assertThat(Json.read(Json.write(answerability), Answerability.class)).isEqualTo(answerability);
  }

  @Test
  void aSeedAndItsSourceAreReadBackEqual() {
    Seed seed = Seed.of("Text.", new Source("a.csv#3", "", "CC0", "ja", "table", 1, 2, 0, 5));

    assertThat(Json.read(Json.write(seed), Seed.class)).isEqualTo(seed);
    assertThat(Json.read("{\"path\":\"a.txt\",\"part\":1}", Source.class))
        .isEqualTo(new Source("a.txt", "", "", "und", "text", 1, 0, 0, 0));
  }

  @Test
  void whatCannotBeReadSaysWhatItShouldHaveBeen() {
    assertThatThrownBy(() -> Json.read("{\"kind\":\"poem\"}", Piece.class))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot read Piece");
    assertThatThrownBy(() -> Json.read("[".repeat(100_000), Piece.class))
        .isInstanceOf(UncheckedIOException.class);
    assertThatThrownBy(() -> Json.write(new Object()))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write Object");
  }

  @Test
  void digestsAreTheFirstHalfOfSha256() {
    assertThat(Digest.of("")).isEqualTo("e3b0c44298fc1c149afbf4c8996fb924");
    assertThat(Digest.of("日本語"))
        .hasSize(32)
        .isEqualTo(Digest.of("日本語".getBytes(StandardCharsets.UTF_8)));
    assertThat(Digest.full(new byte[0]))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
