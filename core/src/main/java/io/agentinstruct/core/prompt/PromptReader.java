package io.agentinstruct.core.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowProblem;
import io.agentinstruct.core.flow.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one prompt file: front matter, fragments, sections, holes. Notes every fault; never stops at the first. */
public final class PromptReader {
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern FRAGMENT = Pattern.compile("\\{\\{>\\s*([^{}]*?)\\s*\\}\\}");
  private static final Pattern SECTION = Pattern.compile("(?m)^# (\\S.*?)\\s*$");
  private static final int FRAGMENT_DEPTH = 4;

  private final FlowFiles files;
  private final String where;
  private final List<FlowProblem> problems;

  /**
   * @param where what stands before a path in messages, such as {@code flows/satire/}
   * @param problems list to add to
   */
  public PromptReader(FlowFiles files, String where, List<FlowProblem> problems) {
    this.files = files;
    this.where = where;
    this.problems = problems;
  }

  /** Front matter and body of a file. Both are empty where the file has a fault that keeps them from being read. */
  public record Parts(Map<String, Object> settings, String body) {}

  /** The prompt, or nothing if it has no user section to ask with. */
  public Optional<PromptFile> read(
      String path, Parts parts, List<String> holes, double temperature, int maxTokens) {
    String body = expand(path, parts.body(), 0);
    Map<String, String> sections = sections(path, body);
    checkHoles(path, body, holes);
    String user = sections.get("user");
    if (user == null) {
      fault(path, 0, "has no '# user' section", "add a line '# user' before what changes from call to call");
      return Optional.empty();
    }
    Optional<Template> system =
        Optional.ofNullable(sections.get("system")).filter(text -> !text.isEmpty()).map(Template::new);
    return Optional.of(
        new PromptFile(path, parts.settings(), system, new Template(user), temperature, maxTokens));
  }

  /** Splits a file at its front matter. */
  public Parts split(String path) {
    String text = files.texts().getOrDefault(path, "");
    if (!text.startsWith("---\n")) {
      fault(path, 1, "has no front matter", "begin the file with '---', settings such as 'about:', and '---'");
      return new Parts(Map.of(), text);
    }
    int end = text.indexOf("\n---", 3);
    if (end < 0) {
      fault(path, 1, "front matter is not closed", "add a line '---' after the settings");
      return new Parts(Map.of(), "");
    }
    int bodyStart = text.indexOf('\n', end + 1);
    String body = bodyStart < 0 ? "" : text.substring(bodyStart + 1);
    return new Parts(yaml(path, text.substring(4, end + 1)), body);
  }

  @SuppressWarnings("unchecked") // an object node converts to a map with string keys
  private Map<String, Object> yaml(String path, String frontMatter) {
    try {
      JsonNode tree = YAML.readTree(frontMatter);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return Map.of();
      }
      if (!tree.isObject()) {
        fault(path, 1, "front matter is not a list of 'key: value' lines", "write one setting a line");
        return Map.of();
      }
      return Json.MAPPER.convertValue(tree, LinkedHashMap.class);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr() + 1;
      fault(path, line, "front matter is not YAML: " + e.getOriginalMessage().lines().findFirst().orElse(""),
          "quote values that hold ': ' or begin with a special character");
      return Map.of();
    }
  }

  private Map<String, String> sections(String path, String body) {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher heading = SECTION.matcher(body);
    String open = null;
    int from = 0;
    while (heading.find()) {
      String name = heading.group(1);
      if (!name.equals("system") && !name.equals("user")) {
        continue; // a heading of the prompt's own
      }
      if (open != null) {
        sections.put(open, body.substring(from, heading.start()).strip());
      }
      if (sections.containsKey(name)) {
        fault(path, lineOf(path, "# " + name), "has two '# " + name + "' sections", "keep one");
      }
      open = name;
      from = heading.end();
    }
    if (open != null) {
      sections.put(open, body.substring(from).strip());
    }
    return sections;
  }

  private String expand(String path, String text, int depth) {
    Matcher fragment = FRAGMENT.matcher(text);
    StringBuilder expanded = new StringBuilder();
    while (fragment.find()) {
      String name = fragment.group(1);
      String file = "_" + name + ".md";
      String found = files.texts().getOrDefault(file, files.texts().get(FlowFiles.SHARED + "/" + file));
      if (found == null || depth >= FRAGMENT_DEPTH) {
        fault(path, lineOf(path, fragment.group()),
            found == null ? "includes a fragment '" + name + "' that does not exist" : "fragments include each other",
            found == null ? "create " + file + " in the flow's folder or in " + FlowFiles.SHARED + "/" : "break the circle at '" + name + "'");
        fragment.appendReplacement(expanded, "");
      } else {
        fragment.appendReplacement(expanded, Matcher.quoteReplacement(expand(path, found.strip(), depth + 1)));
      }
    }
    return fragment.appendTail(expanded).toString();
  }

  private void checkHoles(String path, String body, List<String> offered) {
    for (String hole : new Template(body).holes()) {
      if (!offered.contains(hole)) {
        fault(path, lineOf(path, hole), "{{" + hole + "}} is not on offer here",
            Nearest.to(hole, offered)
                .map(near -> "did you mean {{" + near + "}}?")
                .orElse("on offer are " + String.join(", ", offered)));
      }
    }
  }

  /** Line of the first occurrence in the file as written, from 1; 0 where it is not there (it came by a fragment). */
  public int lineOf(String path, String what) {
    String text = files.texts().getOrDefault(path, "");
    int at = text.indexOf(what);
    return at < 0 ? 0 : (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
  }

  public void fault(String path, int line, String fault, String remedy) {
    problems.add(new FlowProblem(where + path, line, fault, remedy));
  }

  /** The settings' names and values that a file of this kind may not have, as faults. */
  public void refuseUnknown(String path, Map<String, Object> settings, List<String> known) {
    List<String> unknown = new ArrayList<>(settings.keySet());
    unknown.removeAll(known);
    for (String key : unknown) {
      fault(path, lineOf(path, key + ":"), "no setting '" + key + "' here", Nearest.remedy(key, known));
    }
  }
}
