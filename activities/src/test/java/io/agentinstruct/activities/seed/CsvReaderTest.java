package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Seed;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  void aTableWithoutTextsIsOneSeed() {
    write(
        folder.resolve("a.csv"),
        """
        Port,High water,"Range
        (m)"
        Nether Lenn,06:12,3.1

        "Lenn, upper",,2.4
        ,,
        """);

    ReadOut out = ReadOut.of(folder);

    assertThat(out.text())
        .isEqualTo(
            """
            Port | High water | Range (m)
            Nether Lenn | 06:12 | 3.1
            Lenn, upper |  | 2.4\
            """);
    assertThat(out.source().kind()).isEqualTo("table");
    assertThat(out.names()).containsExactly("a.csv");
    assertThat(out.skips()).isEmpty();
  }

  @Test
  void aLongTableIsSplitByRowsUnderItsHead() {
    StringBuilder rows = new StringBuilder("便\t時刻\n");
    for (int i = 0; i < 100; i++) {
      rows.append("渡し舟 ").append(i).append("\t06:").append(10 + i).append('\n');
    }
    Path table = write(folder.resolve("a.tsv"), rows.toString());

    ReadOut out =
        ReadOut.of(
            new SeedReading.Settings(
                List.of(table.toString()), 500, Optional.empty(), Optional.empty()),
            Caps.USUAL);

    assertThat(out.seeds()).hasSizeBetween(3, 5);
    assertThat(out.seeds())
        .allSatisfy(seed -> {
          assertThat(seed.text()).startsWith("便 | 時刻\n渡し舟 ").hasSizeBetween(200, 500);
          assertThat(seed.text().lines().skip(1)).allMatch(row -> row.matches("渡し舟 \\d+ \\| \\S+"));
          assertThat(seed.source().kind()).isEqualTo("table");
          assertThat(seed.source().language()).isEqualTo("ja");
        });
    assertThat(out.seeds().stream().flatMap(seed -> seed.text().lines().skip(1))).hasSize(100);
    assertThat(out.seeds().getFirst().source().from()).isEqualTo("便 | 時刻\n".length());
  }

  @Test
  void aRowLongerThanAPartIsCutAsTextIs() {
    Path table = write(folder.resolve("a.csv"), "a,b\n" + "x ".repeat(90) + ",1\ny,2\n");

    ReadOut out =
        ReadOut.of(
            new SeedReading.Settings(
                List.of(table.toString()), 60, Optional.empty(), Optional.empty()),
            Caps.USUAL);

    assertThat(out.seeds()).allSatisfy(seed -> assertThat(seed.text()).hasSizeLessThan(61));
    assertThat(String.join("", out.seeds().stream().map(Seed::text).toList()))
        .contains("a | b")
        .contains("y | 2");
  }

  @Test
  void aTableBeyondTheCapIsNamed() {
    write(folder.resolve("a.csv"), "a,b\n" + "1,2\n".repeat(1000));

    ReadOut out = ReadOut.of(ReadOut.settings(folder), new Caps(1000, 100_000));

    assertThat(out.seeds()).isEmpty();
    assertThat(out.skips()).containsExactly("a.csv oversized");
    assertThat(out.skipped().getFirst().detail())
        .isEqualTo("a table without texts is one seed, of at most 1,000 characters");
  }

  @Test
  void brokenRowsOfATableAreNamedAndTheRestIsRead() {
    write(folder.resolve("a.csv"), "a,b\n1,2\n\"3\"x,4\n5,6\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.text()).isEqualTo("a | b\n1 | 2\n5 | 6");
    assertThat(out.skips()).containsExactly("a.csv#3 broken-line");
  }

  @Test
  void textsUnderAnotherNameAreNotTakenForATable() {
    write(folder.resolve("a.csv"), "id,story\n1," + "once upon a time ".repeat(20) + "\n");
    write(folder.resolve("b.csv"), "text\n");
    write(folder.resolve("c.csv"), "price\n2\n");
    write(folder.resolve("d.csv"), "name,price\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.seeds()).isEmpty();
    assertThat(out.skips())
        .containsExactly("a.csv broken-line", "b.csv blank", "c.csv#1 broken-line", "d.csv blank");
    assertThat(out.skipped().getFirst().detail())
        .isEqualTo(
            "the header has no field text, content, body, article, document; name another with"
                + " --text-field");
  }

  @Test
  void whereTheTextFieldIsNamedNoTableIsMade() {
    Path table = write(folder.resolve("a.csv"), "name,price\nglue,2\n");

    ReadOut out =
        ReadOut.of(
            new SeedReading.Settings(
                List.of(table.toString()), 1000, Optional.empty(), Optional.of("story")),
            Caps.USUAL);

    assertThat(out.skips()).containsExactly("a.csv#1 broken-line");
    assertThat(out.skipped().getFirst().detail()).isEqualTo("the header has no field \"story\"");
  }
}
