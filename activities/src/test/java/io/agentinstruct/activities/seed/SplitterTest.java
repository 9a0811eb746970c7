package io.agentinstruct.activities.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SplitterTest {
  private static final String[] PIECES = {
    "word",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n\n",
    ". ",
    "。",
    "「",
    "」",
    "日本語",
    "😀",
    "e\u0301",
    "\u3000",
    "a-very-long-word-without-any-end-that-goes-on",
    "はい。",
    "! ",
    "\t",
    "x"
  };

  @Test
  void leavesAShortTextWhole() {
    assertThat(partsOf("One.\n\nTwo.", 10)).containsExactly("One.\n\nTwo.");
  }

  @Test
  void cutsBetweenParagraphs() {
    assertThat(partsOf("One two.\nThree.\n\nFour five.\n\nSix seven.", 28))
        .containsExactly("One two.\nThree.\n\nFour five.", "Six seven.");
  }

  @Test
  void cutsBetweenLinesWhereThereAreNoParagraphs() {
    assertThat(partsOf("a b c d e f\ng h i j k l\nm n o p q r", 24))
        .containsExactly("a b c d e f\ng h i j k l", "m n o p q r");
  }

  @Test
  void cutsBetweenSentencesWhereThereAreNoLines() {
    assertThat(partsOf("It rains today. It rained before. It will rain.", 34))
        .containsExactly("It rains today. It rained before.", "It will rain.");
    assertThat(partsOf("今日は雨です。明日も雨でしょう。「そうですか。」と母は言った。", 20))
        .containsExactly("今日は雨です。明日も雨でしょう。", "「そうですか。」と母は言った。");
  }

  @Test
  void cutsBetweenWordsWhereThereAreNoSentences() {
    assertThat(partsOf("alpha beta gamma delta", 12)).containsExactly("alpha beta", "gamma delta");
  }

  @Test
  void neverCutsInsideOfACharacter() {
    assertThat(partsOf("😀".repeat(5), 3)).containsExactly("😀", "😀", "😀", "😀", "😀");
  }

  @Test
  void leavesNoStubAtTheEnd() {
    List<String> parts = partsOf("0123456789 ".repeat(11).strip(), 110);

    assertThat(parts).hasSize(2);
    assertThat(parts.getLast().length()).isGreaterThanOrEqualTo(110 / 3);
  }

  @Test
  void refusesPartsWithoutRoom() {
    assertThatThrownBy(() -> new Splitter(1)).hasMessageContaining("not 1");
  }

  @RepeatedTest(300)
  void coversTheTextInOrderWithinTheCap(RepetitionInfo repetition) {
    Random random = new Random(repetition.getCurrentRepetition());
    StringBuilder made = new StringBuilder();
    int pieces = random.nextInt(400);
    for (int piece = 0; piece < pieces; piece++) {
      made.append(PIECES[random.nextInt(PIECES.length)]);
    }
    String clean = Seed.normalise(made.toString());
    int cap = 2 + random.nextInt(200);

    int at = 0;
    for (Splitter.Span part : new Splitter(cap).split(clean)) {
      assertThat(clean.substring(at, part.from())).isBlank();
      String text = clean.substring(part.from(), part.to());
      assertThat(text).hasSizeBetween(1, cap).isEqualTo(text.strip());
      assertThat(Seed.of(text, source()).text()).isEqualTo(text);
      assertThat(Character.isLowSurrogate(text.charAt(0))).isFalse();
      at = part.to();
    }
    assertThat(clean.substring(at)).isBlank();
  }

  private static Source source() {
    return new Source("a.txt", "", "", "en", "text", 1, 1, 0, 1);
  }

  private static List<String> partsOf(String text, int cap) {
    return new Splitter(cap)
        .split(text).stream().map(part -> text.substring(part.from(), part.to())).toList();
  }
}
