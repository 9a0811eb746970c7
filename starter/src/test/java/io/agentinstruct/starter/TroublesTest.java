package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.starter.Terminal.Said;
import io.agentinstruct.worker.run.RunSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Common mistakes of docs/reference/troubles.md: each message there is what the program prints, the
 * whole line, with the exit code that stands beside it.
 */
class TroublesTest {
  /** What can't be brought about here; who tests it stands beside it. */
  private static final Map<String, String> ELSEWHERE =
      Map.of(
          "the certificate of", "OpenAiChatModelTest",
          "48 calls in a row", "GateTroubleTest",
          "may not be written", "root may write anywhere; SqliteStoreTest",
          "The disk is full", "SqliteStoreTest",
          "leaves no room for the next call", "LineTest, BudgetStoryTest",
          "are free at", "PlaceChecksTest",
          "A fault of the program", "nobody knows how to bring one about");

  @TempDir Path folder;

  /**
   * @param text as documented, … for what changes
   */
  private record Documented(String text, int code) {
    Pattern pattern() {
      return Pattern.compile(
          Arrays.stream(text.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    boolean covers(Said said) {
      return said.code() == code && pattern().matcher(first(said)).matches();
    }
  }

  private static String first(Said said) {
    return said.err().lines().findFirst().orElse("");
  }

  private static List<Documented> documented() throws IOException {
    List<Documented> rows = new ArrayList<>();
    String page = Files.readString(Terminal.HOUSE.resolve("docs/reference/troubles.md"));
    String table = page.substring(page.indexOf("## Common mistakes"));
    for (String line : table.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[2].strip().matches("[0-9]+")) {
        String text = cells[1].strip().replaceAll("^`|`$", "");
        rows.add(new Documented(text, Integer.parseInt(cells[2].strip())));
      }
    }
    return rows;
  }

  @Test
  void everyMessageInTheTableIsWhatTheProgramPrints() throws Exception {
    List<Documented> rows = documented();
    List<Said> said = new ArrayList<>();
    said.addAll(keysAndModels());
    said.addAll(reachability());
    said.addAll(inputsAndFlows());
    said.addAll(workspaces());
    said.addAll(engines());

    assertThat(rows).hasSizeGreaterThan(20);
    assertThat(said)
        .allSatisfy(one ->
            assertThat(rows)
                .as("documents: exit %d, %s", one.code(), one.err())
                .anyMatch(row -> row.covers(one)));
    assertThat(rows)
        .filteredOn(row -> ELSEWHERE.keySet().stream().noneMatch(row.text()::contains))
        .allSatisfy(row -> assertThat(said).as("prints: %s", row.text()).anyMatch(row::covers));
    assertThat(said).allSatisfy(one -> assertThat(one.err()).doesNotContain("\tat "));
  }

  private List<Said> keysAndModels() {
    List<Said> said = new ArrayList<>();
    said.add(run("http://127.0.0.1:9/v1", "--key", "NO_SUCH_VARIABLE"));
    said.add(
        against(
            401,
            FakeEndpoint.error("invalid_api_key", "Incorrect API key provided"),
            "--key",
            "HOME"));
    said.add(against(404, FakeEndpoint.error("model_not_found", "The model `m` does not exist")));
    said.add(against(429, FakeEndpoint.error("insufficient_quota", "You exceeded your quota")));
    said.add(against(402, FakeEndpoint.error("", "Payment required")));
    said.add(against(503, FakeEndpoint.error("", "Overloaded")));
    said.add(against(0, ""));
    said.add(
        Terminal.say(
            "run",
            "--skill",
            "reading-comprehension",
            "--seeds",
            Terminal.SEEDS,
            "--workspace",
            workspace().toString()));
    said.add(run("http://127.0.0.1:9/v1/chat/completions"));
    said.add(run("http://127.0.0.1:9/v1", "--budget", "5"));
    return said;
  }

  private List<Said> reachability() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    return List.of(
        run("http://127.0.0.1:" + port + "/v1"),
        run("http://no-such-host.invalid/v1", "--key", ""));
  }

