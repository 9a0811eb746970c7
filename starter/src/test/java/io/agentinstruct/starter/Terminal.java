package io.agentinstruct.starter;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;

/** The program as a person meets it, in this process. */
final class Terminal {
  static final Path HOUSE = Path.of(System.getProperty("house.root", ".."));
  static final String SEEDS = HOUSE.resolve("samples/seeds").toString();

  private Terminal() {}

  /**
   * @param err what complaints are written to
   */
  record Said(int code, String out, String err) {}

  static Said say(List<String> words) {
    System.setProperty("agentinstruct.home", HOUSE.toString());
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line =
        StarterMain.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = line.execute(words.toArray(String[]::new));
    return new Said(code, out.toString(), err.toString());
  }

  static Said say(String... words) {
    return say(List.of(words));
  }

  /** {@code run} with everything that it needs but what is named. */
  static Said run(Path workspace, String endpoint, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "run", "--skill", "reading-comprehension", "--workspace", workspace.toString()));
    words.addAll(List.of("--base-url", endpoint));
    words.addAll(List.of(more));
    if (!words.contains("--engine")) {
      words.addAll(List.of("--engine", "embedded"));
    }
    if (!words.contains("--seeds")) {
      words.addAll(List.of("--seeds", SEEDS));
    }
    if (!words.contains("--model")) {
      words.addAll(List.of("--model", "m"));
    }
    return say(words);
  }
}
