package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.FlowProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the scripted teacher has by heart: replies that a skill's author wrote for the skill's own
 * samples, in {@code samples/replies.jsonl}. They speak where rules that know passages only can't.
 */
public final class ScriptedLines {
  /** Path in a skill's folder. */
  public static final String FILE = "samples/replies.jsonl";

  public static final ScriptedLines NONE = new ScriptedLines(List.of());

  private final List<ScriptedLine> lines;

  private ScriptedLines(List<ScriptedLine> lines) {
    this.lines = List.copyOf(lines);
  }

  /**
   * @param lines those that are sound
   * @param problems every fault of every file, with its line
   */
  public record Reading(ScriptedLines lines, List<FlowProblem> problems) {
    public Reading {
      problems = List.copyOf(problems);
    }
  }

  /** The lines of all skills below a folder, in the order of their names. */
  public static Reading ofSkills(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return new Reading(NONE, List.of());
    }
    try (Stream<Path> skills = Files.list(folder)) {
      return read(skills.filter(Files::isDirectory).sorted().toList());
    }
  }

  /** The lines of one skill; none where it has no such file. */
  public static Reading ofSkill(Path skill) throws IOException {
    return read(List.of(skill));
  }

  private static Reading read(List<Path> skills) throws IOException {
    List<ScriptedLine> lines = new ArrayList<>();
    List<FlowProblem> problems = new ArrayList<>();
    for (Path skill : skills) {
      if (Files.isRegularFile(skill.resolve(FILE))) {
        new ScriptedLineReader(skill, problems).readInto(lines);
      }
    }
    return new Reading(new ScriptedLines(lines), problems);
  }

  /** The reply of the first line that fits. */
  Optional<String> to(ChatRequest request) {
    if (lines.isEmpty()) {
      return Optional.empty();
    }
    String said = request.allText();
    return lines.stream()
        .filter(line -> line.fits(request, said))
        .map(ScriptedLine::content)
        .findFirst();
  }
}
