package io.agentinstruct.activities.tool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What each tool of a stranger looked like when a run first saw it. A server may show a harmless
 * tool first and change its description later, which the model would then obey.
 */
public interface ToolPins {
  /**
   * @param tool such as {@code weather/forecast}
   * @param fingerprint as it is now
   * @return as it was at the run's first sight
   */
  String pin(String run, String tool, String fingerprint);

  /** Forgotten with the process. */
  static ToolPins inMemory() {
    Map<String, String> pins = new ConcurrentHashMap<>();
    return (run, tool, fingerprint) -> {
      String first = pins.putIfAbsent(run + "\n" + tool, fingerprint);
      return first == null ? fingerprint : first;
    };
  }

  /**
   * In {@code <runs>/<run>/tools.tsv}, so that they outlive a process: a tool and its fingerprint a
   * line, appended; of two lines for one tool the first counts, whoever wrote it.
   */
  static ToolPins under(Path runs) {
    Map<String, String> known = new ConcurrentHashMap<>();
    return (run, tool, fingerprint) ->
        known.computeIfAbsent(
            run + "\n" + tool, key -> filed(runs.resolve(run), tool, fingerprint));
  }

  private static String filed(Path run, String tool, String fingerprint) {
    Path file = run.resolve("tools.tsv");
    try {
      Files.createDirectories(run);
      if (first(file, tool).isEmpty()) {
        Files.writeString(
            file,
            tool + "\t" + fingerprint + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      return first(file, tool);
    } catch (IOException e) {
      throw new UncheckedIOException("can't note in " + file + " what " + tool + " looks like", e);
    }
  }

  private static String first(Path file, String tool) throws IOException {
    if (!Files.exists(file)) {
      return "";
    }
    return Files.readAllLines(file).stream()
        .filter(line -> line.startsWith(tool + "\t"))
        .findFirst()
        .map(line -> line.substring(tool.length() + 1))
        .orElse("");
  }
}
