package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Source;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextReaderTest {
  @TempDir Path folder;

  @Test
  void readsATextWithItsSource() {
    Path file = write(folder.resolve("tide.txt"), "The tide rises twice a day on most coasts.\r\n");

    ReadOut out = ReadOut.of(file);

    assertThat(out.text()).isEqualTo("The tide rises twice a day on most coasts.");
    assertThat(out.source())
        .isEqualTo(new Source(file.toString(), "", "", "en", "text", 1, 1, 0, 42));
  }

  @Test
  void readsCodeAsCodeAndGuessesNoLanguageForIt() {
    Path file = write(folder.resolve("gauge.py"), "def level(mm):\n    return mm / 1000\n");

    ReadOut out = ReadOut.of(file);

    assertThat(out.text()).isEqualTo("def level(mm):\n    return mm / 1000");
    assertThat(out.source().kind()).isEqualTo("code");
    assertThat(out.source().language()).isEqualTo("und");
  }

  @Test
  void skipsBlankTextsByName() {
    write(folder.resolve("a.txt"), "");
    write(folder.resolve("b.txt"), " \t\r\n\n\u3000\u200b");
    write(folder.resolve("c.txt"), "\ufeff");

    assertThat(ReadOut.of(folder).skips())
        .containsExactly("a.txt blank", "b.txt blank", "c.txt blank");
  }

  @Test
  void skipsWhatIsNoText() {
    write(folder.resolve("a.txt"), new byte[] {'a', 'b', 0, 'c'});
    write(folder.resolve("b.txt"), "\u0001\u0002\u0003\u0004 control\u0005\u0006");
    write(folder.resolve("c.txt"), "%PDF-1.7 and so on");
    write(folder.resolve("d.txt"), "PK\u0003\u0004 and so on");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.skips())
        .containsExactly("a.txt binary", "b.txt binary", "c.txt binary", "d.txt binary");
    assertThat(out.skipped().get(0).detail()).isEqualTo("byte 3 is NUL");
    assertThat(out.skipped().get(2).detail()).isEqualTo("a PDF document; save it as text first");
  }

  @Test
  void skipsAFileOverTheCap() {
    write(folder.resolve("big.txt"), "x".repeat(1001));
    write(folder.resolve("small.txt"), "x".repeat(1000));

    ReadOut out = ReadOut.of(ReadOut.settings(folder), new Caps(1000, 1000));

    assertThat(out.skips()).containsExactly("big.txt oversized");
    assertThat(out.skipped().getFirst().detail()).isEqualTo("more than 1,000 bytes");
    assertThat(out.names()).containsExactly("small.txt");
  }

  @Test
  void givesOneIdToOneTextInAnyLayout() {
    write(folder.resolve("a.txt"), "The market hall was built in 1884.\n\nIt burnt in 1902.");
    write(
        folder.resolve("b.txt"),
        "\ufeffThe market  hall was built\r\nin 1884.\r\n\tIt burnt in 1902.\r\n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.seeds().get(0).id()).isEqualTo(out.seeds().get(1).id());
  }

  @Test
  void splitsALongTextAndKeepsEachPartsPlace() {
    String paragraph = "A paragraph of some forty characters here.";
    Path file = write(folder.resolve("long.txt"), (paragraph + "\n\n\n").repeat(10));
    SeedReading.Settings settings =
        new SeedReading.Settings(List.of(file.toString()), 100, Optional.empty(), Optional.empty());

    ReadOut out = ReadOut.of(settings, Caps.USUAL);

    assertThat(out.seeds()).hasSize(5);
    assertThat(out.seeds().get(1).text()).isEqualTo(paragraph + "\n\n" + paragraph);
    assertThat(out.seeds().get(1).source())
        .isEqualTo(new Source(file.toString(), "", "", "en", "text", 2, 5, 88, 174));
  }

  @Test
  void neverHandsOnHalfACharacter() {
    Path file = write(folder.resolve("a.jsonl"), "{\"text\": \"half \\ud83d of a smile\"}");

    assertThat(ReadOut.of(file).text()).isEqualTo("half \ufffd of a smile");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(ReadOut.of(file).text())).isTrue();
  }
}
