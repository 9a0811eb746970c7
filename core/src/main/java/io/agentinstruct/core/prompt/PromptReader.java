package io.agentinstruct.core.prompt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.Yaml;
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

/**
 * Reads one prompt file: front matter, fragments, sections, holes. Notes every fault; never stops
 * at the first.
 */
public final class PromptReader {
  private static final Pattern FRAGMENT = Pattern.compile("\\{\\{>\\s*([^{}]*?)\\s*\\}\\}");
  private static final Pattern SECTION = Pattern.compile("(?m)^# (system|user)[ \\t]*$");
  private static final String NEVER_CLOSED = "{{";

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

  /**
   * Front matter and body of a file.
   *
   * @param legible whether the front matter could be read; what it lacks is no further fault if not
   */
  public record Parts(Map<String, Object> settings, String body, boolean legible) {}

  /** The prompt, with an empty user section where a fault was noted instead of one. */
  public PromptFile read(
      String path, Parts parts, List<String> holes, double temperature, int maxTokens) {
    String body = expand(path, parts.body(), List.of());
    Map<String, String> sections = sections(path, body);
    checkHoles(path, body, holes);
    String user = sections.getOrDefault("user", "");
    if (user.isEmpty() && (parts.legible() || !body.isBlank())) {
      fault(
          path,
          sections.containsKey("user") ? lineOf(path, heading("user")) : 0,
          sections.containsKey("user")
              ? "has an empty '# user' section"
              : "has no '# user' section",
          "write what changes from call to call below a line '# user'");
    }
    Optional<Template> system =
        Optional.ofNullable(sections.get("system"))
            .filter(text -> !text.isEmpty())
            .map(Template::new);
    return new PromptFile(
        path, parts.settings(), system, new Template(user), temperature, maxTokens);
  }

  /** Splits a file at its front matter. */
  public Parts split(String path) {
    String text = files.texts().getOrDefault(path, "");
    if (!text.startsWith("---\n")) {
      fault(
          path,
          1,
          "has no front matter",
          "begin the file with '---', settings such as 'about:', and '---'");
      return new Parts(Map.of(), text, false);
    }
    Matcher end = Pattern.compile("(?m)^---[ \\t]*$").matcher(text);
    if (!end.find(4)) {
      fault(path, 1, "front matter is not closed", "add a line '---' after the settings");
      return new Parts(Map.of(), "", false);
    }
    Optional<Map<String, Object>> settings = yaml(path, text.substring(4, end.start()));
    return new Parts(settings.orElse(Map.of()), text.substring(end.end()), settings.isPresent());
  }

