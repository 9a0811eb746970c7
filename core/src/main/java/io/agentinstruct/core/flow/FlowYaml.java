package io.agentinstruct.core.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Yaml;
import io.agentinstruct.core.check.Agreement;
import io.agentinstruct.core.check.Checks;
import io.agentinstruct.core.prompt.PromptReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code flow.yaml}, strictly: every key known, every number in its bounds, every fault
 * noted.
 */
final class FlowYaml {
  private static final String FILE = "flow.yaml";
  private static final List<String> KINDS = List.of("text", "code", "table", "web", "api");

  /** Known keys, by section; the empty section is the top. */
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "",
          List.of(
              "title",
              "about",
              "evidence",
              "seeds",
              "language",
              "transform",
              "instruct",
              "refine",
              "respond",
              "judge",
              "checks"),
          "seeds",
          List.of("kinds", "min-characters", "max-characters", "documents", "languages"),
          "transform",
          List.of("pick"),
          "instruct",
          List.of("pick", "items"),
          "refine",
          List.of("rounds", "pick", "suggestions", "parents"),
          "respond",
          List.of("agent", "turns", "calls", "votes", "agree"),
          "judge",
          List.of("agents"));

  private final FlowFiles files;
  private final PromptReader reader;
  private boolean legible = true;

  FlowYaml(FlowFiles files, PromptReader reader) {
    this.files = files;
    this.reader = reader;
  }

  FlowSettings read() {
    JsonNode root = tree();
    refuseUnknown("", root);
    for (String section : List.of("seeds", "transform", "instruct", "refine", "respond", "judge")) {
      refuseUnknown(section, root.path(section));
    }
    String parents = word(root, "refine", "parents", "keep", List.of("keep", "replace"));
    String evidence =
        word(root, "", "evidence", "reconstructed", List.of("documented", "reconstructed"));
    return new FlowSettings(
        required(root, "title"),
        required(root, "about"),
        evidence.equals("documented") ? Evidence.PAPER : Evidence.RECONSTRUCTED,
        words(root, "seeds", "kinds", List.of("text"), KINDS),
        number(root, "seeds", "min-characters", 1, n -> n >= 0, "0 or more"),
        number(root, "seeds", "max-characters", 12_000, n -> n >= 200, "200 or more"),
        language(root),
        pick(root, "transform", 1),
        pick(root, "instruct", FlowSettings.ALL),
        number(root, "instruct", "items", 1, n -> n >= 1 && n <= 20, "1 to 20"),
        number(root, "refine", "rounds", 0, n -> n >= 0 && n <= 10, "0 to 10"),
        pick(root, "refine", 1),
        number(root, "refine", "suggestions", 1, n -> n >= 1 && n <= 10, "1 to 10"),
        parents.equals("keep"),
        root.path("respond").path("agent").asText("answer"),
        words(root, "judge", "agents", List.of(), null),
        words(root, "", "checks", List.of(), Checks.names()),
        number(root, "seeds", "documents", 1, n -> n >= 1 && n <= 12, "1 to 12"),
        number(root, "respond", "turns", 4, n -> n >= 1 && n <= 12, "1 to 12"),
        number(root, "respond", "calls", 4, n -> n >= 1 && n <= 12, "1 to 12"),
        number(root, "respond", "votes", 1, n -> n >= 1 && n <= 9, "1 to 9"),
        word(root, "respond", "agree", "text", Agreement.KINDS),
        languages(root));
  }

  private JsonNode tree() {
    String text = files.texts().get(FILE);
    try {
      JsonNode root = text == null ? null : Yaml.MAPPER.readTree(text);
      if (root != null && root.isObject()) {
        return root;
      }
      if (text == null) {
        fault(0, "is missing", "create it; docs/reference/flow-files.md shows a whole one");
      } else {
        fault(0, "is not a list of 'key: value' lines", "write one setting a line");
      }
    } catch (JsonProcessingException e) {
      Yaml.Flaw flaw = Yaml.flaw(e);
      fault(flaw.line(), flaw.fault(), flaw.remedy());
    }
    legible = false;
    return Yaml.MAPPER.createObjectNode();
  }

  private void refuseUnknown(String section, JsonNode node) {
    List<String> known = KEYS.getOrDefault(section, List.of());
    if (node.isArray() || (node.isValueNode() && !node.isNull())) {
      fault(
          line("", section),
          section + " is not a list of settings",
          "write " + section + ": { " + known.getFirst() + ": ... }");
    }
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!known.contains(key)) {
        String path = section.isEmpty() ? key : section + "." + key;
        fault(line(section, key), "no setting '" + path + "'", Nearest.remedy(key, known));
      }
    }
  }

  private String required(JsonNode root, String key) {
    String value = root.path(key).asText("");
    if (value.isBlank() && legible) {
      fault(line("", key), "has no '" + key + "'", "add '" + key + ": ...'");
    }
    return value;
  }

  private String language(JsonNode root) {
    String language = root.path("language").asText("seed");
    if (!language.equals("seed") && !known(language)) {
      fault(
          line("", "language"),
          "language is '" + language + "'",
          "write seed, or a BCP 47 code such as en or ja");
    }
    return language;
  }

  /** A code that Java knows, lest a name such as jp or japanese pass for one. */
  private static boolean known(String language) {
    String primary = Locale.forLanguageTag(language).getLanguage();
    return primary.length() == 3 || List.of(Locale.getISOLanguages()).contains(primary);
  }

  private List<String> languages(JsonNode root) {
    List<String> languages = words(root, "seeds", "languages", List.of(), null);
    for (String language : languages) {
      if (!known(language)) {
        fault(
            line("seeds", "languages"),
            "'" + language + "' in languages is no language",
            "write BCP 47 codes such as [en, ja]");
      }
    }
    return languages;
  }

  private int pick(JsonNode root, String section, int unless) {
    JsonNode value = root.path(section).path("pick");
    if (value.asText("").equals("all")) {
      return FlowSettings.ALL;
    }
    return number(root, section, "pick", unless, n -> n >= 1, "1 or more, or all");
  }

  private int number(
      JsonNode root, String section, String key, int unless, IntPredicate allowed, String bounds) {
    JsonNode value = root.path(section).path(key);
    if (value.isMissingNode()) {
      return unless;
    }
    if (!value.isInt() || !allowed.test(value.intValue())) {
      fault(
          line(section, key),
          section + "." + key + " is '" + written(value) + "'",
          "write a whole number: " + bounds);
      return unless;
    }
    return value.intValue();
  }

  private String word(
      JsonNode root, String section, String key, String unless, List<String> known) {
    JsonNode value = (section.isEmpty() ? root : root.path(section)).path(key);
    if (value.isMissingNode()) {
      return unless;
    }
    if (!known.contains(value.asText())) {
      fault(
          line(section, key),
          key + " is '" + written(value) + "'",
          "write one of " + String.join(", ", known));
      return unless;
    }
    return value.asText();
  }

  private List<String> words(
      JsonNode root,
      String section,
      String key,
      List<String> unless,
      @Nullable List<String> known) {
    JsonNode value = (section.isEmpty() ? root : root.path(section)).path(key);
    if (value.isMissingNode()) {
      return unless;
    }
    if (!value.isArray()) {
      fault(line(section, key), key + " is not a list", "write " + key + ": [one, two]");
      return unless;
    }
    List<String> words = new ArrayList<>();
    for (JsonNode word : value) {
      if (known != null && !known.contains(word.asText())) {
        fault(
            line(section.isEmpty() ? key : section, word.asText()),
            "'" + written(word) + "' in " + key + " is unknown",
            Nearest.remedy(word.asText(), known));
      } else {
        words.add(word.asText());
      }
    }
    return List.copyOf(words);
  }

  private static String written(JsonNode value) {
    return value.isValueNode() ? value.asText() : value.toString();
  }

  private int line(String section, String word) {
    return reader.lineOf(FILE, section, word);
  }

  private void fault(int line, String fault, String remedy) {
    reader.fault(FILE, line, fault, remedy);
  }
}
