package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Seed;
import java.nio.charset.Charset;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvReaderTest {
  @TempDir Path folder;

  @Test
  void readsRowsWithTheirFacts() {
    write(
        folder.resolve("a.csv"),
        """
        \ufeffTitle,Text ,licence
        "Terms, of borrowing","First line.

        Say ""please"".",CC0-1.0

        Storm,A 5" pipe burst in the storm.
        Blank,"  "
        """);

    ReadOut out = ReadOut.of(folder);

    assertThat(out.names()).containsExactly("a.csv#2", "a.csv#6");
    assertThat(out.seeds())
        .extracting(Seed::text)
        .containsExactly("First line.\n\nSay \"please\".", "A 5\" pipe burst in the storm.");
    assertThat(out.seeds().getFirst().source().title()).isEqualTo("Terms, of borrowing");
    assertThat(out.seeds().getFirst().source().licence()).isEqualTo("CC0-1.0");
    assertThat(out.seeds().getFirst().source().kind()).isEqualTo("text");
    assertThat(out.skips()).containsExactly("a.csv#7 blank");
  }

  @Test
  void readsWhatSpreadsheetsWrite() {
    write(
        folder.resolve("a.csv"),
        "タイトル;text\r一;潮は、一日に二度満ちる。\r二;\"海;山\"\r",
        Charset.forName("windows-31j"));
    write(folder.resolve("b.csv"), "text\ttitle\none, two\tT\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.seeds())
        .extracting(Seed::text)
        .containsExactly("潮は、一日に二度満ちる。", "海;山", "one, two");
    assertThat(out.names()).containsExactly("a.csv#2", "a.csv#3", "b.csv#2");
  }

  @Test
  void skipsABrokenRowByNumberAndGoesOn() {
    write(
        folder.resolve("a.csv"),
        "text\n\"sound\"\n\"broken\" quote\nsound too\n\"never\nclosed\nat all\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.names()).containsExactly("a.csv#2", "a.csv#4");
    assertThat(out.skips()).containsExactly("a.csv#3 broken-line", "a.csv#5 broken-line");
    assertThat(out.skipped().getLast().detail())
        .isEqualTo("a quote that opens or closes in the wrong place; lost with 2 lines below");
  }

  @Test
  void skipsARowOverTheCapAndGoesOn() {
    write(folder.resolve("a.csv"), "text\n\"" + "long\n".repeat(40_000) + "\"\nsound\n");

    ReadOut out = ReadOut.of(ReadOut.settings(folder), new Caps(10, 100_000));

    assertThat(out.skips()).containsExactly("a.csv#2 oversized");
    assertThat(out.names()).containsExactly("a.csv#40003");
  }

  @Test
  void saysWhatATableLacks() {
    write(folder.resolve("a.csv"), "name,price\nglue,2\n");
    write(folder.resolve("b.csv"), "text\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.skips()).containsExactly("a.csv#1 broken-line", "b.csv blank");
    assertThat(out.skipped().getFirst().detail())
        .isEqualTo(
            "the header has no field text, content, body, article, document; name another with"
                + " --text-field");
  }
}
