package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums that do not come out are found; what might be meant otherwise is let pass. */
class StatementsTest {
  private static Optional<String> fault(String answer) {
    return Mill.fault("arithmetic-holds", Mill.QUESTION, answer, "en");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 × 3.5 = 42",
        "12 * 3.5 = 42.",
        "So 1,200 + 34 = 1,234, which fits.",
        "１２＋３０＝４２",
        "2 ÷ 3 = 0.67 and 2/3 = 0.667",
        "10 / 3 = 3",
        "37 × 29 ≈ 1,100",
        "3 million × 0.5 = 1.5 million",
        "1億2000万 × 0.25 = 3000万",
        "50 weeks × 5 days = 250 days per year",
        "90 min / 60 = 1.5 h",
        "500 g × 12 = 6 kg",
        "2 km + 300 m = 2.3 km",
        "25% × 80 = 20",
        "24/200 = 12%",
        "24/200 × 100 = 12%",
        "(3 + 4) × 2 = 14",
        "2 × 3 + 4 = 10",
        "4 × 10^6 / 2 = 2 × 10^6",
        "10⁶ × 3 = 3,000,000",
        "5 x 4 = 20",
        "$3 × 40 = $120",
        "\\(12 \\times 3 = 36\\)",
        "3 × 4 = 12 = 6 × 2",
        "400,000 people × 3 cups = 1.2 million cups",
        "2x + 3 = 7",
        "y = 3 + 4",
        "f(3) + 1 = 9",
        "Score 10-20 = medium",
        "On 2024-03-09 = Saturday",
        "It is wrong that 3 × 4 = 14.",
        "If 2 + 3 = 10, then the rule multiplies.",
        "3,5 + 1 = 4,5",
        "11 + 1 = 100 in binary",
        "1 + 2 + ... + 10 = 55",
        "x[3] + 4 = 9",
        "a = 3 * 4 = 14 b",
        "No sums at all.",
      })
  void whatHoldsOrMayHoldPasses(String answer) {
    assertThat(fault(answer)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "12 × 3.5 = 43",
        "So 1,200 + 34 = 1,244, which fits.",
        "１２＋３０＝４３",
        "2 ÷ 3 = 0.66",
        "37 × 29 ≈ 1,200",
        "37 × 29 = 1,100",
        "3 million × 0.5 = 2.5 million",
        "50 weeks × 5 days = 260 days per year",
        "(3 + 4) × 2 = 15",
        "2 × 3 + 4 = 14",
        "4 × 10^6 / 3 = 2 × 10^6",
        "3 × 4 = 12 = 5 × 2",
        "First 3 × 4 = 12.\nThen 12 + 5 = 18.",
        "したがって、12 × 30 = 380 となる。",
      })
  void whatDoesNotIsFound(String answer) {
    assertThat(fault(answer)).get().asString().endsWith("does not hold");
  }

  @Test
  void whatTheTaskSaysItselfIsNoFaultOfTheAnswer() {
    assertThat(
            Mill.fault(
                "arithmetic-holds",
                Mill.task(AnswerFormat.SHORT_ANSWER, "Anna writes 3 × 4 = 14. Comment on it."),
                "Anna writes 3 × 4 = 14, and 3 × 4 = 12.",
                "en"))
        .isEmpty();
  }
}
