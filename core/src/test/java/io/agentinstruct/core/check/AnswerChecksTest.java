package io.agentinstruct.core.check;

import static io.agentinstruct.core.check.Mill.PASSAGE;
import static io.agentinstruct.core.check.Mill.QUESTION;
import static io.agentinstruct.core.check.Mill.expecting;
import static io.agentinstruct.core.check.Mill.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each check of an answer: what passes it, what fails it, and what people are told. */
class AnswerChecksTest {
  private static Optional<String> fault(String check, String answer) {
    return Mill.fault(check, QUESTION, answer, "en");
  }

  @Test
  void anAnswerIsPresent() {
    assertThat(fault("answer-present", "The flood.")).isEmpty();
    assertThat(fault("answer-present", " \n　")).contains("the answer is empty");
  }

  @Test
  void anAnswerThatLoopsIsRepetitive() {
    assertThat(fault("answer-not-repetitive", "It was the flood that did it. ".repeat(20)))
        .hasValueSatisfying(detail -> assertThat(detail).endsWith(" times").startsWith("'"));
    assertThat(fault("answer-not-repetitive", "それは洪水のせいであると思われる。".repeat(20)))
        .hasValueSatisfying(
            detail -> assertThat(detail).contains("洪水").endsWith(" stands 20 times"));
    assertThat(fault("answer-not-repetitive", "ha".repeat(200))).isPresent();
  }

  @Test
  void anAnswerThatIsLongOrShortOrATableIsNotRepetitive() {
    StringBuilder prose = new StringBuilder();
    for (int i = 0; i < 300; i++) {
      prose
          .append("Year ")
          .append(1700 + i)
          .append(" brought ")
          .append(i * 7919 % 1000)
          .append(" sacks. ");
    }

    assertThat(fault("answer-not-repetitive", prose.toString())).isEmpty();
    assertThat(fault("answer-not-repetitive", "no ".repeat(20))).isEmpty();
    assertThat(
            fault(
                "answer-not-repetitive",
                "| --- | --- | --- | --- | --- | --- | --- |\n".repeat(20)))
        .isEmpty();
  }

