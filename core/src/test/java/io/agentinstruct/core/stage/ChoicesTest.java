package io.agentinstruct.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Options without labels while they are data, with labels where a student reads them. */
class ChoicesTest {
  private static final List<String> CAPITALS = List.of("Paris", "Rome.", "Bern", "The  Hague");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A. x|B. y|C. z",
        "a) x|b) y|c) z",
        "(A) x|(B) y|(C) z",
        "1. x|2. y|3. z",
        "1) x| 2) y|3: z",
        "- x|- y|- z",
        "• x|* y|- z",
        "C. x|A. y|B. z",
        "2. x|3. y|1. z",
        "A．x|B．y|C．z",
        "A、x|B、y|C、z",
        "（A）x|（B）y|（C）z",
        "1．x|2．y|3．z",
        "A：　x|B：y|C：z",
      })
  void labelsAreTakenOffWhereEveryOptionHasOne(String options) {
    assertThat(Choices.unlabelled(List.of(options.split("\\|", -1))))
        .containsExactly("x", "y", "z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A. x|y|C. z", "B. Obama|D. Trump|H. Clinton", "A. x|A. y|A. z", "1. x|3. y|4. z",
            "1.5 m|2.5 m|3.5 m",
        "1．5倍|2．5倍|3．5倍", "a cat|b cat|c cat", "-5|-6|-7", "A.x|B.y|C.z", "10 x|20 y|30 z",
      })
  void whatOnlyLooksLikeALabelStays(String options) {
    List<String> written = List.of(options.split("\\|", -1));

    assertThat(Choices.unlabelled(written)).isEqualTo(written);
  }

  @Test
  void blankOptionsGoAndASingleOneKeepsItsLabel() {
    assertThat(Choices.unlabelled(List.of(" x ", "", "　", "y"))).containsExactly("x", "y");
    assertThat(Choices.unlabelled(List.of("A. x"))).containsExactly("A. x");
    assertThat(Choices.unlabelled(List.of())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "Paris, Paris",
    "paris, Paris",
    "' Paris. ', Paris",
    "A, Paris",
    "a, Paris",
    "(B), Rome.",
    "C), Bern",
    "D., The  Hague",
    "B. Rome, Rome.",
    "C) Bern, Bern",
    "the hague, The  Hague",
    "D．The Hague, The  Hague",
    "（C）, Bern",
    "E, E",
    "Berlin, Berlin",
    "E. Berlin, E. Berlin",
    "'', ''",
  })
  void aKeyMeansTheOptionThatItNamesByTextOrLetter(String expected, String meant) {
    assertThat(Choices.meant(expected, CAPITALS)).isEqualTo(meant);
  }

  @Test
  void aKeyThatIsAnOptionIsNoLetter() {
    assertThat(Choices.meant("A", List.of("O", "B", "A", "AB"))).isEqualTo("A");
    assertThat(Choices.meant("b", List.of("a", "b"))).isEqualTo("b");
  }

  @Test
  void aJapaneseKeyMeansItsOption() {
    List<String> options = List.of("東京。", "大阪", "京都");

    assertThat(Choices.meant("東京", options)).isEqualTo("東京。");
    assertThat(Choices.meant("C．京都", options)).isEqualTo("京都");
  }

  @Test
  void theOrderIsShuffledByDigestAndRepeats() {
    List<String> shuffled = Choices.shuffled(CAPITALS, "Which is it?");

    assertThat(shuffled).containsExactlyInAnyOrderElementsOf(CAPITALS);
    assertThat(Choices.shuffled(CAPITALS, "Which is it?")).isEqualTo(shuffled);
    assertThat(Choices.shuffled(shuffled.reversed(), "Which is it?")).isEqualTo(shuffled);
  }

  /** Authors put the right one first; after the shuffle it stands anywhere, about equally often. */
  @Test
  void theFirstOptionEndsUpAnywhereAboutEquallyOften() {
    Map<Integer, Integer> places = new HashMap<>();
    for (int i = 0; i < 4_000; i++) {
      places.merge(Choices.shuffled(CAPITALS, "task " + i).indexOf("Paris"), 1, Integer::sum);
    }

    assertThat(places)
        .hasSize(4)
        .allSatisfy((place, count) -> assertThat(count).isBetween(900, 1_100));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "All of the above",
        "none of the above",
        "Both A and B",
        "Neither of them",
        "A and C",
        "以上のすべて",
        "上記のいずれでもない",
        "いずれも正しくない",
        "すべて正しい",
      })
  void choicesThatSpeakOfEachOtherStayInTheirOrder(String last) {
    for (int i = 0; i < 20; i++) {
      List<String> options = List.of("x", "y", "z", last);
      assertThat(Choices.shuffled(options, "task " + i)).isEqualTo(options);
    }
  }

  @Test
  void aJapaneseQuantityIsNoChoiceThatSpeaksOfOthers() {
    List<String> options = List.of("10人以上", "20人以上", "すべての人が来た", "30人以上");
    List<List<String>> orders = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      orders.add(Choices.shuffled(options, "問い" + i));
    }

    assertThat(orders).anySatisfy(order -> assertThat(order).isNotEqualTo(options));
  }

  private static Piece.Instruction instruction(
      AnswerFormat format, List<String> options, List<String> matches) {
    Origin origin = new Origin(Lineage.ofSeed("7f3a"), "instruct/a", null, List.of());
    return new Piece.Instruction(
        origin,
        "context",
        "task",
        format,
        options,
        matches,
        "x",
        Answerability.ANSWERABLE,
        "material");
  }

  @Test
  void aStudentReadsLettersBeforeChoicesAndNumbersBeforeAllElse() {
    assertThat(
            Choices.render(instruction(AnswerFormat.MULTIPLE_CHOICE, List.of("x", "y"), List.of())))
        .isEqualTo("A. x\nB. y");
    assertThat(Choices.render(instruction(AnswerFormat.ORDERING, List.of("x", "y"), List.of())))
        .isEqualTo("1. x\n2. y");
    assertThat(Choices.render(instruction(AnswerFormat.TRUE_FALSE, List.of("x"), List.of())))
        .isEqualTo("1. x");
    assertThat(
            Choices.render(
                instruction(AnswerFormat.MATCHING, List.of("x", "y"), List.of("p", "q"))))
        .isEqualTo("1. x\n2. y\n\nA. p\nB. q");
    assertThat(Choices.render(instruction(AnswerFormat.ESSAY, List.of(), List.of()))).isEmpty();
  }
}
