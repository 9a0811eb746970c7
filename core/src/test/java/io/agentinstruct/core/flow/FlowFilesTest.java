package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A flow's version, its overrides, and the copy that a run pins. */
class FlowFilesTest {
  private final Path root;
  private final TinyFlow tiny;

  FlowFilesTest(@TempDir Path root) {
    this.root = root;
    this.tiny = TinyFlow.in(root);
  }

  private FlowSettings with(String key, String value) {
    return FlowFolder.read(tiny.files().with(Map.of(key, value)), "")
        .flow()
        .orElseThrow()
        .settings();
  }

  private List<String> problemsWith(String key, String value) {
    return FlowFolder.read(tiny.files().with(Map.of(key, value)), "").problems().stream()
        .map(problem -> problem.fault() + "; " + problem.remedy())
        .toList();
  }

  @Test
  void aVersionIsTheDigestOfWhatIsSaid() {
    String version = tiny.files().version();

    assertThat(version).matches("[0-9a-f]{32}").isEqualTo(tiny.files().version());
    assertThat(tiny.files().named("other").version()).isEqualTo(version);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "flow.yaml",
        "transform/plain.md",
        "instruct/question.md",
        "respond/answer.md",
        "render/plain.md",
        "../_shared/json-reply.md"
      })
  void aVersionChangesWithEveryFile(String path) throws IOException {
    String version = tiny.files().version();
    String text = Files.readString(tiny.folder().resolve(path).normalize());

    assertThat(tiny.file(path, text + " ").files().version()).isNotEqualTo(version);
    assertThat(tiny.file(path, text).files().version()).isEqualTo(version);
  }

  @Test
  void aVersionChangesWithEveryFileThatComesGoesOrMoves() {
    String version = tiny.files().version();

    String withFragment = tiny.file("../_shared/_tone.md", "tone").files().version();
    String withPack = tiny.file("languages/ja/_x.md", "tone").files().version();
    tiny.without("languages/ja/_x.md").without("../_shared/_tone.md");
    String moved = tiny.file("_tone.md", "tone").files().version();

    assertThat(List.of(version, withFragment, withPack, moved)).doesNotHaveDuplicates();
    assertThat(tiny.without("_tone.md").files().version()).isEqualTo(version);
  }

  @Test
  void aVersionDoesNotChangeWithSamplesLineEndsByteOrderMarksAndHiddenFiles() throws IOException {
    String version = tiny.files().version();
    Path prompt = tiny.folder().resolve("respond/answer.md");
    Files.writeString(prompt, "\ufeff" + Files.readString(prompt).replace("\n", "\r\n"));

    tiny.file("samples/seed.md", "a seed")
        .file("samples/rows/golden.yaml", "a: b")
        .file(".name", "tiny")
        .file("respond/.answer.md", "a")
        .file("respond/answer.md~", "a");

    assertThat(tiny.files().version()).isEqualTo(version);
  }

  @Test
  void saysWhichFileIsNotUtf8() throws IOException {
    Path prompt = tiny.folder().resolve("respond/answer.md");
    Files.write(prompt, new byte[] {'a', (byte) 0xe9, 'b'});

    assertThatThrownBy(() -> FlowFiles.read(tiny.folder(), root.resolve("_shared")))
        .isInstanceOf(IOException.class)
        .hasMessage(prompt + " is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void aFolderWithoutSharedFragmentsIsReadAsItIs() throws IOException {
    FlowFiles files = FlowFiles.read(tiny.folder(), root.resolve("nowhere"));

    assertThat(files.name()).isEqualTo("tiny");
    assertThat(files.texts()).doesNotContainKey("_shared/json-reply.md").containsKey("flow.yaml");
  }

  @Test
  void numbersListsAndNewKeysCanBeOverridden() {
    assertThat(with("instruct.items", "3").items()).isEqualTo(3);
    assertThat(with("instruct.pick", "all").instructPick()).isEqualTo(FlowSettings.ALL);
    assertThat(with("refine.rounds", "0").rounds()).isZero();
    assertThat(with("checks", "[task-present, answer-present]").checks())
        .containsExactly("task-present", "answer-present");
    assertThat(with("seeds.kinds", "[text, code]").kinds()).containsExactly("text", "code");
    assertThat(with("language", "no").language()).isEqualTo("no");
    assertThat(with("title", "Other").title()).isEqualTo("Other");
  }

  @Test
  void anOverrideLeavesAllElseAndMakesAnotherVersion() {
    tiny.file("flow.yaml", "title: T\nabout: A.\ninstruct:\n  pick: 2 # a few\n  items: 2\n");
    FlowFiles files = tiny.files();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("instruct.items", "4");
    settings.put("seeds.min-characters", "7");

    FlowFiles changed = files.with(settings);
    FlowSettings read = FlowFolder.read(changed, "").flow().orElseThrow().settings();

    assertThat(read.instructPick()).isEqualTo(2);
    assertThat(read.items()).isEqualTo(4);
    assertThat(read.minCharacters()).isEqualTo(7);
    assertThat(changed.version()).isNotEqualTo(files.version());
    assertThat(changed.texts())
        .containsEntry("respond/answer.md", files.texts().get("respond/answer.md"));
    assertThat(files.with(Map.of())).isEqualTo(files);
    assertThat(files.texts().get("flow.yaml")).contains("# a few");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          refine.rounds   | many | refine.rounds is 'many'; write a whole number: 0 to 10
          refine.rounds   | ''   | refine.rounds is ''; write a whole number: 0 to 10
          refine.rounds   | [    | refine.rounds is '['; write a whole number: 0 to 10
          refine.rounds.x | 1    | refine.rounds is '{"x":1}'; write a whole number: 0 to 10
          refine.round    | 1    | no setting 'refine.round'; did you mean 'rounds'?
          refine          | 1    | refine is not a list of settings; write refine: { rounds: ... }
          checks          | all  | checks is not a list; write checks: [one, two]
          title           | ''   | has no 'title'; add 'title: ...'
          """)
  void aBadOverrideIsRefusedAsStrictlyAsAWrittenOne(String key, String value, String problem) {
    assertThat(problemsWith(key, value)).containsExactly(problem);
  }

  @ParameterizedTest
  @ValueSource(strings = {".", "..", "", ".rounds", "refine."})
  void anOverrideWithoutANameIsRefused(String key) {
    assertThat(problemsWith(key, "1")).hasSize(1).first().asString().startsWith("no setting '");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "- a\n", "title: [\n"})
  void overridesOfAFileThatCannotBeReadLeaveTheFaultToTheReader(String yaml) {
    tiny.file("flow.yaml", yaml);

    assertThat(problemsWith("refine.rounds", "1"))
        .isEqualTo(problemsWith("instruct.items", "2"))
        .singleElement()
        .asString()
        .startsWith("is not ");
    assertThat(tiny.without("flow.yaml").files().with(Map.of("a", "1"))).isEqualTo(tiny.files());
  }

  @Test
  void aPinnedCopyIsTheSameFlow() throws IOException {
    tiny.file("../_shared/_tone.md", "Kindly.\n")
        .file("respond/answer.md", "---\r\nabout: A.\r\n---\r\n# user\r\n{{> tone}} {{prompt}}\r\n")
        .file("languages/ja/respond/answer.md", "---\nabout: A.\n---\n# user\n日本語 {{prompt}}\n");
    FlowFiles files = tiny.files().with(Map.of("instruct.items", "3"));

    Path pinned = files.pin(root.resolve("pinned/flows"));
    FlowFiles read = FlowFiles.read(pinned, pinned.resolve(FlowFiles.SHARED)).named("tiny");

    assertThat(pinned).isEqualTo(root.resolve("pinned/flows").resolve(files.version()));
    assertThat(read).isEqualTo(files);
    assertThat(read.version()).isEqualTo(files.version());
    assertThat(FlowFolder.read(read, "").flow().orElseThrow())
        .hasToString(FlowFolder.read(files, "").flow().orElseThrow().toString());
  }

  @Test
  void aPinnedCopyIsWrittenOnce() throws IOException {
    Path flows = root.resolve("flows");
    Path pinned = tiny.files().pin(flows);
    Files.writeString(pinned.resolve(".name"), "left by another");

    assertThat(tiny.files().pin(flows)).isEqualTo(pinned);
    assertThat(pinned.resolve(".name")).hasContent("left by another");
    assertThat(flows.toFile().list()).containsExactly(tiny.files().version());
  }

  @Test
  void manyMayPinTheSameFlowAtOnce() throws Exception {
    Path flows = root.resolve("flows");
    FlowFiles files = tiny.files();
    CyclicBarrier start = new CyclicBarrier(20);
    Callable<Path> pin =
        () -> {
          start.await();
          return files.pin(flows);
        };
    try (ExecutorService many = Executors.newFixedThreadPool(20)) {
      for (Future<Path> pinned : many.invokeAll(Stream.generate(() -> pin).limit(20).toList())) {
        assertThat(FlowFiles.read(pinned.get(), root).version()).isEqualTo(files.version());
      }
    }

    assertThat(flows.toFile().list()).containsExactly(files.version());
  }
}
