package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.activities.tool.ToolsFile.McpServer.Command;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** A server that is started by us. */
class McpCommandTest extends McpContract {
  @Override
  McpServer server() {
    return new Command(Python.server(), Map.of("GIVEN", "hunter2hunter2"));
  }

  @Test
  void itGetsNothingOfOurEnvironmentButWhatIsListed() throws Exception {
    assertThat(System.getenv()).containsKey("PATH");

    String names = kit("tiny/environment").use("tiny_environment", nothing(), CALLER).text();

    assertThat(names).contains("GIVEN").doesNotContain("PATH", "HOME", "USER");
  }

  @RepeatedTest(20) // how soon its words are read is a matter of luck
  void oneThatEndsIsToldWithItsLastWordsAndStartedAgain() throws Exception {
    Toolkit kit = kit("tiny/die", "tiny/echo");

    assertThat(kit.use("tiny_die", nothing(), CALLER))
        .isEqualTo(
            Result.failed("The tool tiny/die failed: the server ended (out of memory, token …)."));
    assertThat(kit.use("tiny_echo", text("again"), CALLER)).isEqualTo(Result.of("again"));
  }

  @Test
  void aLineWithoutEndEndsTheServerNotUs() throws Exception {
    assertThat(kit("tiny/flood").use("tiny_flood", nothing(), CALLER).text())
        .startsWith("The tool tiny/flood failed: the server ended");
  }

  @Test
  void whatItStartedEndsWithIt() throws Exception {
    Toolbox box = box(server());
    long pid =
        Long.parseLong(
            box.named("run-1", List.of("tiny/spawn")).use("tiny_spawn", nothing(), CALLER).text());
    ProcessHandle child = ProcessHandle.of(pid).orElseThrow();
    assertThat(child.isAlive()).isTrue();

    box.close();

    child.onExit().get(10, TimeUnit.SECONDS);
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void aProgramThatIsNotThereIsToldToPeople() throws Exception {
    Toolbox box = box(new Command(List.of("no-such-program-here"), Map.of()));

    assertThat(box.missing("run-1", List.of("tiny/echo")))
        .containsExactly(
            "tiny/echo: the program 'no-such-program-here' can't be started; install it, or mend 'command'; see 'mcp: tiny' in the tools file");
  }

  @Test
  void aProgramThatIsNoServerIsToldToPeople() throws Exception {
    Toolbox box = box(new Command(List.of(Python.program(), "-c", "print('hello')"), Map.of()));

    assertThat(box.missing("run-1", List.of("tiny/*")))
        .containsExactly("tiny/*: the server ended; see 'mcp: tiny' in the tools file");
  }
}
