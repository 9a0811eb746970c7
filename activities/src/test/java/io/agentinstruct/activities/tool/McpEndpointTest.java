package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.activities.tool.ToolsFile.McpServer.Endpoint;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** A server that is reached by HTTP. */
class McpEndpointTest extends McpContract {
  private static final String KEY = "k-0123456789abcdef";
  private final java.util.ArrayList<Process> running = new java.util.ArrayList<>();

  @Override
  McpServer server() throws IOException {
    return new Endpoint(start("--http", "--key", KEY), new Secret("TINY_KEY", KEY));
  }

  private URI start(String... options) throws IOException {
    Process process = new ProcessBuilder(Python.server(options)).start();
    running.add(process);
    String port = process.inputReader().readLine();
    return URI.create("http://127.0.0.1:" + port + "/mcp");
  }

  @AfterEach
  void end() {
    running.forEach(Process::destroyForcibly);
  }

  @Test
  void aWrongKeyIsToldByItsNameAndStandsNowhere() throws Exception {
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    Logger root = (Logger) LoggerFactory.getLogger("io.modelcontextprotocol");
    root.addAppender(log);
    URI url = start("--http", "--key", "another");

    List<String> missing =
        box(new Endpoint(url, new Secret("TINY_KEY", KEY))).missing("run-1", List.of("tiny/echo"));

    root.detachAppender(log);
    assertThat(missing)
        .containsExactly(
            "tiny/echo: the server refuses the key in TINY_KEY; see 'mcp: tiny' in the tools file");
    assertThat(log.list).noneMatch(event -> event.getFormattedMessage().contains(KEY));
  }

  @Test
  void aMissingKeyIsToldToPeople() throws Exception {
    URI url = start("--http", "--key", "another");

    assertThat(box(new Endpoint(url, Secret.NONE)).missing("run-1", List.of("tiny/echo")))
        .containsExactly(
            "tiny/echo: the server wants a key; name its variable in 'key-name'; see 'mcp: tiny' in the tools file");
  }

  @Test
  void nobodyThereIsToldToPeople() throws Exception {
    URI url = URI.create("http://127.0.0.1:9/mcp"); // discard: nobody listens

    assertThat(box(new Endpoint(url, Secret.NONE)).missing("run-1", List.of("tiny/echo")))
        .containsExactly(
            "tiny/echo: the server can't be reached, or does not speak the Model Context Protocol; see 'mcp: tiny' in the tools file");
  }
}
