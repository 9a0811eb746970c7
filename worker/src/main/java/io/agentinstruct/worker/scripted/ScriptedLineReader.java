package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.FlowProblem;
import io.agentinstruct.core.flow.Nearest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads one skill's scripted replies, strictly: a line that never fits would go unnoticed. */
final class ScriptedLineReader {
  private static final List<String> KEYS = List.of("agent", "when", "unless", "reply");
  private static final ObjectReader JSON =
      Json.MAPPER.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path skill;
  private final List<FlowProblem> problems;
  private final Set<String> agents;
  private int at;

  ScriptedLineReader(Path skill, List<FlowProblem> problems) throws IOException {
    this.skill = skill;
    this.problems = problems;
    this.agents = agents(skill);
  }

  /** Ids of all agents, each the path of a prompt without its ending and its number in a chain. */
  private static Set<String> agents(Path skill) throws IOException {
    try (Stream<Path> files = Files.walk(skill, 2)) {
      return files
          .map(file -> skill.relativize(file).toString().replace('\\', '/'))
          .filter(path -> path.endsWith(".md") && path.contains("/"))
          .map(path -> path.replaceAll("(?:\\.\\d+)?\\.md$", ""))
          .collect(TreeSet::new, Set::add, Set::addAll);
    }
  }

  void readInto(List<ScriptedLine> lines) throws IOException {
    at = 0;
    for (String line : Files.readAllLines(skill.resolve(ScriptedLines.FILE))) {
      at++;
      if (!line.isBlank()) {
        read(line).ifPresent(lines::add);
      }
    }
  }

  private Optional<ScriptedLine> read(String line) {
    int before = problems.size();
    return parsed(line).map(this::line).filter(read -> problems.size() == before);
  }

  private ScriptedLine line(JsonNode root) {
    root.fieldNames()
        .forEachRemaining(key -> {
          if (!KEYS.contains(key)) {
            fault("has an unknown key '" + key + "'", Nearest.remedy(key, KEYS));
          }
        });
    String agent = root.path("agent").asText();
    if (!agents.contains(agent)) {
      fault("speaks for '" + agent + "', which is no agent here", Nearest.remedy(agent, agents));
    }
    List<String> when = texts(root, "when");
    if (when.isEmpty() && !root.path("when").isValueNode()) {
      fault("has no 'when'", "name words that only this skill's samples have");
    }
    List<String> unless = texts(root, "unless");
    JsonNode reply = root.path("reply");
    if (!reply.isObject() && reply.asText().isBlank()) {
      fault("has no 'reply'", "write a text for an answer in plain words, an object for any other");
    }
    String content = reply.isObject() ? reply.toString() : reply.asText();
    return new ScriptedLine(agent, when, unless, content, !reply.isObject());
  }

  private Optional<JsonNode> parsed(String line) {
    try {
      JsonNode root = JSON.readTree(line);
      if (root.isObject()) {
        return Optional.of(root);
      }
      fault("is no JSON object", "write {\"agent\": ..., \"when\": [...], \"reply\": ...}");
    } catch (JsonProcessingException e) {
      fault("is not JSON: " + e.getOriginalMessage(), "put one object on each line");
    }
    return Optional.empty();
  }

  private List<String> texts(JsonNode root, String key) {
    JsonNode list = root.path(key);
    if (list.isMissingNode()) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    list.forEach(entry -> texts.add(entry.isTextual() ? entry.asText() : ""));
    if (!list.isArray() || texts.stream().anyMatch(String::isBlank)) {
      fault("has a '" + key + "' that is no list of texts", "write \"" + key + "\": [\"...\"]");
    }
    return texts;
  }

  private void fault(String fault, String remedy) {
    problems.add(
        new FlowProblem(skill.getFileName() + "/" + ScriptedLines.FILE, at, fault, remedy));
  }
}
