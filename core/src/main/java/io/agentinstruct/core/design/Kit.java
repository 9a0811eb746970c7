package io.agentinstruct.core.design;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import io.agentinstruct.core.Yaml;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowProblem;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.PromptReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What stands in {@code flows/_design/}: the designing agents, the parts that a folder is made of,
 * and the stock for where a model's word can't be used.
 *
 * @param agents by name, such as {@code leaf}
 * @param parts path in the new folder to text, with places such as {@code @{guide}}
 * @param shared fragments and house prompts, as every flow has them
 */
public record Kit(
    Map<String, DesignAgent> agents,
    SortedMap<String, String> parts,
    Stock stock,
    SortedMap<String, String> shared) {
  private static final String FOLDER = "folder/";
  private static final List<String> KEYS = List.of("about", "temperature", "max-tokens", "reply");
  private static final int MAX_TOKENS = 1_000;

  /** An agent that helps to design: asked like any other, in an envelope that its file names. */
  public record DesignAgent(String name, PromptFile prompt, Envelope envelope) {}

  /**
   * @param good what a good answer is
   * @param guides by what they guide: transform, leaf, suggest, edit, judge, answer
   */
  public record Stock(
      String good,
      List<Entry> transforms,
      List<Entry> requests,
      List<Entry> ways,
      List<Entry> judges,
      Map<String, String> guides) {
    /** What of it a kind of part does not need is empty. */
    public record Entry(String name, String what, String format, String edits) {
      public Entry {
        format = format == null ? "" : format;
        edits = edits == null ? "" : edits;
      }
    }
  }

  /**
   * @param files of {@code flows/_design/}
   * @throws IllegalArgumentException if they were spoilt; the message lists every problem
   */
  public static Kit read(FlowFiles files) {
    List<FlowProblem> problems = new ArrayList<>();
    PromptReader reader = new PromptReader(files, "flows/_design/", problems);
    Map<String, DesignAgent> agents = new LinkedHashMap<>();
    SortedMap<String, String> parts = new TreeMap<>();
    SortedMap<String, String> shared = new TreeMap<>();
    files
        .texts()
        .forEach((path, text) -> {
          if (path.startsWith(FOLDER)) {
            parts.put(path.substring(FOLDER.length()), text);
          } else if (path.startsWith(FlowFiles.SHARED + "/")) {
            shared.put(path, text);
          } else if (path.endsWith(".md") && !path.startsWith("_")) {
            DesignAgent agent = agent(path, reader);
            agents.put(agent.name(), agent);
          }
        });
    Stock stock = stock(files.texts().getOrDefault("stock.yaml", ""));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          String.join("\n", problems.stream().map(FlowProblem::toString).toList()));
    }
    return new Kit(agents, parts, stock, shared);
  }

  private static DesignAgent agent(String path, PromptReader reader) {
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), KEYS);
    double temperature =
        parts.settings().get("temperature") instanceof Number t ? t.doubleValue() : 0.3;
    int most = parts.settings().get("max-tokens") instanceof Integer n ? n : MAX_TOKENS;
    if (!(parts.settings().get("reply") instanceof Map<?, ?> reply) || reply.isEmpty()) {
      throw new IllegalArgumentException(
          "flows/_design/" + path + " has no 'reply:'; restore it from the project");
    }
    PromptFile prompt = reader.read(path, parts, HOLES, temperature, most);
    return new DesignAgent(path.replace(".md", ""), prompt, Envelope.of(reply));
  }

  private static Stock stock(String yaml) {
    try {
      return Yaml.MAPPER
          .readerFor(Stock.class)
          .without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "flows/_design/stock.yaml " + Yaml.flaw(e).fault() + "; restore it from the project", e);
    }
  }

  private static final List<String> HOLES =
      List.of(
          "task",
          "documents",
          "about",
          "good",
          "texts",
          "name",
          "what",
          "format",
          "edits",
          "language",
          "files",
          "rows",
          "wish",
          "file",
          "change",
          "guide");

  /** The agent of this name. */
  public DesignAgent agent(String name) {
    DesignAgent agent = agents.get(name);
    if (agent == null) {
      throw new IllegalArgumentException(
          "flows/_design/" + name + ".md is missing; restore it from the project");
    }
    return agent;
  }
}