  @SuppressWarnings("unchecked") // an object node converts to a map with string keys
  private Optional<Map<String, Object>> yaml(String path, String frontMatter) {
    try {
      JsonNode tree = Yaml.MAPPER.readTree(frontMatter);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        return Optional.of(Map.of());
      }
      if (tree.isObject()) {
        return Optional.of(Json.MAPPER.convertValue(tree, LinkedHashMap.class));
      }
      fault(
          path, 1, "front matter is not a list of 'key: value' lines", "write one setting a line");
    } catch (JsonProcessingException e) {
      Yaml.Flaw flaw = Yaml.flaw(e);
      fault(path, flaw.line() + 1, "front matter " + flaw.fault(), flaw.remedy());
    }
    return Optional.empty();
  }

  private Map<String, String> sections(String path, String body) {
    Map<String, String> sections = new LinkedHashMap<>();
    Matcher heading = SECTION.matcher(body);
    String open = "";
    int from = 0;
    while (heading.find()) {
      close(path, open, body.substring(from, heading.start()).strip(), sections);
      open = heading.group(1);
      from = heading.end();
    }
    if (!open.isEmpty()) {
      close(path, open, body.substring(from).strip(), sections);
    }
    return sections;
  }

  private void close(String path, String name, String text, Map<String, String> sections) {
    if (name.isEmpty() && !text.isEmpty()) {
      String first = text.lines().findFirst().orElse("");
      fault(
          path,
          lineOf(path, Pattern.compile(Pattern.quote(first))),
          "has text before its first section, which no model would see",
          "move it below '# system' or '# user'");
    } else if (!name.isEmpty() && sections.putIfAbsent(name, text) != null) {
      fault(
          path,
          lineOf(path, Pattern.compile("(?s)" + heading(name) + ".*?" + heading(name))),
          "has two '# " + name + "' sections",
          "keep one");
    }
  }

  private static Pattern heading(String section) {
    return Pattern.compile("(?m)^# " + section + "[ \\t]*$");
  }

  /**
   * @param open fragments that this text stands in, outermost first
   */
  private String expand(String path, String text, List<String> open) {
    return FRAGMENT
        .matcher(text)
        .replaceAll(fragment -> {
          String name = fragment.group(1);
          String file = "_" + name + ".md";
          String found =
              files.texts().getOrDefault(file, files.texts().get(FlowFiles.SHARED + "/" + file));
          int line = lineOf(path, Pattern.compile(Pattern.quote(fragment.group())));
          List<String> inner = new ArrayList<>(open);
          inner.add(name);
          if (found == null) {
            fault(
                path,
                line,
                "includes a fragment '" + name + "' that does not exist",
                "create " + file + " in the flow's folder or in " + FlowFiles.SHARED + "/");
            return "";
          }
          if (open.contains(name)) {
            fault(
                path,
                line,
                "fragments include each other: " + String.join(" > ", inner),
                "break the circle at '" + name + "'");
            return "";
          }
          return Matcher.quoteReplacement(expand(path, found.strip(), inner));
        });
  }

  private void checkHoles(String path, String body, List<String> offered) {
    for (String hole : new Template(body).holes()) {
      if (!offered.contains(hole)) {
        fault(
            path,
            lineOf(path, Pattern.compile("\\{\\{\\s*" + Pattern.quote(hole) + "\\s*\\}\\}")),
            "{{" + hole + "}} is not on offer here",
            Nearest.to(hole, offered)
                .map(near -> "did you mean {{" + near + "}}?")
                .orElse("on offer are " + String.join(", ", offered)));
      }
    }
    if (Template.HOLE.matcher(body).replaceAll("").contains(NEVER_CLOSED)) {
      fault(
          path,
          lineOf(path, Pattern.compile("\\{\\{(?![^{}]*\\}\\})")),
          "'{{' opens a hole that is not closed",
          "write {{name}}, or leave one brace out");
    }
  }

  /**
   * Line of a word in a section of a file's YAML, from 1; 0 where it is not written.
   *
   * @param section key at the left margin; empty = the word is such a key itself
   */
  public int lineOf(String path, String section, String word) {
    String pattern =
        section.isEmpty()
            ? "(?m)^[\"']?" + Pattern.quote(word) + "[\"']?\\s*:"
            : "(?ms)^"
                + Pattern.quote(section)
                + "\\s*:.*?(?<![\\w-])"
                + Pattern.quote(word)
                + "(?![\\w-])";
    return lineOf(path, Pattern.compile(pattern));
  }

  /**
   * Line on which the first match ends; 0 where the file as written has none (it came by a
   * fragment).
   */
  private int lineOf(String path, Pattern what) {
    String text = files.texts().getOrDefault(path, "");
    Matcher found = what.matcher(text);
    return found.find()
        ? (int) text.substring(0, found.end()).chars().filter(c -> c == '\n').count() + 1
        : 0;
  }

  public void fault(String path, int line, String fault, String remedy) {
    problems.add(new FlowProblem(where + path, line, fault, remedy));
  }

  /** The settings' names that a file of this kind may not have, as faults. */
  public void refuseUnknown(String path, Map<String, Object> settings, List<String> known) {
    List<String> unknown = new ArrayList<>(settings.keySet());
    unknown.removeAll(known);
    for (String key : unknown) {
      fault(
          path, lineOf(path, "", key), "no setting '" + key + "' here", Nearest.remedy(key, known));
    }
  }
}
