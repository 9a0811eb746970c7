package io.agentinstruct.core.prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text with named holes. Filled in one pass, so that a value which itself contains a hole is not
 * filled again; and a closing tag that the text uses as a fence is defused inside values, so that a
 * value cannot step out of its fence.
 */
public final class Template {
  /** {@code {{name}}}; what stands between the braces is checked, not guessed. */
  static final Pattern HOLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*\\}\\}");

  /** A hole with a line of its own, and the blank line before it. */
  private static final Pattern LINE =
      Pattern.compile("(?m)(?:^[ \\t]*\\n)?^[ \\t]*" + HOLE + "[ \\t]*(?:\\n|\\z)");

  private static final Pattern FENCE = Pattern.compile("</([a-z][a-z0-9-]*)\\s*>");

  private final String text;
  private final List<String> literals = new ArrayList<>();
  private final List<String> holes = new ArrayList<>();
  private final Optional<Pattern> fences;

  public Template(String text) {
    this.text = text;
    Matcher hole = HOLE.matcher(text);
    int from = 0;
    while (hole.find()) {
      literals.add(text.substring(from, hole.start()));
      holes.add(hole.group(1));
      from = hole.end();
    }
    literals.add(text.substring(from));
    Set<String> names =
        FENCE
            .matcher(text)
            .results()
            .map(tag -> tag.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    this.fences = names.isEmpty() ? Optional.empty() : Optional.of(closing(names));
  }

  /** A closing tag as a model would still read one: {@code </ Document>}. */
  private static Pattern closing(Set<String> names) {
    return Pattern.compile(
        "(?i)<(\\s*)/(\\s*(?:%s)(?![a-z0-9-]))".formatted(String.join("|", names)));
  }

  public Set<String> holes() {
    return new TreeSet<>(holes);
  }

  public String text() {
    return text;
  }

  /** Fills every hole, or throws: a prompt with a hole in it must never reach a model. */
  public String fill(Map<String, String> values) {
    StringBuilder filled = new StringBuilder(text.length() * 2);
    for (int i = 0; i < holes.size(); i++) {
      filled.append(literals.get(i)).append(valueOf(holes.get(i), values));
    }
    return filled.append(literals.getLast()).toString();
  }

  /** The same, but a hole that has a line of its own and nothing to say leaves no gap behind. */
  public String fillWithoutGaps(Map<String, String> values) {
    String whole =
        LINE.matcher(text)
            .replaceAll(line ->
                values.getOrDefault(line.group(1), "?").isBlank()
                    ? ""
                    : Matcher.quoteReplacement(line.group()));
    return new Template(whole).fill(values);
  }

  private String valueOf(String hole, Map<String, String> values) {
    String value = values.get(hole);
    if (value == null) {
      throw new IllegalArgumentException(
          "No value for {{%s}}; the caller offers %s"
              .formatted(hole, new TreeSet<>(values.keySet())));
    }
    return fences.map(closing -> closing.matcher(value).replaceAll("<$1\\\\/$2")).orElse(value);
  }

  @Override
  public String toString() {
    return text;
  }
}
