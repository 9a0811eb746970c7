package io.agentinstruct.worker.scripted;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands between the tags of a prompt, and the words outside of them. */
record Fences(String prompt) {
  private static final Pattern OPEN = Pattern.compile("(?m)^\\s*<([a-z][a-z-]*)>");
  private static final Pattern LAST_CLOSE = Pattern.compile("(?s)^.*</[a-z][a-z-]*>");
  private static final Pattern COUNT = Pattern.compile("(?<![\\d.,])(\\d{1,2})(?![\\d.,]*\\d)");

  Optional<String> find(String tag) {
    int begin = prompt.indexOf("<" + tag + ">");
    int end = prompt.lastIndexOf("</" + tag + ">");
    return begin < 0 || end < begin
        ? Optional.empty()
        : Optional.of(prompt.substring(begin + tag.length() + 2, end).strip());
  }

  String text(String tag) {
    return find(tag).orElse("");
  }

  boolean any() {
    return OPEN.matcher(prompt).results().anyMatch(open -> find(open.group(1)).isPresent());
  }

  /** The passage, the document, or else the longest thing between tags. */
  String passage() {
    return Stream.of("passage", "document", "material")
        .map(this::find)
        .flatMap(Optional::stream)
        .findFirst()
        .or(this::longest)
        .orElse(prompt);
  }

  private Optional<String> longest() {
    return OPEN.matcher(prompt)
        .results()
        .map(open -> find(open.group(1)))
        .flatMap(Optional::stream)
        .max(Comparator.comparingInt(String::length));
  }

  /**
   * The count asked for: the first number behind the last closing tag, or else the last number
   * before it.
   */
  int count(int otherwise) {
    List<Integer> behind = counts(LAST_CLOSE.matcher(prompt).replaceFirst(""));
    if (!behind.isEmpty()) {
      return behind.getFirst();
    }
    List<Integer> before = any() ? counts(prompt.substring(0, prompt.indexOf('<'))) : List.of();
    return before.isEmpty() ? otherwise : before.getLast();
  }

  private static List<Integer> counts(String text) {
    Matcher count = COUNT.matcher(text);
    return count
        .results()
        .map(found -> Integer.valueOf(found.group(1)))
        .filter(number -> number > 0 && number <= 20)
        .toList();
  }
}
