package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.Holes;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.PromptReader;
import io.agentinstruct.core.prompt.Template;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads one agent: a prompt file, or the numbered files of a chain. */
final class AgentReader {
  private static final Pattern NUMBERED = Pattern.compile("(.+)\\.(\\d{1,4})");
  private static final List<String> COMMON =
      List.of("about", "evidence", "role", "temperature", "max-tokens", "tools");
  private static final List<String> REPLACING =
      List.of("about", "evidence", "temperature", "max-tokens");
  private static final List<String> CHAINED =
      List.of("about", "role", "temperature", "max-tokens", "tools");
  private static final List<String> TOOLS =
      List.of("calculator", "code", "search", "web-search", "fetch");
  private static final List<String> EXPECTATIONS =
      List.of("call", "several-calls", "question-first", "no-call");
  private static final int MAX_TOKENS = 2048;

  private final PromptReader reader;
  private final Evidence evidence;

  AgentReader(PromptReader reader, Evidence evidence) {
    this.reader = reader;
    this.evidence = evidence;
  }

  /** {@code apis} for {@code apis.2.md}; {@code harder.edit} for {@code harder.edit.md}. */
  static String agentName(String file) {
    String name = file.substring(0, file.length() - ".md".length());
    Matcher numbered = NUMBERED.matcher(name);
    return numbered.matches() ? numbered.group(1) : name;
  }

  private static int number(String path) {
    Matcher numbered = NUMBERED.matcher(path.substring(0, path.length() - ".md".length()));
    return numbered.matches() ? Integer.parseInt(numbered.group(2)) : 0;
  }

