package io.agentinstruct.worker.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.AnswerFormat;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptedTeacherTest {
  private static final String PLACEHOLDER = "(?s).*\\{[A-Za-z0-9-]+}.*";

  private static ScriptedTeacher teacher;
  private static TeacherStage stage;

  @BeforeAll
  static void start() throws IOException {
    teacher = ScriptedTeacher.start(0);
    stage = new TeacherStage(teacher.endpoint());
  }

  @AfterAll
  static void stop() {
    teacher.close();
  }

  static Stream<Arguments> agentsInBothLanguages() {
    return Stream.of(Tongue.values())
        .flatMap(tongue ->
            Wording.of(tongue).instruct().agents().keySet().stream()
                .map(agent -> Arguments.of(tongue, agent)));
  }

  private static String sample(Tongue tongue) {
    return tongue == Tongue.JAPANESE ? SamplePassages.JAPANESE : SamplePassages.ENGLISH;
  }

  private static AnswerFormat formatOf(Tongue tongue, String agent) {
    AgentWords words = Wording.of(tongue).instruct().agents().get(agent);
    return words == null ? AnswerFormat.SHORT_ANSWER : words.format();
  }

  private static JsonNode instruct(String agent, String passage, AnswerFormat format, int count) {
    String prompt =
        "Write in English.\n<passage>\n"
            + passage
            + "\n</passage>\nWanted: "
            + count
            + " item(s) of this kind.";
    return stage.ask("instruct-" + agent, TeacherStage.items(format), prompt);
  }

  /**
   * Some two of a hundred requests are declined on a whim; asking a little differently is another
   * request.
   */
  private static List<Exercise> exercises(Tongue tongue, String agent) {
    AnswerFormat format = formatOf(tongue, agent);
    String passage = sample(tongue);
    List<Exercise> made = new ArrayList<>();
    for (int attempt = 0; made.isEmpty() && attempt < 3; attempt++) {
      String text = passage + "\n".repeat(attempt);
      instruct(agent, text, format, 2)
          .path("items")
          .forEach(item -> made.add(Exercise.of(item, passage, format)));
    }
    return made;
  }

  @Test
  void knowsTheFortyThreeAgentsOfReadingComprehensionInBothLanguages() {
    assertThat(Wording.of(Tongue.ENGLISH).instruct().agents()).hasSize(43);
    assertThat(Wording.of(Tongue.JAPANESE).instruct().agents().keySet())
        .isEqualTo(Wording.of(Tongue.ENGLISH).instruct().agents().keySet());
  }

  @ParameterizedTest
  @MethodSource("agentsInBothLanguages")
  void everyAgentSetsTasksThatDifferAndHoldWhatTheirFormatNeeds(Tongue tongue, String agent) {
    List<Exercise> exercises = exercises(tongue, agent);

    assertThat(exercises).isNotEmpty();
    assertThat(exercises.stream().map(Exercise::task)).doesNotHaveDuplicates();
    for (Exercise it : exercises) {
      assertThat(it.task() + it.options() + it.matches() + it.expected()).doesNotMatch(PLACEHOLDER);
      assertThat(it.expected()).isNotBlank();
      assertThat(it.options()).doesNotHaveDuplicates();
      assertThat(it.matches()).hasSameSizeAs(it.format().hasMatches() ? it.options() : List.of());
      assertThat(Tongue.of(it.task())).isEqualTo(tongue);
      holdsWhatItsFormatNeeds(it);
    }
  }

  private static void holdsWhatItsFormatNeeds(Exercise it) {
    switch (it.format()) {
      case MULTIPLE_CHOICE -> assertThat(it.options()).hasSize(4).contains(it.expected());
      case TRUE_FALSE -> {
        assertThat(it.options()).hasSizeBetween(2, 5);
        assertThat(it.expected().lines())
            .hasSameSizeAs(it.options())
            .allMatch(line -> line.matches("\\d\\. (true|false)"));
        assertThat(it.expected()).contains("true").contains("false");
      }
      case ORDERING -> {
        assertThat(it.expected().lines().toList())
            .containsExactlyInAnyOrderElementsOf(it.options());
        assertThat(it.expected().lines().toList()).isNotEqualTo(it.options());
      }
      case MATCHING -> {
        assertThat(it.expected().lines())
            .hasSameSizeAs(it.options())
            .allMatch(line -> line.contains(" -> "));
        assertThat(it.options()).hasSizeGreaterThan(2);
      }
      case FILL_IN_THE_BLANK ->
          assertThat(it.task()).contains("_____").doesNotContain(it.expected());
      case SHORT_ANSWER, LIST, ESSAY, TEXT, CODE, JSON, LABELS, DIALOGUE ->
          assertThat(it.options()).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("agentsInBothLanguages")
  void aStudentGetsTheExpectedAnswerFromEveryLayout(Tongue tongue, String agent) {
    for (Exercise it : exercises(tongue, agent)) {
      for (String prompt : List.of(it.plain(), it.taskFirst(), it.sections())) {
        String answer = stage.answer(prompt);

        assertThat(answer).isNotBlank().doesNotMatch(PLACEHOLDER).isNotEqualTo(it.task());
        assertThat(Tongue.of(answer)).isEqualTo(tongue);
        if (it.format() == AnswerFormat.MULTIPLE_CHOICE) {
          assertThat(answer)
              .startsWith(
                  Exercise.letter(it.options().indexOf(it.expected())) + ". " + it.expected());
        } else if (it.format() == AnswerFormat.ESSAY) {
          assertThat(answer.split("\n\n")).hasSize(3);
        } else if (it.format() != AnswerFormat.TRUE_FALSE) {
          assertThat(Spelling.quoted(answer))
              .contains(
                  Spelling.quoted(Spelling.bare(it.expected().lines().findFirst().orElseThrow())));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("agentsInBothLanguages")
  void whatIsTakenOutOfAPassageAStudentFindsMissing(Tongue tongue, String agent) {
    for (Exercise it : exercises(tongue, agent)) {
      JsonNode edited =
          edit("unanswerable", it, TeacherStage.texts("declined", "passage", "expected"));
      if (edited.path("declined").asText().isEmpty()) {
        Exercise without = it.in(edited.path("passage").asText(), edited.path("expected").asText());
        String answer = stage.answer(without.plain());

        assertThat(without.passage())
            .isNotEqualTo(it.passage())
            .hasSizeGreaterThan(it.passage().length() / 2);
        assertThat(answer).isNotEqualTo(stage.answer(it.plain()));
        assertThat(answer)
            .containsPattern("does not|cannot be|None of|分かりません|決められ|答えられません|述べていません");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("agentsInBothLanguages")
  void aChangedPassageHasAnotherAnswerAndAStudentFindsIt(Tongue tongue, String agent) {
    for (Exercise it : exercises(tongue, agent)) {
      JsonNode edited =
          edit("changed-answer", it, TeacherStage.texts("declined", "passage", "expected"));
      if (edited.path("declined").asText().isEmpty()) {
        Exercise changed = it.in(edited.path("passage").asText(), edited.path("expected").asText());

        assertThat(changed.passage()).isNotEqualTo(it.passage());
        assertThat(changed.expected()).isNotEqualTo(it.expected());
        assertThat(stage.answer(changed.plain())).isNotEqualTo(stage.answer(it.plain()));
        if (it.format() == AnswerFormat.MULTIPLE_CHOICE) {
          assertThat(it.options()).contains(changed.expected());
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("agentsInBothLanguages")
  void aHarderTaskIsAnotherTaskOfTheSameFormatThatCanStillBeAnswered(Tongue tongue, String agent) {
    for (Exercise it : exercises(tongue, agent)) {
      JsonNode edited =
          edit("harder", it, TeacherStage.task(TeacherStage.texts("declined"), it.format()));
      Exercise harder = Exercise.of(edited, it.passage(), it.format());

      assertThat(edited.path("declined").asText()).isEmpty();
      assertThat(harder.task()).isNotEqualTo(it.task()).doesNotMatch(PLACEHOLDER);
      assertThat(harder.options())
          .doesNotHaveDuplicates()
          .hasSizeGreaterThanOrEqualTo(it.options().size());
      if (it.format() == AnswerFormat.MULTIPLE_CHOICE) {
        assertThat(harder.options()).contains(harder.expected()).isNotEqualTo(it.options());
        assertThat(stage.answer(harder.plain())).contains(harder.expected());
      }
    }
  }

  /** Suggests first and edits as suggested; a suggester that declines leaves nothing to edit. */
  private static JsonNode edit(String pair, Exercise it, JsonNode schema) {
    JsonNode plan =
        stage.ask("refine-" + pair + "-suggest", TeacherStage.suggestions(), it.fenced(""));
    List<String> suggestions = TeacherStage.strings(plan.path("suggestions"));
    assertThat(plan.path("declined").asText().isEmpty()).isEqualTo(!suggestions.isEmpty());
    if (suggestions.isEmpty()) {
      return plan;
    }
    assertThat(suggestions)
        .doesNotHaveDuplicates()
        .noneMatch(suggestion -> suggestion.matches(PLACEHOLDER));
    return stage.ask("refine-" + pair + "-edit", schema, it.fenced(suggestions.getFirst()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "argument",
        "debate",
        "conversation",
        "meeting",
        "poem",
        "satire",
        "instructional",
        "long-text",
        "my-own-genre"
      })
  void everyGenreIsMadeOfTheDocumentsSentencesInItsLanguage(String genre) {
    for (Tongue tongue : Tongue.values()) {
      String prompt =
          "<title>\nThe ferry\n</title>\n<document>\n"
              + sample(tongue)
              + "\n</document>\n\nWrite in English.";
      JsonNode material =
          stage.ask("transform-" + genre, TeacherStage.texts("declined", "title", "text"), prompt);
      String flat =
          material.path("text").asText().replaceAll("\\s+", tongue == Tongue.JAPANESE ? "" : " ");

      assertThat(material.path("declined").asText()).isEmpty();
      assertThat(material.path("title").asText()).isNotBlank();
      assertThat(Tongue.of(flat)).isEqualTo(tongue);
      assertThat(flat).doesNotMatch(PLACEHOLDER);
      assertThat(
              Passage.of(sample(tongue)).sentences().stream()
                  .filter(s -> flat.contains(s.text()))
                  .count())
          .isGreaterThan(4);
    }
  }

  @ParameterizedTest
  @EnumSource(AnswerFormat.class)
  void anAgentOfAnotherNameGetsTasksOfTheFormatThatItsPromptDescribes(AnswerFormat format) {
    String words =
        switch (format) {
          case TRUE_FALSE -> "`expected`: in this form: `1. true\\n2. false`.";
          case ORDERING -> "`options`: the entries in a jumbled order.";
          case FILL_IN_THE_BLANK -> "The gap is typed as five underscores: _____ .";
          case LIST -> "`expected`: the complete list, one entry per line.";
          case ESSAY -> "`expected`: the key points that a good essay must make.";
          default -> "";
        };
    String prompt =
        words + "\n<passage>\n" + SamplePassages.ENGLISH + "\n</passage>\nMake 3 of them.";
    JsonNode reply = stage.ask("instruct-of-my-own", TeacherStage.items(format), prompt);

    assertThat(reply.path("items").size()).isBetween(1, 3);
    reply
        .path("items")
        .forEach(
            item -> holdsWhatItsFormatNeeds(Exercise.of(item, SamplePassages.ENGLISH, format)));
  }

  @Test
  void theSameRequestGetsTheSameAnswer() {
    String body =
        TeacherStage.body(
                "instruct-weaken",
                TeacherStage.items(AnswerFormat.MULTIPLE_CHOICE),
                "<passage>\n" + SamplePassages.ENGLISH + "\n</passage>\nWrite 2.")
            .toString();

    assertThat(stage.post(body).body()).isEqualTo(stage.post(body).body());
  }

  @Test
  void aPassageOfTwoSentencesIsDeclinedWithAReason() {
    JsonNode reply =
        instruct(
            "literal",
            "The mill shut in 1998. The hours did not change.",
            AnswerFormat.SHORT_ANSWER,
            2);

    assertThat(reply.path("declined").asText())
        .isEqualTo("the passage has fewer than three sentences to ask about");
    assertThat(reply.path("items")).isEmpty();
  }

  @Test
  void aTaskOfUnknownOriginIsAnsweredFromThePassageOrNotAtAll() {
    assertThat(
            stage.answer(
                SamplePassages.ENGLISH + "\n\nWho measured the current, and for how long?"))
        .contains("Captain Edda Lorne measured the current for eleven years");
    assertThat(
            stage.answer(
                SamplePassages.ENGLISH + "\n\nWhich vineyard supplied the wedding banquet?"))
        .containsPattern("does not|cannot be");
    assertThat(stage.answer(SamplePassages.JAPANESE + "\n\n結婚披露宴の献立を考えた料理長は誰ですか。"))
        .containsPattern("分かりません|決められません");
  }

  @Test
  void judgesPassNearlyEverythingAndSayWhy() {
    Exercise it = exercises(Tongue.ENGLISH, "literal").getFirst();
    List<JsonNode> rulings =
        IntStream.range(0, 300)
            .mapToObj(i ->
                stage.ask(
                    "judge-grounded",
                    TeacherStage.verdict(),
                    it.fenced("") + "<answer>\nAnswer " + i + "\n</answer>"))
            .toList();

    assertThat(rulings).allMatch(ruling -> !ruling.path("reason").asText().isBlank());
    assertThat(
            rulings.stream()
                .filter(ruling -> ruling.path("verdict").asText().equals("fail"))
                .count())
        .isBetween(9L, 45L);
  }

  @Test
  void fewRepliesAreDeclinedOnAWhimAndFewComeInAFenceWithACommaTooMany() {
    List<String> replies =
        IntStream.range(0, 300)
            .mapToObj(i ->
                TeacherStage.body(
                    "instruct-literal",
                    TeacherStage.items(AnswerFormat.SHORT_ANSWER),
                    "<passage>\n"
                        + SamplePassages.ENGLISH
                        + "\n</passage>\nNote "
                        + (i + 100)
                        + ". Write 2."))
            .map(stage::content)
            .toList();

    assertThat(replies.stream().filter(reply -> reply.startsWith("```json")).count())
        .isBetween(1L, 15L);
    assertThat(replies.stream().filter(reply -> reply.startsWith("```json")))
        .allMatch(reply -> reply.endsWith(",\n}\n```"));
    assertThat(replies.stream().filter(reply -> reply.contains("\"items\":[]")).count())
        .isBetween(2L, 30L);
  }

  @Test
  void ownsUpToBeingScriptedAndCountsItsCalls() {
    long before = teacher.calls();
    JsonNode models = Json.read(stage.get(stage.at("/models")).body(), JsonNode.class);
    JsonNode reply =
        Json.read(
            stage
                .post(
                    TeacherStage.body(
                            "", null, "This is a connection test. Reply with the single word OK.")
                        .toString())
                .body(),
            JsonNode.class);

    assertThat(models.path("data").path(0).path("id").asText()).isEqualTo("scripted-teacher");
    assertThat(reply.path("model").asText()).isEqualTo("scripted-teacher");
    assertThat(reply.path("choices").path(0).path("message").path("content").asText())
        .isEqualTo("OK");
    assertThat(reply.path("usage").path("total_tokens").asInt()).isPositive();
    assertThat(teacher.calls()).isEqualTo(before + 1);
  }

  @Test
  void saysWhatIsWrongWithARequest() {
    HttpResponse<String> noJson = stage.post("{");
    HttpResponse<String> noMessages = stage.post("{\"model\":\"scripted-teacher\"}");

    assertThat(noJson.statusCode()).isEqualTo(400);
    assertThat(noJson.body()).contains("the body is not JSON");
    assertThat(noMessages.statusCode()).isEqualTo(400);
    assertThat(noMessages.body())
        .contains("messages is missing; a list with at least one message would have been right");
  }
}
