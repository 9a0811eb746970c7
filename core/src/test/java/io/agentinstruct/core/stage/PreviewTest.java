package io.agentinstruct.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.AwkwardTexts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One line, short, and nothing in it that a terminal would obey. */
class PreviewTest {

  @Test
  void aShortTextIsItsOwnPreview() {
    assertThat(Preview.of("")).isEmpty();
    assertThat(Preview.of("日本語の文章。")).isEqualTo("日本語の文章。");
    assertThat(Preview.of("x".repeat(120))).isEqualTo("x".repeat(120));
  }

  @Test
  void aLongTextIsCutAndSaysSo() {
    assertThat(Preview.of("x".repeat(121))).isEqualTo("x".repeat(119) + "…");
    assertThat(Preview.of("x".repeat(100_000))).isEqualTo("x".repeat(119) + "…");
  }

  @Test
  void whiteSpaceIsFolded() {
    assertThat(Preview.of("  one\r\n\ttwo\u00a0　three\u2028four\u0085five "))
        .isEqualTo("one two three four five");
    assertThat(Preview.of("\n".repeat(1_000) + "late")).isEqualTo("late");
    assertThat(Preview.of("early" + " ".repeat(1_000) + "late")).isEqualTo("early…");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 7, 8, 0x1b, 0x7f, 0x9b, 0x9d, 0x061c, 0x200e, 0x202e, 0x2066, 0x2069})
  void controlCharactersAreGone(int control) {
    assertThat(Preview.of("a" + Character.toString(control) + "b")).isEqualTo("ab");
  }

  @Test
  void halvesOfSurrogatePairsAreGone() {
    assertThat(Preview.of("a\ud83db\ude00c")).isEqualTo("abc");
    assertThat(Preview.of("a😀b")).isEqualTo("a😀b");
  }

  @ParameterizedTest
  @CsvSource({"'', 500", "x, 500", "'', 61", "x, 60", "xx, 60"})
  void aCutSplitsNoSurrogatePair(String before, int emoji) {
    String preview = Preview.of(before + "😀".repeat(emoji));

    assertThat(preview).endsWith("😀…").hasSizeBetween(118, 120);
  }

  @Test
  void anyTextGivesOneCleanShortLine() {
    AwkwardTexts texts = new AwkwardTexts(120);
    for (int i = 0; i < 2_000; i++) {
      String preview = Preview.of(texts.next() + texts.next() + texts.next());

      assertThat(preview.length()).isLessThanOrEqualTo(120);
      assertThat(preview)
          .isEqualTo(preview.strip())
          .doesNotContainPattern("[\\p{Cc}\\p{Cs}\\u2028\\u202e]");
      assertThat(preview.codePoints()).noneMatch(c -> c >= 0xd800 && c <= 0xdfff);
    }
  }
}