  Agent read(List<String> paths) {
    List<String> inOrder = inOrder(paths);
    String path = inOrder.getLast();
    Stage stage = stageOf(path);
    String name = agentName(path.substring(path.indexOf('/') + 1));
    List<PromptFile> steps = new ArrayList<>();
    for (String step : inOrder.subList(0, inOrder.size() - 1)) {
      steps.add(chained(step, stage, name, steps.isEmpty()));
    }
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), keys(stage, name));
    Settings settings = new Settings(path, parts);
    boolean documents = "documents".equals(parts.settings().get("identity"));
    boolean identity = documents || settings.flag("identity");
    steps.add(
        identity
            ? new PromptFile(path, parts.settings(), Optional.empty(), new Template(""), 0, 0)
            : settings.prompt(holes(stage, name, !steps.isEmpty()), stage));
    return new Agent(
        stage,
        name,
        settings.required("about"),
        settings.evidence(evidence),
        settings.text("role", stage == Stage.JUDGE ? "judge" : "teacher"),
        List.copyOf(steps),
        stage == Stage.TRANSFORM ? settings.required("makes") : "",
        identity,
        stage == Stage.INSTRUCT ? settings.tags("suits") : List.of(),
        stage == Stage.INSTRUCT ? settings.format() : Optional.empty(),
        settings.whole("items", 0, 20),
        settings.answerabilities("takes"),
        name.endsWith(".edit")
            && settings.oneOf("edits", List.of("passage", "task")).equals("passage"),
        settings.answerability("leaves"),
        documents,
        stage == Stage.TRANSFORM && settings.produces(),
        settings.expects(),
        settings.weight(),
        settings.tools(),
        settings.oneOf("verbatim", List.of("yes", "no"), "yes").equals("no"));
  }

  private List<String> inOrder(List<String> paths) {
    List<String> inOrder =
        paths.stream().sorted(Comparator.comparingInt(AgentReader::number)).toList();
    List<Integer> numbers = inOrder.stream().map(AgentReader::number).toList();
    if (inOrder.size() > 1
        && !numbers.equals(IntStream.rangeClosed(1, inOrder.size()).boxed().toList())) {
      reader.fault(
          inOrder.getFirst(),
          0,
          "is a step of a chain whose files are " + String.join(", ", inOrder),
          "number them from 1, without a gap");
    }
    return inOrder;
  }

  /** A language pack's replacement of an agent's file: the same holes, and only how to ask. */
  PromptFile step(String path, String replaced, Collection<String> paths) {
    Stage stage = stageOf(replaced);
    String agent = stage.folder() + "/" + agentName(replaced.substring(replaced.indexOf('/') + 1));
    boolean first =
        paths.stream()
            .filter(other -> other.startsWith(agent + ".") && agentName(other).equals(agent))
            .noneMatch(other -> number(other) < number(replaced));
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), REPLACING);
    String name = agent.substring(agent.indexOf('/') + 1);
    return new Settings(path, parts).prompt(holes(stage, name, !first), stage);
  }

  private PromptFile chained(String path, Stage stage, String name, boolean first) {
    PromptReader.Parts parts = reader.split(path);
    reader.refuseUnknown(path, parts.settings(), CHAINED);
    return new Settings(path, parts).prompt(holes(stage, name, !first), stage);
  }

  private static Stage stageOf(String path) {
    String folder = path.substring(0, path.indexOf('/'));
    return Arrays.stream(Stage.values())
        .filter(stage -> stage.folder().equals(folder))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> keys(Stage stage, String name) {
    List<String> keys = new ArrayList<>(COMMON);
    switch (stage) {
      case TRANSFORM -> keys.addAll(List.of("makes", "identity", "produces", "weight"));
      case INSTRUCT ->
          keys.addAll(List.of("suits", "format", "items", "expects", "verbatim", "weight"));
      case REFINE ->
          keys.addAll(
              name.endsWith(".edit")
                  ? List.of("edits", "leaves", "verbatim")
                  : List.of("takes", "weight"));
      case RESPOND, JUDGE -> {}
    }
    return keys;
  }

  private static List<String> holes(Stage stage, String name, boolean hasPrevious) {
    Holes offered =
        switch (stage) {
          case TRANSFORM -> Holes.TRANSFORM;
          case INSTRUCT -> Holes.INSTRUCT;
          case REFINE -> name.endsWith(".edit") ? Holes.EDIT : Holes.SUGGEST;
          case RESPOND ->
              switch (name) {
                case "user" -> Holes.USER;
                case "tool" -> Holes.TOOL;
                default -> Holes.RESPOND;
              };
          case JUDGE -> Holes.JUDGE;
        };
    List<String> names = new ArrayList<>(offered.names());
    if (hasPrevious) {
      names.add(Holes.PREVIOUS);
    }
    return names;
  }

  /** The front matter of one file, with every value checked. */
  private final class Settings {
    private final String path;
    private final PromptReader.Parts parts;
    private final Map<String, Object> values;

    Settings(String path, PromptReader.Parts parts) {
      this.path = path;
      this.parts = parts;
      this.values = parts.settings();
    }

    PromptFile prompt(List<String> holes, Stage stage) {
      double temperature = stage == Stage.JUDGE ? 0 : 0.7;
      Object written = values.get("temperature");
      if (written instanceof Number number
          && number.doubleValue() >= 0
          && number.doubleValue() <= 2) {
        temperature = number.doubleValue();
      } else if (written != null) {
        fault("temperature", "is '" + written + "'", "write a number from 0 to 2");
      }
      int maxTokens = whole("max-tokens", 1, 1_000_000);
      return reader.read(path, parts, holes, temperature, maxTokens == 0 ? MAX_TOKENS : maxTokens);
    }

    String text(String key, String unless) {
      Object value = values.get(key);
      return value == null ? unless : String.valueOf(value);
    }

    String required(String key) {
      String value = text(key, "");
      if (value.isBlank()) {
        missing(key, "add it to the front matter");
      }
      return value;
    }

    boolean flag(String key) {
      Object value = values.getOrDefault(key, false);
      if (!(value instanceof Boolean)) {
        fault(key, "is '" + value + "'", "write true or false");
      }
      return Boolean.TRUE.equals(value);
    }

    boolean produces() {
      if (!values.containsKey("produces")) {
        return false;
      }
      return oneOf("produces", List.of("tools", "text")).equals("tools");
    }

    String expects() {
      return values.containsKey("expects") ? oneOf("expects", EXPECTATIONS) : "";
    }

    int weight() {
      return values.containsKey("weight") ? whole("weight", 0, 100) : 1;
    }

    /** Names of our own tools, or of an MCP server's as {@code server/tool}. */
    List<String> tools() {
      Object value = values.get("tools");
      if (value == null) {
        return List.of();
      }
      if (!(value instanceof List<?> list)) {
        fault("tools", "is '" + value + "'", "write tools: [calculator, search]");
        return List.of();
      }
      List<String> names = list.stream().map(String::valueOf).toList();
      names.stream()
          .filter(name -> !TOOLS.contains(name) && name.indexOf('/') < 1)
          .forEach(name -> fault("tools", "names '" + name + "'", Nearest.remedy(name, TOOLS)));
      return names;
    }

    int whole(String key, int least, int most) {
      Object value = values.get(key);
      if (value == null) {
        return 0;
      }
      if (value instanceof Integer number && number >= least && number <= most) {
        return number;
      }
      fault(key, "is '" + value + "'", "write a whole number from " + least + " to " + most);
      return 0;
    }

    String oneOf(String key, List<String> known) {
      String value = text(key, "");
      if (value.isBlank()) {
        missing(key, "write one of " + String.join(", ", known));
      } else if (!known.contains(value)) {
        fault(key, "is '" + value + "'", Nearest.remedy(value, known));
      }
      return value;
    }

    String oneOf(String key, List<String> known, String unless) {
      return values.containsKey(key) ? oneOf(key, known) : unless;
    }

    Evidence evidence(Evidence unless) {
      if (!values.containsKey("evidence")) {
        return unless;
      }
      return oneOf("evidence", List.of("paper", "reconstructed")).equals("paper")
          ? Evidence.PAPER
          : Evidence.RECONSTRUCTED;
    }

    List<String> tags(String key) {
      Object value = values.get(key);
      if (value instanceof List<?> list && !list.isEmpty()) {
        return list.stream().map(String::valueOf).toList();
      }
      if (value == null) {
        missing(key, "write " + key + ": all, or a list of tags");
      } else if (!value.equals("all")) {
        fault(key, "is '" + value + "'", "write " + key + ": all, or a list of tags");
      }
      return List.of();
    }

    Optional<AnswerFormat> format() {
      List<String> known = Arrays.stream(AnswerFormat.values()).map(AnswerFormat::word).toList();
      return AnswerFormat.named(oneOf("format", known));
    }

    Optional<Answerability> answerability(String key) {
      Object value = values.get(key);
      List<Answerability> read = answerabilities(key);
      if (value instanceof List<?>) {
        fault(key, "is a list", "write one word");
      }
      return read.stream().findFirst();
    }

    List<Answerability> answerabilities(String key) {
      Object value = values.get(key);
      List<?> words =
          value == null ? List.of() : value instanceof List<?> list ? list : List.of(value);
      List<String> known = Arrays.stream(Answerability.values()).map(Answerability::word).toList();
      List<Answerability> read = new ArrayList<>();
      for (Object word : words) {
        Optional<Answerability> named = Answerability.named(String.valueOf(word));
        if (named.isEmpty()) {
          fault(key, "is '" + word + "'", Nearest.remedy(String.valueOf(word), known));
        }
        named.ifPresent(read::add);
      }
      return List.copyOf(read);
    }

    private void missing(String key, String remedy) {
      if (parts.legible()) { // else that is the fault
        reader.fault(path, 1, "has no '" + key + ":'", remedy);
      }
    }

    private void fault(String key, String fault, String remedy) {
      reader.fault(path, reader.lineOf(path, "", key), "'" + key + "' " + fault, remedy);
    }
  }
}
