package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Independent answers come to the same, or their contradiction is named. */
class AgreementTest {
  private static Optional<String> disagreement(String kind, String... answers) {
    return Agreement.disagreement(
        kind, Mill.task(AnswerFormat.MULTIPLE_CHOICE, "Which?", "x", "y", "z"), List.of(answers));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "About 3 million cups.; 3000000",
        "4 × 10^6 a year; 4000000",
        "4×10⁶; 4000000",
        "約2.5億個; 250000000",
        "3億2000万; 320000000",
        "１２万人ほど; 120000",
        "5 a day, 300 days, in total 1,500 litres; 1500",
        "The estimate is 20 thousand. I assumed 365 days.; 20000",
        "1. 30 people. 2. 4 cups each. So 120 cups.; 120",
        "12 %; 12",
      })
  void theNumberThatAnAnswerEndsWith(String answer, double value) {
    assertThat(Agreement.estimate(answer))
        .get()
        .extracting(Figures.Figure::number)
        .isEqualTo(value);
  }

  @Test
  void magnitudesMayDifferByTen() {
    assertThat(disagreement("magnitude", "about 3 million", "30 million", "4 × 10^6")).isEmpty();
    assertThat(disagreement("magnitude", "約300万", "3 million")).isEmpty();
    assertThat(disagreement("magnitude", "about 3 million", "31 million"))
        .hasValueSatisfying(detail -> assertThat(detail).contains("3000000", "3.1e+07"));
    assertThat(disagreement("magnitude", "nobody knows", "31 million")).isEmpty();
  }

  @Test
  void numbersAreEqualButForRounding() {
    assertThat(disagreement("number", "The answer is 12.", "So 12 ways.", "１２通り")).isEmpty();
    assertThat(disagreement("number", "0.667", "0.67")).isEmpty();
    assertThat(disagreement("number", "The answer is 12.", "So 13 ways.")).isPresent();
  }

  @Test
  void choicesAreTheSameOption() {
    assertThat(disagreement("choice", "A. x", "(A)", "The answer is A.")).isEmpty();
    assertThat(disagreement("choice", "A. x", "hard to say")).isEmpty();
    assertThat(disagreement("choice", "A. x", "B. y", "B"))
        .contains("the answers come to 'A' 1 times, 'B' 2 times");
  }

  @Test
  void textsAreTheSameWords() {
    assertThat(disagreement("text", "The Flood!", "the flood", "“The flood.”")).isEmpty();
    assertThat(disagreement("text", "洪水", "火事")).isPresent();
  }

  @Test
  void oneAnswerAgreesWithItself() {
    for (String kind : Agreement.KINDS) {
      assertThat(disagreement(kind, "A. 7")).as(kind).isEmpty();
    }
  }

  @Test
  void anUnknownKindIsNamed() {
    assertThatThrownBy(() -> disagreement("mood", "a", "b"))
        .hasMessage("'mood' is no kind of agreement; there are magnitude, choice, number, text");
  }
}
