package io.agentinstruct.core.check;

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

/** What an answer chooses is only held against it where it is clear. */
class KeysTest {
  private static final List<String> OPTIONS =
      List.of("The flood", "A fire", "The miller's debts", "水車の故障");

  private static Instruction choice(String key) {
    Instruction it = Mill.task(AnswerFormat.MULTIPLE_CHOICE, "Why did the mill go?");
    return Mill.expecting(
        Mill.with(it, it.context(), it.task(), OPTIONS), key, Answerability.ANSWERABLE);
  }

  @ParameterizedTest
  @CsvSource({
    "B, 1",
    "B., 1",
    "(B) A fire, 1",
    "**B. A fire**, 1",
    "Ｂ．A fire, 1",
    "The answer is (C)., 2",
    "A fire, 1",
    "Because of the water the correct answer is A., 0",
    "正解はDです。, 3",
    "答え：Ｄ, 3",
    "D。水車の故障が原因です。, 3",
    "Option C: debts, 2",
  })
  void aClearChoiceIsRead(String answer, int place) {
    assertThat(Keys.chosen(answer, OPTIONS)).contains(place);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A mill needs water.",
        "A, B and D are wrong.",
        "The answer is not B.",
        "The answer: A mill by a river is at risk.",
        "B. The flood",
        "A. The answer is B.",
        "H. Nothing of this.",
        "The flood took it, not a fire.",
        "",
      })
  void anUnclearOneIsNot(String answer) {
    assertThat(Keys.chosen(answer, OPTIONS)).isEmpty();
  }

  @Test
  void theChoiceIsTheKey() {
    assertThat(fault(choice("A fire"), "B. A fire")).isEmpty();
    assertThat(fault(choice("A fire"), "A. The flood"))
        .contains("the answer chooses A, the key is B");
    assertThat(fault(choice("A fire"), "Hard to tell.")).isEmpty();
    assertThat(fault(choice("none of them"), "A. The flood")).isEmpty();
    assertThat(
            fault(
                Mill.expecting(choice("A fire"), "A fire", Answerability.UNANSWERABLE),
                "A. The flood"))
        .isEmpty();
  }

  private static Optional<String> fault(Instruction it, String answer) {
    return Mill.fault("answer-matches-key", it, answer, "en");
  }

  @Test
  void aKeyIsNotTheOnlyLongOption() {
    String longOne = "The great flood of the spring, which rose by two metres";

    assertThat(balance(longOne, "A fire", "Debts", longOne)).isPresent();
    assertThat(balance("A fire", "A fire", "Debts", longOne)).isEmpty();
    assertThat(balance(longOne, longOne, "The great fire of the autumn before that", "Debts"))
        .isEmpty();
    assertThat(balance("Elephant", "Cat", "Dog", "Elephant")).as("short words").isEmpty();
    assertThat(balance("二メートルも水位が上がった春の大洪水", "火事", "借金", "二メートルも水位が上がった春の大洪水")).isPresent();
  }

  private static Optional<String> balance(String key, String... options) {
    Instruction it = Mill.task(AnswerFormat.MULTIPLE_CHOICE, "Why did it go?", options);
    return Mill.fault("options-balanced", Mill.expecting(it, key, Answerability.ANSWERABLE));
  }
}
