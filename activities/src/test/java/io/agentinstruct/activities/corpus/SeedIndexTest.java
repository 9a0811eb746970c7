package io.agentinstruct.activities.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.activities.corpus.SeedIndex.Hit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeedIndexTest {
  @TempDir Path folder;
  private SmallCorpus corpus;

  @BeforeEach
  void addSeeds() {
    corpus =
        new SmallCorpus(folder)
            .with(
                "Tides",
                "The moon pulls the sea. High tide comes twice a day, and the harbour's boats wait"
                    + " for it. Libraries of tide tables exist.")
            .with("Harbour", "Boats lie in the harbour. The harbour master counts boats.")
            .with("Library", "A library lends books. The librarian of Nether Lenn keeps a ledger.")
            .with("塩の道", "ja", "text", "塩の道は、海から山へ塩を運んだ道である。牛の背で運んだ。")
            .with("和紙", "ja", "text", "和紙は楮から作る。紙すきの職人は、冬の水を好む。")
            .with("潮", "ja", "text", "潮は一日に二度満ちる。港の船は満潮を待つ。ＡＢＣ倉庫がある。")
            .with(
                "gauge.py",
                "en",
                "code",
                "def read_gauge(path):\n    return parseLevel(open(path).read())\n")
            .read();
  }

  @AfterEach
  void close() {
    corpus.close();
  }

  // ---- search ----------------------------------------------------------------------------------

  @Test
  void findsWordsWhateverTheirCaseAndNumber() {
    assertThat(corpus.found("BOAT")).containsExactly("Harbour", "Tides");
    assertThat(corpus.found("harbours")).containsExactly("Harbour", "Tides");
    assertThat(corpus.found("library")).containsExactly("Library", "Tides");
    assertThat(corpus.found("zebra")).isEmpty();
  }

  @Test
  void findsJapaneseWithoutADictionary() {
    assertThat(corpus.found("紙すき職人")).containsExactly("和紙");
    assertThat(corpus.found("満潮")).containsExactly("潮");
    assertThat(corpus.found("塩")).as("a single character").containsExactly("塩の道");
    assertThat(corpus.found("abc倉庫")).as("full-width letters").containsExactly("潮");
    assertThat(corpus.found("運ぶ船 harbour")).contains("潮", "Harbour", "塩の道");
  }

  @Test
  void findsThePartsOfIdentifiers() {
    assertThat(corpus.found("gauge")).containsExactly("gauge.py");
    assertThat(corpus.found("parseLevel")).containsExactly("gauge.py");
    assertThat(corpus.found("level")).containsExactly("gauge.py");
  }

  @Test
  void findsTitles() {
    assertThat(corpus.found("和紙").getFirst()).isEqualTo("和紙");
    assertThat(corpus.found("gauge.py")).containsExactly("gauge.py");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "boats AND (", "\"boats", "boats~2^3 [a TO", "text:boats OR *:*", "/boats",
            "{!lucene}boats",
        "-boats +", "boats\\", "boats && || !", "boats\u0000\ud800", "boats?*", "ＢＯＡＴＳ「」"
      })
  void noCharacterOfAQueryMeansAnything(String query) {
    assertThat(corpus.found(query)).contains("Harbour", "Tides").doesNotContain("和紙");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "?!*", "\"", "。、「」", "()", "\ud800"})
  void aQueryWithoutWordsFindsNothing(String query) {
    assertThat(corpus.found(query)).isEmpty();
  }

  @Test
  void aQueryOfAnyLengthIsAnswered() {
    assertThat(corpus.found("boats " + "and words of no use ".repeat(50_000))).contains("Harbour");
    assertThat(
            corpus.found(
                String.join(" ", IntStream.range(0, 5000).mapToObj(i -> "w" + i).toList())))
        .isEmpty();
  }

  @Test
  void leavesOutWhatIsNotWantedAndStopsAtTheCount() {
    Set<String> harbour = Set.of(corpus.id("Harbour"));

    assertThat(corpus.index().search("boats", 10, harbour))
        .extracting(Hit::title)
        .containsExactly("Tides");
    assertThat(corpus.index().search("boats", 1, Set.of())).hasSize(1);
    assertThat(corpus.index().search("boats", 0, Set.of())).isEmpty();
  }

  @Test
  void equalsStandInTheOrderOfReading() {
    try (SmallCorpus equals = new SmallCorpus(folder.resolve("equals"))) {
      for (int i = 0; i < 500; i++) {
        equals.with("Number " + i, "the same words but one: x" + i);
      }
      equals.read();

      assertThat(equals.found("same words"))
          .containsExactlyElementsOf(IntStream.range(0, 10).mapToObj(i -> "Number " + i).toList());
    }
  }

  // ---- snippets --------------------------------------------------------------------------------

  @Test
  void aSnippetIsTheBestPlaceOfTheText() {
    String filler = "Nothing of interest happens in this sentence.\n\n".repeat(60);
    try (SmallCorpus one = new SmallCorpus(folder.resolve("one"))) {
      one.with("Long", filler + "The ferry sank\nin spring. " + filler + "A ferry sails.").read();

      String snippet =
          one.index().search("When did the ferry sink in spring", 1, Set.of()).getFirst().snippet();

      assertThat(snippet)
          .contains("The ferry sank in spring.")
          .startsWith("…")
          .endsWith("…")
          .doesNotContain("\n")
          .hasSizeLessThan(330);
    }
  }

  @Test
  void aSnippetOfAShortTextIsTheText() {
    assertThat(corpus.index().search("papers 和紙", 1, Set.of()).getFirst().snippet())
        .isEqualTo("和紙は楮から作る。紙すきの職人は、冬の水を好む。");
  }

  @Test
  void aSnippetCutsNoCharacterInHalf() {
    try (SmallCorpus one = new SmallCorpus(folder.resolve("one"))) {
      one.with("𠮷", "ja", "text", "𠮷".repeat(600) + "魚を焼く" + "𠮷".repeat(601)).read();

      String snippet = one.index().search("魚を焼く", 1, Set.of()).getFirst().snippet();

      assertThat(snippet).contains("魚を焼く");
      assertThat(new String(snippet.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8))
          .isEqualTo(snippet);
    }
  }

  // ---- alike -----------------------------------------------------------------------------------

  @Test
  void theNearestShareTheStrongestWords() {
    assertThat(corpus.titles(corpus.index().nearest(corpus.id("Harbour"), 5, List.of())))
        .startsWith("Tides")
        .doesNotContain("Harbour", "和紙");
    assertThat(corpus.index().nearest(corpus.id("Harbour"), 0, List.of())).isEmpty();
    assertThatThrownBy(() -> corpus.index().nearest("none", 5, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the run has no seed none");
  }

  @Test
  void theOwnLanguageComesFirst() {
    try (SmallCorpus mixed = new SmallCorpus(folder.resolve("mixed"))) {
      mixed
          .with("self", "en", "text", "Nether Lenn ferry ferry timetable and Nether Lenn harbour")
          .with("other", "fr", "text", "Nether Lenn ferry timetable Nether Lenn harbour ferry")
          .with("weak", "en", "text", "a harbour elsewhere")
          .with("table", "en", "table", "ferry timetable Nether Lenn")
          .with("apart", "en", "text", "nothing of the kind")
          .read();

      String self = mixed.id("self");
      assertThat(mixed.titles(mixed.index().nearest(self, 5, List.of())))
          .containsExactly("table", "weak", "other");
      assertThat(mixed.titles(mixed.index().nearest(self, 5, List.of("text", "web"))))
          .containsExactly("weak", "other");
    }
  }

  @Test
  void thoseThatFollowComeRoundToTheBeginning() {
    assertThat(
            corpus.titles(
                corpus
                    .index()
                    .following(corpus.id("潮"), 4, List.of("text"), Set.of(corpus.id("Harbour")))))
        .containsExactly("Tides", "Library", "塩の道", "和紙");
    assertThat(corpus.titles(corpus.index().following(corpus.id("潮"), 3, List.of(), Set.of())))
        .containsExactly("gauge.py", "Tides", "Harbour");
  }

  // ---- the index on disk -----------------------------------------------------------------------

  private List<Hit> answers() {
    return Stream.of("boats", "塩 海 港", "library moon")
        .flatMap(query -> corpus.index().search(query, 10, Set.of()).stream())
        .toList();
  }

  @Test
  void anIndexThatIsBuiltAnewAnswersTheSame() throws Exception {
    List<Hit> before = answers();
    corpus.closeIndex();
    Path segment = anyFile(corpus.indexFolder());
    Object made = Files.getLastModifiedTime(segment);

    assertThat(answers()).as("opened again").isEqualTo(before);
    assertThat(Files.getLastModifiedTime(segment)).isEqualTo(made);

    corpus.closeIndex();
    Files.move(corpus.indexFolder(), folder.resolve("elsewhere"));
    assertThat(answers()).as("built again").isEqualTo(before).isNotEmpty();
  }

  @Test
  void whatAKilledProcessLeftIsNoIndex() throws Exception {
    Path draft = corpus.indexFolder().resolveSibling("index.draft");
    Files.createDirectories(draft.resolve("deeper"));
    Files.writeString(draft.resolve("segments_1"), "half");

    assertThat(corpus.found("boats")).hasSize(2);
    assertThat(draft).doesNotExist();
  }

  @Test
  void aDamagedIndexIsBuiltAnew() throws Exception {
    List<Hit> before = answers();
    corpus.closeIndex();
    try (Stream<Path> files = Files.list(corpus.indexFolder())) {
      for (Path file : files.toList()) {
        Files.write(file, new byte[] {1, 2, 3});
      }
    }

    assertThat(answers()).isEqualTo(before);
  }

  @Test
  void anIndexOfOtherSeedsIsBuiltAnew() {
    assertThat(corpus.found("weir")).isEmpty();
    corpus.closeIndex();
    corpus.with("Weir", "A weir in the river.");

    assertThat(corpus.found("weir")).containsExactly("Weir");
    assertThat(corpus.index().size()).isEqualTo(8);
  }

  @Test
  void beforeAllIsReadThereIsNothingToSearch() {
    try (SmallCorpus reading = new SmallCorpus(folder.resolve("reading"))) {
      reading.with("One", "one");

      assertThatThrownBy(reading::index)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("still being read");
      assertThat(reading.indexFolder()).doesNotExist();
    }
  }

  @Test
  void aRunWithoutSeedsHasAnEmptyIndex() {
    try (SmallCorpus empty = new SmallCorpus(folder.resolve("empty"))) {
      empty.read();

      assertThat(empty.found("anything")).isEmpty();
      assertThat(empty.index().size()).isZero();
    }
  }

  @Test
  void whereNothingCanBeWrittenTheFolderIsNamed() throws Exception {
    Files.createDirectories(folder.resolve("runs"));
    Files.writeString(folder.resolve("runs").resolve(SmallCorpus.RUN), "a file in the way");

    assertThatThrownBy(corpus::index)
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(corpus.indexFolder().toString());
  }

  @Test
  void anInterruptOfOneLeavesTheIndexToOthers() throws Exception {
    corpus.found("boats");
    Thread interrupted =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              corpus.index().search("boats", 5, Set.of());
            });
    interrupted.join();

    assertThat(corpus.found("boats")).hasSize(2);
  }

  private static Path anyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().findFirst().orElseThrow();
    }
  }
}
