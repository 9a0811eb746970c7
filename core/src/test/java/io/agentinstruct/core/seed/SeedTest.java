package io.agentinstruct.core.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.agentinstruct.core.AwkwardTexts;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two seeds with the same text are one seed, wherever they were found and however they were laid
 * out.
 */
class SeedTest {
  private static final Source SOURCE = source("a.txt");
  private static final String TEXT = "Le café.\n\nSecond paragraph,\nsecond line.";

  private static Source source(String path) {
    return new Source(path, "", "", "", "", 1, 1, 0, 0);
  }

  static Stream<String> layouts() {
    return Stream.of(
        TEXT.replace("\n", "\r\n"),
        TEXT.replace("\n", "\r"),
        "\ufeff" + TEXT,
        "\n\n  " + TEXT + " \n\t\n",
        TEXT + "\u00a0",
        TEXT + "　",
        TEXT.replace("\n", "  \t\n"),
        TEXT.replace("\n\n", "\n\n\n\n\n"),
        TEXT.replace(" ", "   "),
        TEXT.replace(" ", "\u00a0"),
        TEXT.replace(" ", "　"),
        TEXT.replace(" ", "\u2028"),
        TEXT.replace("\n", " "),
        TEXT.replace("é", "e\u0301"),
        TEXT.replace("Second", "\u0000Second"));
  }

  @ParameterizedTest
  @MethodSource("layouts")
  void layoutNeverMakesANewSeed(String text) {
    assertThat(Seed.of(text, source("b.txt")).id()).isEqualTo(Seed.of(TEXT, SOURCE).id());
  }

  @ParameterizedTest
  @CsvSource({"Le cafe., Le café.", "a b, ab", "A, a", "東京 タワー, 東京タワー", "①, 1", "Ａ, A"})
  void anotherTextIsAnotherSeed(String one, String other) {
    assertThat(Seed.of(one, SOURCE).id()).isNotEqualTo(Seed.of(other, SOURCE).id());
  }

  @Test
  void aTextIsTidiedButItsParagraphsAndIndentsStay() {
    Seed seed =
        Seed.of("\ufeff\r\n  Title \t\r\n\r\n\r\n\r\n    code\u0000 \r  more\n　段落。\n\n", SOURCE);

    assertThat(seed.text()).isEqualTo("Title\n\n    code\n  more\n　段落。");
    assertThat(seed.source()).isEqualTo(SOURCE);
  }

  @Test
  void tidyingTwiceIsTidyingOnce() {
    AwkwardTexts texts = new AwkwardTexts(7);
    for (int i = 0; i < 2_000; i++) {
      String once = Seed.normalise(texts.next() + "\n" + texts.next());

      assertThat(Seed.normalise(once)).isEqualTo(once);
      assertThat(Seed.of(once, SOURCE))
          .isEqualTo(new Seed(Seed.of(once, SOURCE).id(), once, SOURCE));
    }
  }

  @Test
  void aMillionSpacesDoNotHoldUpTheReader() {
    String text =
        "a"
            + " ".repeat(1_000_000)
            + "b"
            + "\n".repeat(1_000_000)
            + "c"
            + "\u00a0\t".repeat(500_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(10), () -> assertThat(Seed.of(text, SOURCE).id()).isNotEmpty());
  }

  @Test
  void aSourceSaysWhatIsNotKnown() {
    assertThat(SOURCE).isEqualTo(new Source("a.txt", "", "", "und", "text", 1, 1, 0, 0));
    assertThat(new Source("a.csv#3", "T", "CC0", "ja", "table", 2, 3, 10, 20).language())
        .isEqualTo("ja");
  }
}