  @Test
  void anAnswerIsNotTheQuestionAgain() {
    assertThat(fault("answer-not-echo", "The flood carried the mill away after two hundred years."))
        .isEmpty();
    assertThat(fault("answer-not-echo", PASSAGE.replace(" ", "  ")))
        .contains("the answer is the question again");
    assertThat(fault("answer-not-echo", PASSAGE + "\n" + QUESTION.task()))
        .contains("the answer is the question again");
    Instruction japanese =
        task(AnswerFormat.LIST, "この文章を読んで、水車小屋が川のそばに立っていた年数と、なくなった理由を、順に二つ挙げてください。");
    assertThat(Mill.fault("answer-not-echo", japanese, japanese.task().replace("、", ""), "ja"))
        .contains("the answer is the question again");
    assertThat(fault("answer-not-echo", QUESTION.task())).as("too short to tell").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "B",
        "(B) It stood on a hill.",
        "The answer is B.",
        "**B. on a hill**",
        "It stood on a hill, as line one says.",
        "正解はBです。",
        "答え：Ｂ、on a hill",
        "On  a\nHill",
        "選択肢Cが正しい。"
      })
  void anAnswerNamesAChoice(String answer) {
    Instruction it =
        task(AnswerFormat.MULTIPLE_CHOICE, "Where was it?", "by the river", "on a hill", "in town");

    assertThat(Mill.fault("answer-chooses-an-option", it, answer, "en")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"It can't be said.", "D", "The Bank of England", "It's at B2.", "それは分かりません。"})
  void anAnswerNamesNoChoice(String answer) {
    Instruction it =
        task(AnswerFormat.MULTIPLE_CHOICE, "Where was it?", "by the river", "on a hill", "in town");

    assertThat(Mill.fault("answer-chooses-an-option", it, answer, "en"))
        .contains("the answer names none of the choices");
    assertThat(
            Mill.fault(
                "answer-chooses-an-option",
                expecting(it, "", Answerability.UNANSWERABLE),
                answer,
                "en"))
        .as("what nobody can answer has no right choice")
        .isEmpty();
    assertThat(fault("answer-chooses-an-option", answer))
        .as("there is nothing to choose")
        .isEmpty();
  }

  @Test
  void aJapaneseAnswerNamesAChoiceByItsText() {
    Instruction it = task(AnswerFormat.MULTIPLE_CHOICE, "どこにあったか。", "川のそば", "丘の上", "町の中");

    assertThat(Mill.fault("answer-chooses-an-option", it, "「丘の上」にありました。", "ja")).isEmpty();
    assertThat(Mill.fault("answer-chooses-an-option", it, "海の底にありました。", "ja"))
        .contains("the answer names none of the choices");
  }

  @Test
  void aChoiceWithoutOptionsIsNoReasonToCrash() {
    assertThat(
            Mill.fault(
                "answer-chooses-an-option",
                task(AnswerFormat.MULTIPLE_CHOICE, "Where?"),
                "B",
                "en"))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "en, The mill stood by the river for two hundred years.",
    "en, The word 水車 means a water mill in Japanese.",
    "ja, 水車小屋は川のそばに二百年のあいだ立っていました。",
    "ja-JP, 水車小屋（water mill）はRiver Thamesのそばに立っていました。",
    "zh, 水车小屋在河边矗立了两百年，直到洪水把它冲走。",
    "ko, 물레방아는 이백 년 동안 강가에 서 있었습니다.",
    "ru, Мельница стояла у реки двести лет.",
    "und, 水車小屋は川のそばに二百年のあいだ立っていました。",
    "ja, 1912",
    "ja, Yes.",
  })
  void anAnswerIsInItsLanguage(String language, String answer) {
    assertThat(Mill.fault("answer-in-language", QUESTION, answer, language)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ja | The mill stood by the river.  | expected ja, but 22 of 22 letters are of another script
          ja | 水车小屋在河边矗立了两百年直到洪水把它冲走 | expected ja, but there is no kana
          zh | The mill stood by the river.  | expected zh, but 22 of 22 letters are of another script
          en | 水車小屋は川のそばに二百年のあいだ立っていました | expected en, but 24 of 24 letters are Chinese or Japanese
          pt_BR | 水車小屋は川のそばに二百年のあいだ立っていました | expected pt, but 24 of 24 letters are Chinese or Japanese
          """)
  void anAnswerIsInAnotherLanguage(String language, String answer, String detail) {
    assertThat(Mill.fault("answer-in-language", QUESTION, answer, language)).contains(detail);
  }

  private static Instruction ofChunks() {
    String chunks =
        "[1] Minutes\nThe mill [9] went in 1912.\n\n[2] Guide\nIt had stood for 200 years.";
    return Mill.with(QUESTION, chunks, QUESTION.task(), List.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The flood took it [1].",
        "It stood for two hundred years [1][2].",
        "It went in 1912 [1, 2].",
        "洪水で流されました［２、1］。"
      })
  void anAnswerCitesChunksThatExist(String answer) {
    assertThat(Mill.fault("citations-exist", ofChunks(), answer, "en")).isEmpty();
  }

  @Test
  void anAnswerThatCitesNothingOrWhatIsNotThereIsTold() {
    assertThat(Mill.fault("citations-exist", ofChunks(), "The flood took it.", "en"))
        .contains("the answer cites none of the 2 numbered sources");
    assertThat(Mill.fault("citations-exist", ofChunks(), "The flood [1], in 1912 [2, 9].", "en"))
        .as("a number within a chunk is none of its own")
        .contains("the answer cites [9], which no source is numbered");
    assertThat(fault("citations-exist", "The flood took it."))
        .as("there is nothing to cite")
        .isEmpty();
  }

  @Test
  void whatNobodyCanAnswerNeedsNoMark() {
    Instruction nobody = expecting(ofChunks(), "", Answerability.UNANSWERABLE);

    assertThat(Mill.fault("citations-exist", nobody, "The sources do not tell.", "en")).isEmpty();
    assertThat(Mill.fault("citations-exist", nobody, "They do not tell [3].", "en")).isPresent();
  }
}
