package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The interpreter itself, and not a script that looks for it and needs an environment. */
final class Python {
  private Python() {}

  static String program() {
    try {
      Process asked =
          new ProcessBuilder("python3", "-c", "import sys; print(sys.executable)").start();
      String path = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assumeTrue(!path.isBlank(), "there is no python3 here to run a server of tools with");
      return path.strip();
    } catch (IOException e) {
      assumeTrue(false, "there is no python3 here to run a server of tools with");
      throw new AssertionError(e);
    }
  }

  /** The tiny server of tools, with these options. */
  static List<String> server(String... options) {
    try {
      Path script =
          Path.of(
              Objects.requireNonNull(Python.class.getResource("tool_server.py"), "script").toURI());
      List<String> command = new java.util.ArrayList<>(List.of(program(), script.toString()));
      command.addAll(List.of(options));
      assertThat(script).exists();
      return command;
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
