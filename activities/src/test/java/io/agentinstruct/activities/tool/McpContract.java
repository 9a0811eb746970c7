package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.McpConnection.Patience;
import io.agentinstruct.activities.tool.Tool.Caller;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds of a server of tools however it is reached. */
@Timeout(120)
abstract class McpContract {
  static final Caller CALLER = new Caller("run-1", "seed-1");

  private final ToolPins pins = ToolPins.inMemory();
  private Optional<Toolbox> open = Optional.empty();

  /** The tiny server of the test resources. */
  abstract McpServer server() throws IOException;

  @AfterEach
  void close() {
    open.ifPresent(Toolbox::close);
  }

  Toolbox box(McpServer server) {
    ToolsFile file =
        new ToolsFile(
            Optional.empty(), Optional.empty(), new LinkedHashMap<>(Map.of("tiny", server)));
    Toolbox box =
        new Toolbox(
            List.of(),
            Map.of(),
            file,
            new ToolWords(Path.of("no-words-needed")),
            pins,
            new Patience(Duration.ofSeconds(30), Duration.ofSeconds(3)));
    open = Optional.of(box);
    return box;
  }

  Toolkit kit(String... names) throws IOException, InterruptedException {
    return box(server()).named("run-1", List.of(names));
  }

  static ObjectNode text(String text) {
    return Json.MAPPER.createObjectNode().put("text", text);
  }

  static ObjectNode nothing() {
    return Json.MAPPER.createObjectNode();
  }

  @Test
  void aPromptGetsTheToolItLists() throws Exception {
    Toolkit kit = kit("tiny/echo");

    assertThat(kit.missing()).isEmpty();
    assertThat(kit.specs())
        .extracting(ToolSpec::name, ToolSpec::description)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("tiny_echo", "Says a text back."));
    assertThat(kit.use("tiny_echo", text("雨です"), CALLER)).isEqualTo(Result.of("雨です"));
  }

  @Test
  void aStarIsAllToolsOfAServerOverAllItsPages() throws Exception {
    Toolkit kit = kit("tiny/*");

    assertThat(kit.offers().values())
        .extracting(Toolkit.Offer::name)
        .contains("tiny/echo", "tiny/hang", "tiny/dotted.name");
    assertThat(kit.missing())
        .containsExactlyInAnyOrder(
            "tiny/has.dots and blanks: its name is none that could be written; ask whoever runs the server",
            "tiny/outside: its schema can't be read, or leads elsewhere; ask whoever runs the server",
            "tiny/endless: what its server says of it is longer than any tool needs; ask whoever runs the server");
  }

  @Test
  void aNameThatNoFunctionCanHaveIsMadeOne() throws Exception {
    Toolkit kit = kit("tiny/dotted.name");
    String function = kit.specs().getFirst().name();

    assertThat(function).matches("tiny_dotted_name_[0-9a-f]{6}");
    assertThat(kit.use(function, nothing(), CALLER)).isEqualTo(Result.of("dotted"));
  }

  @Test
  void argumentsAreCheckedBeforeTheServerSeesThem() throws Exception {
    Toolkit kit = kit("tiny/echo");

    assertThat(kit.use("tiny_echo", nothing(), CALLER).text())
        .startsWith("The arguments do not fit:")
        .contains("text");
    assertThat(kit.use("tiny_echo", Json.MAPPER.createArrayNode(), CALLER).failed()).isTrue();
    assertThat(kit.use("tiny_ecko", text("a"), CALLER))
        .isEqualTo(Result.failed("There is no tool 'tiny_ecko'; did you mean 'tiny_echo'?"));
  }

  @Test
  void longResultsAreCut() throws Exception {
    assertThat(kit("tiny/long").use("tiny_long", nothing(), CALLER).text())
        .hasSize(Clip.MOST_CHARACTERS)
        .matches("あ+");
  }

  @Test
  void aToolThatFailsSaysSo() throws Exception {
    assertThat(kit("tiny/fail").use("tiny_fail", nothing(), CALLER))
        .isEqualTo(Result.failed("no such city"));
  }

  @Test
  void aFaultOfTheProtocolIsToldOnOneLineWithoutControls() throws Exception {
    assertThat(kit("tiny/break").use("tiny_break", nothing(), CALLER))
        .isEqualTo(Result.failed("The tool tiny/break failed: the server says: no such [31mtool."));
  }

  @Test
  void aServerThatKeepsSilentIsLeft() throws Exception {
    Toolkit kit = kit("tiny/hang");

    assertThat(kit.use("tiny_hang", nothing(), CALLER).text()).contains("did not answer");
  }

  @Test
  void aToolThatChangesItsDescriptionIsNoLongerUsedNorOfferedInThisRun() throws Exception {
    Toolbox box = box(server());
    Toolkit before = box.named("run-1", List.of("tiny/echo", "tiny/change"));
    assertThat(before.use("tiny_echo", text("a"), CALLER).failed()).isFalse();

    before.use("tiny_change", nothing(), CALLER);

    assertThat(before.use("tiny_echo", text("a"), CALLER))
        .isEqualTo(
            Result.failed(
                "The tool tiny/echo failed: the server changed what it says of it since it was shown, so it is not used."));
    Toolkit after = box.named("run-1", List.of("tiny/echo"));
    assertThat(after.specs()).isEmpty();
    assertThat(after.missing().getFirst())
        .startsWith("tiny/echo: its server changed what it says of it since the run began");
    assertThat(box.named("run-2", List.of("tiny/echo")).specs()).hasSize(1);
  }

  @Test
  void aToolThatIsNotThereIsToldWithTheNearest() throws Exception {
    assertThat(kit("tiny/echoo", "huge/echo").missing())
        .containsExactly(
            "tiny/echoo: its server does not offer it; did you mean 'tiny/echo'?",
            "huge/echo: no server 'huge' is configured; add it below 'mcp:' in the tools file");
  }
}
