package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedSourcesTest {
  @TempDir Path folder;

  @Test
  void sortsAFolderByTheBytesOfItsPaths() {
    for (String name :
        List.of("b.txt", "a/z.txt", "a.txt", "a-b.txt", "B.txt", "a/b/c.txt", "海.txt", "😀.txt")) {
      write(folder.resolve(name), "text");
    }

    assertThat(namesIn(folder.toString()))
        .containsExactly(
            "B.txt", "a-b.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "海.txt", "😀.txt");
  }

  @Test
  void takesInputsInTheOrderGiven() {
    write(folder.resolve("b/1.txt"), "text");
    write(folder.resolve("a/2.md"), "text");
    write(folder.resolve("notes"), "text");

    assertThat(namesIn(folder + "/notes", folder + "/b", folder + "/*/*.md"))
        .containsExactly("notes", "b/1.txt", "a/2.md");
  }

  @Test
  void leavesHiddenFilesOutAndNamesWhatItCannotRead() throws IOException {
    write(folder.resolve(".git/config.txt"), "text");
    write(folder.resolve(".hidden.txt"), "text");
    write(folder.resolve("a.pdf"), "text");
    write(folder.resolve("b.txt"), "text");
    write(folder.resolve("Makefile"), "text");
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("b.txt"));

    ReadOut out = ReadOut.of(folder);

    assertThat(out.names()).containsExactly("b.txt");
    assertThat(out.skips())
        .containsExactly(
            "Makefile unknown-type",
            "a.pdf unknown-type",
            "link.txt unknown-type",
            "loop unknown-type");
    assertThat(out.skipped().getLast().detail())
        .isEqualTo("a link, which is not followed; name it by itself to read it");
  }

  @Test
  void readsAFileThatIsNamedWhateverItIsCalled() throws IOException {
    write(folder.resolve("Makefile"), "all: the things that are made");
    write(folder.resolve("a[1].txt"), "text");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("Makefile"));

    assertThat(namesIn(folder + "/Makefile", folder + "/a[1].txt", folder + "/link"))
        .containsExactly("Makefile", "a[1].txt", "link");
    assertThat(ReadOut.of(folder.resolve("link")).text()).startsWith("all:");
  }

  @Test
  void matchesPatternsAsShellsDo() {
    for (String name : List.of("a.md", "b.txt", "c/d.md", "c/e/f.md", ".g/h.md", "c/x.log")) {
      write(folder.resolve(name), "text");
    }

    assertThat(namesIn(folder + "/*.md")).containsExactly("a.md");
    assertThat(namesIn(folder + "/**/*.md")).containsExactly("a.md", "c/d.md", "c/e/f.md");
    assertThat(namesIn(folder + "/c/**")).containsExactly("c/d.md", "c/e/f.md", "c/x.log");
    assertThat(namesIn(folder + "/?.{md,txt}")).containsExactly("a.md", "b.txt");
    assertThat(namesIn(folder + "/{a,c/**/f}.md")).containsExactly("a.md", "c/e/f.md");
    assertThat(namesIn(folder + "/.g/*.md")).containsExactly(".g/h.md");
    assertThat(namesIn(folder + "/**/.g/*.md")).containsExactly(".g/h.md");
  }

  @Test
  void saysWhatIsMissingAndWhatToDo() throws IOException {
    Files.createDirectories(folder.resolve("empty/.git"));
    write(folder.resolve("scans/a.pdf"), "text");
    write(folder.resolve("scans/b.pdf"), "text");
    write(folder.resolve("scans/c.docx"), "text");

    assertThatThrownBy(() -> check(folder + "/docx"))
        .isInstanceOf(NoSuchInput.class)
        .hasMessageStartingWith("There is no file or folder \"" + folder + "/docx\" in ")
        .hasMessageEndingWith(": check the spelling, or name it with its whole path.");
    assertThatThrownBy(() -> check(folder + "/empty"))
        .hasMessage(
            ("The folder \"%s/empty\" is empty: put documents into it (.txt, .md, .html,"
                    + " .json, .jsonl, .csv, .yaml and source code), or name another.")
                .formatted(folder));
    assertThatThrownBy(() -> check(folder + "/scans"))
        .hasMessage(
            ("The folder \"%s/scans\" has nothing that can be read, but: 2 .pdf, 1 .docx. Put"
                    + " documents into it (.txt, .md, .html, .json, .jsonl, .csv, .yaml and source code), or name a"
                    + " file by itself to read it as text.")
                .formatted(folder));
    assertThatThrownBy(() -> check(folder + "/*.md"))
        .hasMessage(
            ("Nothing matches \"%s/*.md\": check the pattern; ** reaches into the folders below,"
                    + " * does not.")
                .formatted(folder));
    assertThatThrownBy(() -> check(folder + "/no/*.md"))
        .hasMessageContaining("there is no folder \"" + folder + "/no\"");
    assertThatThrownBy(() -> check("https://example.org/a")).hasMessageContaining("is an address");
    assertThatThrownBy(() -> check(folder + "/[a")).hasMessageContaining("is no pattern");
    assertThatThrownBy(() -> check("a\0b")).hasMessageContaining("cannot be the name of a file");
    assertThatThrownBy(() -> check("a\0b/*.md")).hasMessageContaining("cannot be the name");
    assertThatThrownBy(() -> check()).hasMessageContaining("No input is named");
    assertThatThrownBy(() -> check(" ")).isInstanceOf(NoSuchInput.class);
  }

  @Test
  void reportsAFileThatVanishes() throws IOException {
    write(folder.resolve("a.txt"), "text");
    Path gone = write(folder.resolve("b.txt"), "text");
    ReadOut out = new ReadOut(new ArrayList<>(), new ArrayList<>());
    Files.delete(gone);
    Intake intake = new Intake(out, new Splitter(100));

    assertThatThrownBy(
            () -> new TextReader("text").read(new SeedFile(gone, "b.txt", Caps.USUAL), intake))
        .isInstanceOfSatisfying(
            IOException.class,
            trouble ->
                assertThat(SeedReading.troubleOf(trouble))
                    .isEqualTo("gone since the folder was listed"));
  }

  private static void check(String... inputs) {
    new SeedSources(List.of(inputs)).check();
  }

  private List<String> namesIn(String... inputs) {
    List<String> names = new ArrayList<>();
    SeedSources sources = new SeedSources(Arrays.asList(inputs));
    sources.check();
    sources.found().forEachRemaining(found -> names.add(found.name()));
    return names.stream().map(name -> name.substring(folder.toString().length() + 1)).toList();
  }
}
