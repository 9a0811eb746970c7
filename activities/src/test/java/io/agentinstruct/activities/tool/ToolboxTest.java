package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.Tool.Caller;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.activities.tool.ToolsFile.Engine;
import io.agentinstruct.activities.tool.ToolsFile.Search;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockWebServer;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolboxTest {
  private static final ToolWords WORDS =
      new ToolWords(Path.of(System.getProperty("house.root"), "flows"));
  private static final Caller CALLER = new Caller("run", "seed");

  @TempDir Path folder;

  /** Says back what it got. */
  private record Parrot(ToolSpec spec) implements Tool {
    private static Parrot taking(String parameters) throws IOException {
      return new Parrot(new ToolSpec("parrot", "Says it.", Json.MAPPER.readTree(parameters)));
    }

    @Override
    public Result use(ObjectNode arguments, Caller caller) {
      return Result.of(arguments.toString());
    }
  }

  private static Toolbox box(ToolsFile file, Tool... house) {
    return new Toolbox(
        List.of(house), Map.of("code", "install bubblewrap"), file, WORDS, ToolPins.inMemory());
  }

  @Test
  void whatIsNotConfiguredIsNotOfferedAndToldWithTheRemedy() throws Exception {
    try (Toolbox box = box(ToolsFile.NONE, Parrot.taking("{\"type\":\"object\"}"))) {
      Toolkit kit = box.named("run", List.of("parrot", "web-search", "fetch", "code", "parot"));

      assertThat(kit.specs()).extracting(ToolSpec::name).containsExactly("parrot");
      assertThat(kit.missing())
          .containsExactly(
              "web-search: is not configured; write 'web-search: { kind: searxng, url: ... }' into the tools file",
              "fetch: is not configured; write 'fetch: {}' into the tools file",
              "code: is not configured; install bubblewrap",
              "parot: is not configured; did you mean 'parrot'?");
      assertThat(box.missing("run", List.of("parrot"))).isEmpty();
    }
  }

  @Test
  void searchAndFetchSayWhatStandsInTheFlowsFolder() throws Exception {
    ToolsFile file =
        new ToolsFile(
            Optional.of(
                new Search(Engine.SEARXNG, HttpUrl.get("https://searx.example/"), Secret.NONE)),
            Optional.of(List.of()),
            Map.of());
    try (Toolbox box = box(file)) {
      Toolkit kit = box.named("run", List.of("web-search", "fetch", "web-search"));

      assertThat(kit.specs()).containsExactly(WORDS.spec("web-search"), WORDS.spec("fetch"));
      assertThat(kit.use("fetch", Json.MAPPER.createObjectNode().put("uri", "x"), CALLER).text())
          .startsWith("The arguments do not fit:");
      assertThat(
              kit.use("web-search", Json.MAPPER.createObjectNode().put("query", ""), CALLER).text())
          .startsWith("The arguments do not fit:");
    }
  }

  @Test
  void aToolOfAnotherPromptCantBeUsed() throws Exception {
    try (Toolbox box = box(ToolsFile.NONE, Parrot.taking("{\"type\":\"object\"}"))) {
      assertThat(box.named("run", List.of()).use("parrot", Json.MAPPER.createObjectNode(), CALLER))
          .isEqualTo(Result.failed("There is no tool 'parrot'; none is offered."));
    }
  }

  @Test
  void resultsOfAnyToolAreCut() throws Exception {
    try (Toolbox box = box(ToolsFile.NONE, Parrot.taking("{\"type\":\"object\"}"))) {
      ObjectNode much = Json.MAPPER.createObjectNode().put("a", "x".repeat(100_000));

      assertThat(box.named("run", List.of("parrot")).use("parrot", much, CALLER).text())
          .hasSize(Clip.MOST_CHARACTERS);
    }
  }

  @Test
  void aSchemaOfAStrangerLeadsNowhere() throws Exception {
    try (MockWebServer elsewhere = new MockWebServer()) {
      elsewhere.start(InetAddress.ofLiteral("127.0.0.1"), 0);
      Path file = Files.writeString(folder.resolve("schema.json"), "{}");
      for (String ref : List.of(elsewhere.url("/x").toString(), file.toUri().toString())) {
        assertThat(
                ArgumentCheck.of(
                    Json.MAPPER.readTree(
                        "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"" + ref + "\"}}}")))
            .as(ref)
            .isEmpty();
      }
      assertThat(elsewhere.getRequestCount()).isZero();
    }
  }

  @Test
  void schemasOfOlderDraftsAreRead() throws Exception {
    ArgumentCheck check =
        ArgumentCheck.of(
                Json.MAPPER.readTree(
                    "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\",\"required\":[\"a\"]}"))
            .orElseThrow();

    assertThat(check.faults(Json.MAPPER.createObjectNode())).hasSize(1);
    assertThat(check.faults(Json.MAPPER.createObjectNode().put("a", 1))).isEmpty();
  }

  @Test
  void missingWordsAreToldToPeople() {
    ToolWords none = new ToolWords(folder);

    assertThat(catchThrowable(() -> none.spec("fetch")))
        .isInstanceOf(ToolTrouble.class)
        .hasMessageContaining("fetch.yaml: can't be read; restore it");
  }

  @Test
  void aRunsFirstSightOutlivesTheProcess() throws Exception {
    assertThat(ToolPins.under(folder).pin("run-1", "weather/forecast", "one")).isEqualTo("one");

    ToolPins another = ToolPins.under(folder);
    assertThat(another.pin("run-1", "weather/forecast", "two")).isEqualTo("one");
    assertThat(another.pin("run-1", "weather/fore", "two")).isEqualTo("two");
    assertThat(another.pin("run-2", "weather/forecast", "two")).isEqualTo("two");
    assertThat(Files.readString(folder.resolve("run-1/tools.tsv")))
        .isEqualTo("weather/forecast\tone\nweather/fore\ttwo\n");
  }
}
