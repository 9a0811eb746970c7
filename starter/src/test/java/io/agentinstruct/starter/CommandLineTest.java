package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a person reads when something is wrong: whole messages and exit codes. */
class CommandLineTest {
  private static final String ROOT = System.getProperty("house.root", "..");

  @TempDir Path folder;

  @BeforeEach
  void atHome() {
    System.setProperty("agentinstruct.home", ROOT);
  }

  private record Said(int code, String out, String err) {}

  private Said say(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        StarterMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = line.execute(words);
    return new Said(code, out.toString(), err.toString());
  }

  private Said run(String... more) {
    String[] words = {
      "run",
      "--skill",
      "reading-comprehension",
      "--engine",
      "embedded",
      "--workspace",
      folder.resolve("w").toString(),
      "--model",
      "m"
    };
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return say(all);
  }

  @Test
  void anUnknownSkillIsNamedWithTheNearest() {
    Said said = say("run", "--seeds", "x", "--skill", "reading-comprehenson");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .isEqualTo(
            """
            There is no skill 'reading-comprehenson' in %s; did you mean 'reading-comprehension'?
              `agentinstruct skills` lists them.
            """
                .formatted(Path.of(ROOT, "flows")));
  }

  @Test
  void aMissingFolderStartsNothing() {
    Said said = run("--seeds", folder.resolve("nowhere").toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .startsWith("There is no file or folder \"" + folder.resolve("nowhere") + "\"")
        .doesNotContain("Exception");
    assertThat(folder.resolve("w")).doesNotExist();
  }

  @Test
  void anEmptyFolderStartsNothing() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    Said said = run("--seeds", empty.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .startsWith("The folder \"" + empty + "\" is empty: put documents into it");
  }

  @Test
  void aBrokenFlowPrintsEveryProblemAtOnce() throws IOException {
    Path flow = folder.resolve("satire");
    Files.createDirectories(flow.resolve("transform"));
    Files.writeString(
        flow.resolve("flow.yaml"), "title: Satire\nabout: Wit.\nrefine: { round: 1 }\n");
    Files.writeString(
        flow.resolve("transform/tease.md"),
        "---\nabout: Teases.\nmakes: tease\n---\n# user\n{{seed.txt}}\n");

    Said said = say("check", "--flow", flow.toString());

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.out())
        .isEqualTo(
            """
            satire/flow.yaml: names the agent 'answer', but there is no respond/answer.md; add it
            satire/flow.yaml:3: no setting 'refine.round'; did you mean 'rounds'?
            satire/instruct/: has no agent; add one, such as instruct/question.md
            satire/render/: has no layout; add render/plain.md, which lays out the student's prompt
            satire/transform/tease.md:6: {{seed.txt}} is not on offer here; did you mean {{seed.text}}?
            5 problems
            """);
  }

  @Test
  void theFlowsOfTheProjectAreClean() {
    assertThat(say("check").code()).isEqualTo(ExitCode.DONE);
  }

  @Test
  void anUnreachableEndpointStartsNothing() throws IOException {
    int port;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    Said said =
        run("--seeds", ROOT + "/samples/seeds", "--base-url", "http://127.0.0.1:" + port + "/v1");

    assertThat(said.code()).isEqualTo(ExitCode.PAUSED);
    assertThat(said.err())
        .isEqualTo(
            """
            cannot connect to 127.0.0.1:%d; check that it runs and that 'base-url' of the role teacher is right
              Nothing was started.
            """
                .formatted(port));
  }

  @Test
  void aRefusedKeyCostsOneCallAndIsNeverPrinted() throws IOException {
    Said said =
        against(
            401,
            "{\"error\":{\"message\":\"Incorrect API key provided: sk-secretsecretsecret\",\"code\":\"invalid_api_key\"}}");

    assertThat(said.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(said.err())
        .contains("wants a key (401, invalid_api_key)")
        .contains("Nothing was started.")
        .doesNotContain("sk-secret");
  }

  @Test
  void anUnknownModelCostsOneCall() throws IOException {
    Said said =
        against(
            404,
            "{\"error\":{\"message\":\"The model `m` does not exist\",\"code\":\"model_not_found\"}}");

    assertThat(said.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(said.err()).contains("does not know model m").contains("check 'model'");
  }

  private Said against(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
    server.start();
    try {
      return run(
          "--seeds",
          ROOT + "/samples/seeds",
          "--base-url",
          "http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aFileInPlaceOfTheWorkspaceIsToldApart() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "x");

    Said said =
        say(
            "run",
            "--seeds",
            ROOT + "/samples/seeds",
            "--skill",
            "reading-comprehension",
            "--workspace",
            file.resolve("w").toString());

    assertThat(said.code()).isEqualTo(ExitCode.PAUSED);
    assertThat(said.err())
        .startsWith("Cannot create the workspace " + file.resolve("w"))
        .contains("--workspace");
  }

  @Test
  void anUnknownRunAndAnEmptyWorkspaceSayWhereToLook() {
    Said status = say("status", "--workspace", folder.toString());

    assertThat(status.code()).isEqualTo(ExitCode.USAGE);
    assertThat(status.err())
        .isEqualTo(
            "There is no store in "
                + folder
                + ".\n  --workspace names the folder that runs were made in.\n");
  }

  @Test
  void aNameThatIsNoNameIsRefused() {
    Said said = run("--seeds", ROOT + "/samples/seeds", "--name", "../escape");

    assertThat(said.code()).isEqualTo(ExitCode.USAGE);
    assertThat(said.err())
        .isEqualTo(
            "A run can't be named '../escape'.\n  Use letters, digits, '.', '_' and '-', at most 80.\n");
  }

  @Test
  void controlCharactersOfRowsNeverReachTheTerminal() {
    assertThat(ShowCommand.safe("a\u001b[31mred\u0007\n\tb"))
        .isEqualTo("a\ufffd[31mred\ufffd\n\tb");
  }
}
