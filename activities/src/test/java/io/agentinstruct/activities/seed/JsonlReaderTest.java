package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonlReaderTest {
  @TempDir Path folder;

  @Test
  void readsARecordWithItsFacts() {
    Path file =
        write(
            folder.resolve("a.jsonl"),
            """
            {"id": 7, "Content": "def f(): pass", "title": "F", "license": "MIT", "lang": "en", "kind": "code"}
            {"body": "潮は一日に二度満ちる。", "url": "https://example.org/tide", "title": ["no"]}
            """);

    ReadOut out = ReadOut.of(file);

    assertThat(out.seeds())
        .extracting(Seed::source)
        .containsExactly(
            new Source(file + "#1", "F", "MIT", "en", "code", 1, 1, 0, 13),
            new Source("https://example.org/tide", "", "", "ja", "text", 1, 1, 0, 11));
  }

  @Test
  void skipsBrokenLinesByNumberAndGoesOn() {
    write(
        folder.resolve("a.jsonl"),
        """
        {"text": "The first line is sound."}
        {"text": "cut sho
        ["a", "list"]
        {"title": "no text"}
        {"text": ""}

        {"text": 12}
        no JSON at all
        {"text": "two"} {"text": "values"}
        %s
        {"text": "The last line is sound."}\
        """
            .formatted("{\"text\":".repeat(150) + "1" + "}".repeat(150)));

    ReadOut out = ReadOut.of(folder);

    assertThat(out.names()).containsExactly("a.jsonl#1", "a.jsonl#11");
    assertThat(out.skips())
        .containsExactly(
            "a.jsonl#2 broken-line",
            "a.jsonl#3 broken-line",
            "a.jsonl#4 broken-line",
            "a.jsonl#5 blank",
            "a.jsonl#7 broken-line",
            "a.jsonl#8 broken-line",
            "a.jsonl#9 broken-line",
            "a.jsonl#10 broken-line");
    assertThat(out.skipped())
        .extracting(Store.Skipped::detail)
        .containsExactly(
            "the JSON is cut short",
            "no JSON object, but: array",
            "no field text, content, body, article, document; name another with --text-field",
            "",
            "no field text, content, body, article, document; name another with --text-field",
            "no JSON from character 1 on",
            "more than one JSON value",
            "nested deeper than 100 levels");
  }

  @Test
  void readsTheFieldThatIsNamed() {
    Path file =
        write(
            folder.resolve("a.jsonl"),
            "{\"text\": \"no\", \"Story\": \"yes\"}\n{\"text\": \"no\"}");
    SeedReading.Settings settings =
        new SeedReading.Settings(
            List.of(file.toString()), 100, Optional.empty(), Optional.of("story"));

    ReadOut out = ReadOut.of(settings, Caps.USUAL);

    assertThat(out.text()).isEqualTo("yes");
    assertThat(out.skipped().getFirst().detail()).isEqualTo("no field \"story\"");
  }

  @Test
  void skipsALineOverTheCapAndGoesOn() {
    write(
        folder.resolve("a.jsonl"),
        "{\"text\": \"before\"}\r\n{\"text\": \""
            + "x".repeat(200_000)
            + "\"}\r\n{\"text\": \"after\"}");

    ReadOut out = ReadOut.of(ReadOut.settings(folder), new Caps(10, 100_000));

    assertThat(out.names()).containsExactly("a.jsonl#1", "a.jsonl#3");
    assertThat(out.skips()).containsExactly("a.jsonl#2 oversized");
    assertThat(out.skipped().getFirst().detail())
        .isEqualTo("200,012 characters, of at most 100,000");
  }

  @Test
  void readsOldCharsetsAndSkipsALineInAnother() throws IOException {
    String line = "{\"text\": \"潮は一日に二度満ちる。\"}\n";
    Path file = write(folder.resolve("a.jsonl"), line.repeat(2), Charset.forName("windows-31j"));
    assertThat(ReadOut.of(file).text(0)).isEqualTo("潮は一日に二度満ちる。");

    try (var out = Files.newOutputStream(file)) {
      out.write(line.repeat(5000).getBytes(Charset.forName("UTF-8")));
      out.write(line.getBytes(Charset.forName("windows-31j")));
    }
    ReadOut mixed = ReadOut.of(file);
    assertThat(mixed.seeds()).hasSize(5000);
    assertThat(mixed.skips()).containsExactly("a.jsonl#5001 undecodable");
  }

  @Test
  void skipsAFileWithoutRecordsOrOfBytes() {
    write(folder.resolve("a.jsonl"), "\n \n");
    write(folder.resolve("b.jsonl"), new byte[] {'{', 0, 1});

    assertThat(ReadOut.of(folder).skips()).containsExactly("a.jsonl blank", "b.jsonl binary");
  }

  @Test
  void readsAFileOfAnySizeInLittleMemory() throws IOException {
    Path file = folder.resolve("big.jsonl");
    int records = 30_000;
    String filler = "The keeper writes the height of the water. ".repeat(45);
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      for (int record = 0; record < records; record++) {
        out.write("{\"text\": \"" + record + " " + filler + "\", \"language\": \"en\"}\n");
      }
    }
    Counting counting = new Counting();

    new SeedReading(ReadOut.settings(file)).read(counting);

    assertThat(Files.size(file)).isGreaterThan(50L << 20);
    assertThat(counting.seeds).isEqualTo(records);
    assertThat(counting.most).isLessThan(counting.least + (300L << 20));
  }

  /** Forgets each seed at once and watches the heap. */
  private static final class Counting implements SeedReading.Sink {
    private int seeds;
    private long least = Long.MAX_VALUE;
    private long most;

    @Override
    public void seed(Seed seed) {
      if (seeds++ % 10_000 == 0) {
        System.gc();
        long used = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
        least = Math.min(least, used);
        most = Math.max(most, used);
      }
    }

    @Override
    public void skipped(Store.Skipped skipped) {
      throw new AssertionError(skipped);
    }

    @Override
    public boolean full() {
      return false;
    }
  }
}
