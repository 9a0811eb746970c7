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

/** What is extracted stands in the text, however it is set; what is made up does not. */
class SpansTest {
  private static final String ENGLISH =
      """
      Dear Ms O’Neill, your parcel of 28 March weighs 1,250 g. “Too late,” said Per; his sister
      wrote: “Come at once, the harbour is closed until Friday.” Pay within ten days, not later.
      """;
  private static final String JAPANESE = "会議は２０２４年４月１日に開かれた。佐藤さんは「港は金曜日まで閉まっている」と述べ、費用は三千円だった。";

  private static Optional<String> fault(
      AnswerFormat format, String context, String task, String answer) {
    Instruction it = Mill.with(Mill.task(format, task), context, task, List.of());
    return Mill.fault("spans-in-text", it, answer, "und");
  }

  private static Optional<String> inEnglish(String answer) {
    return fault(AnswerFormat.LIST, ENGLISH, "List the dates, as: expression | what.", answer);
  }

  private static Optional<String> inJapanese(String answer) {
    return fault(AnswerFormat.LIST, JAPANESE, "日付をすべて挙げなさい。", answer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "28 March",
        "- 28 March | your parcel\n- within ten days | when to pay",
        "Here are the dates:\n\n1. **28 March** – the parcel's date\n2. within ten days",
        "| expression | what |\n|---|---|\n| 28 March | your parcel |",
        "expression | what\n28 March | the day on which a parcel was sent",
        "O'Neill -> \"Too late\"",
        "Per's sister | \"Come at once ... until Friday\"",
        "Per's sister | \"Come at once [she wrote] until Friday\"",
        "ms o'neill",
        "1250 g | parcel",
        "none",
        "Not stated.",
      })
  void whatStandsThereIsFound(String answer) {
    assertThat(inEnglish(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "- 28 March\n- 3 April, the day of the storm",
        "- 28 March | \"The harbour will never be opened again\"",
        "- 28 March | your parcel\n- 1,350 g | your parcel",
      })
  void whatIsMadeUpIsNot(String answer) {
    assertThat(inEnglish(answer)).get().asString().endsWith("does not stand in the text");
  }

  @Test
  void japaneseIsComparedWithoutRegardToWidth() {
    assertThat(inJapanese("・2024年4月1日｜会議の日")).isEmpty();
    assertThat(inJapanese("① ２０２４年４月１日\n② 金曜日")).isEmpty();
    assertThat(inJapanese("佐藤さん → 「港は金曜日まで閉まっている」")).isEmpty();
    assertThat(inJapanese("該当なし")).isEmpty();
    assertThat(inJapanese("・2024年4月1日\n・2024年5月9日")).isPresent();
    assertThat(inJapanese("佐藤さん → 「港は土曜日まで閉まっている」")).isPresent();
  }

  @Test
  void ofJsonEveryTextIsLookedFor() {
    String task = "One object: name, due (null if open), status (\"open\" or \"done\").";

    assertThat(
            fault(
                AnswerFormat.JSON,
                ENGLISH,
                task,
                "```json\n{\"name\": \"Ms O'Neill\", \"due\": null, \"status\": \"open\", \"grams\": 99, \"on\": \"2024-03-28\"}\n```"))
        .as("words of the task, numbers and dates in ISO form are no copies")
        .isEmpty();
    assertThat(
            fault(
                AnswerFormat.JSON,
                ENGLISH,
                task,
                "[{\"name\": \"Mr Ferdinand\", \"status\": \"open\"}]"))
        .contains("'Mr Ferdinand' does not stand in the text");
  }

  @Test
  void inProseOnlyLongQuotationsAreLookedFor() {
    assertThat(fault(AnswerFormat.SHORT_ANSWER, ENGLISH, "Who?", "The \"kind\" sister, an angel."))
        .isEmpty();
    assertThat(
            fault(
                AnswerFormat.SHORT_ANSWER,
                ENGLISH,
                "Who?",
                "She says “come tomorrow if you have time”."))
        .isPresent();
  }

  @Test
  void isNotAskedWhereValuesMayBeRewordedOrNothingIsThere() {
    Instruction dates =
        Mill.with(Mill.task(AnswerFormat.LIST, "Dates, please."), ENGLISH, "Dates.", List.of());
    Instruction reworded = dates.demanding(new Demands(List.of(), List.of(), "", "", true));
    Instruction open = Mill.expecting(dates, "", Answerability.UNANSWERABLE);

    assertThat(Mill.fault("spans-in-text", dates, "- 03/28", "en")).isPresent();
    assertThat(Mill.fault("spans-in-text", reworded, "- 03/28", "en")).isEmpty();
    assertThat(Mill.fault("spans-in-text", open, "The letter does not say when.", "en")).isEmpty();
  }
}
