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

/** A label of the set, however it is written; no other. */
class LabelsTest {
  private static Instruction labelled(String expected, String... labels) {
    return Mill.expecting(
            Mill.task(AnswerFormat.LABELS, "Which class?"), expected, Answerability.ANSWERABLE)
        .demanding(new Demands(List.of(), List.of(labels), "", "", false));
  }

  private static final Instruction ENGLISH =
      labelled("spam", "spam", "PROMISE", "NO PROMISE", "Collections care > Pests");

  private static Optional<String> english(String answer) {
    return Mill.fault("labels-in-set", ENGLISH, answer, "en");
  }

  private static Optional<String> japanese(String answer) {
    return Mill.fault("labels-in-set", labelled("苦情", "苦情", "問い合わせ", "該当なし"), answer, "ja");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "spam",
        "**Spam**",
        "Label: spam\nIt advertises.",
        "“no promise”",
        "Collections Care > pests.",
        "The writer commits himself, so the class is PROMISE.",
        "1: spam\n2: PROMISE\n3: spam",
      })
  void aLabelOfTheSetPasses(String answer) {
    assertThat(english(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "advertisement",
        "spammer",
        "Ham\nNothing here is spam.",
        "1: spam\n2: ham\n3: spam\n4: PROMISE",
      })
  void anotherDoesNot(String answer) {
    assertThat(english(answer)).isPresent();
  }

  @Test
  void japaneseLabelsAreRead() {
    assertThat(japanese("苦情")).isEmpty();
    assertThat(japanese("「問い合わせ」です。理由は、質問だけだからです。")).isEmpty();
    assertThat(japanese("ラベル：該当なし")).isEmpty();
    assertThat(japanese("称賛")).isPresent();
  }

  @Test
  void withoutASetNothingIsAsked() {
    assertThat(Mill.fault("labels-in-set", Mill.QUESTION, "whatever", "en")).isEmpty();
  }

  @Test
  void theAuthorsOwnLabelIsOfTheSet() {
    assertThat(Mill.fault("expected-among-options", ENGLISH)).isEmpty();
    assertThat(Mill.fault("expected-among-options", labelled("1: a\n2: b", "a", "b"))).isEmpty();
    assertThat(Mill.fault("expected-among-options", labelled("ham", "spam", "PROMISE")))
        .contains("the expected 'ham' is none of the labels");
    assertThat(Mill.fault("options-distinct", labelled("spam", "spam", "Spam "))).isPresent();
  }
}