  private List<Said> inputsAndFlows() throws IOException {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    Path papers = Files.createDirectories(folder.resolve("papers"));
    Files.writeString(papers.resolve("a.pdf"), "%PDF");
    Path flow = Files.createDirectories(folder.resolve("satire"));
    Files.writeString(flow.resolve("flow.yaml"), "title: Satire\nabout: Wit.\n");
    String nowhere = "http://127.0.0.1:9/v1";
    return List.of(
        run(nowhere, "--seeds", folder.resolve("nowhere").toString()),
        run(nowhere, "--seeds", empty.toString()),
        run(nowhere, "--seeds", papers.toString()),
        run(nowhere, "--seeds", papers + "/*.txt"),
        Terminal.say("run", "--seeds", "x", "--skill", "reading-comprehenson"),
        Terminal.say("run", "--seeds", "x", "--flow", flow.toString()),
        Terminal.say("resume", "no-such-run", "--workspace", workspace().toString()));
  }

  private List<Said> workspaces() {
    Path workspace = workspace();
    try (Store store = SqliteStore.open(workspace, SqliteStore.Durability.NORMAL)) {
      RunSpec spec =
          new RunSpec(List.of(Terminal.SEEDS), Map.of(), 1, 0, "", 100, "", "", Map.of());
      store.createRun(new Store.Run("taken", Instant.EPOCH, Json.write(spec), "done", ""));
    }
    List<Said> said = new ArrayList<>();
    said.add(Terminal.run(workspace, "http://127.0.0.1:9/v1", "--name", "taken"));
    try (Store _ = SqliteStore.open(workspace, SqliteStore.Durability.NORMAL)) {
      said.add(Terminal.run(workspace, "http://127.0.0.1:9/v1"));
    }
    return said;
  }

  private List<Said> engines() throws Exception {
    List<Said> said = new ArrayList<>();
    Path deaf = Files.writeString(folder.resolve("temporal"), "#!/bin/sh\nexit 1\n");
    assumeTrue(deaf.toFile().setExecutable(true));
    try (FakeEndpoint endpoint = FakeEndpoint.answering(200, FakeEndpoint.OK);
        ServerSocket busy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(busy.getLocalPort());
      said.add(
          elsewhere(Map.of("AGENTINSTRUCT_TEMPORAL", "/nowhere"), endpoint, "--engine", "dev"));
      said.add(
          elsewhere(
              Map.of("AGENTINSTRUCT_TEMPORAL", deaf.toString()),
              endpoint,
              "--engine",
              "dev",
              "--port",
              port));
      said.add(
          elsewhere(
              Map.of("AGENTINSTRUCT_TEMPORAL", deaf.toString()), endpoint, "--engine", "dev"));
      said.add(
          elsewhere(Map.of("TEMPORAL_ADDRESS", "127.0.0.1:9"), endpoint, "--engine", "server"));
    }
    return said;
  }

  /** The same in a process of its own, where the environment is to be another. */
  private Said elsewhere(Map<String, String> env, FakeEndpoint endpoint, String... more)
      throws Exception {
    Path out = folder.resolve("out.txt");
    Path err = folder.resolve("err.txt");
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dagentinstruct.home=" + Terminal.HOUSE.toAbsolutePath(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                StarterMain.class.getName(),
                "run",
                "--skill",
                "reading-comprehension",
                "--seeds",
                Path.of(Terminal.SEEDS).toAbsolutePath().toString(),
                "--workspace",
                workspace().toString(),
                "--model",
                "m",
                "--base-url",
                endpoint.url()));
    words.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(env);
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(String.valueOf(words)).isTrue();
    return new Said(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  private Said against(int status, String body, String... more) {
    try (FakeEndpoint endpoint = FakeEndpoint.answering(status, body)) {
      return run(endpoint.url(), more);
    }
  }

  private Said run(String endpoint, String... more) {
    return Terminal.run(workspace(), endpoint, more);
  }

  /** A new one each time, so that none stands in another's way. */
  private Path workspace() {
    return folder.resolve("w" + System.nanoTime());
  }

  @Test
  void theTableOfExitCodesIsTheProgramsOwn() throws Exception {
    String page = Files.readString(Terminal.HOUSE.resolve("docs/reference/exit-codes.md"));
    List<String> documented = new ArrayList<>();
    for (String line : page.lines().toList()) {
      String[] cells = line.split("\\|", -1);
      if (cells.length == 5 && cells[1].strip().matches("[0-9]+")) {
        documented.add(cells[2].strip().replace("`", "") + " " + cells[1].strip());
      }
    }
    List<String> own = new ArrayList<>();
    for (var field : ExitCode.class.getDeclaredFields()) {
      if (!field.isSynthetic() && field.getType() == int.class) {
        own.add(field.getName() + " " + field.getInt(null));
      }
    }

    assertThat(documented).containsExactlyInAnyOrderElementsOf(own);
  }
}
