package io.agentinstruct.core.design;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The words of a prompt file that are its own: what its system section says before the first
 * fragment. They may be revised; front matter, fragments and holes stay.
 */
public final class OwnWords {
  private static final Pattern SYSTEM =
      Pattern.compile(
          "(?s)(\\A---\\n.*?\\n---\\n# system\\n)(.*?)(?=\\n\\{\\{>|\\n# user\\n|\\n## Reply\\n)");
  private static final Pattern FRAGMENT = Pattern.compile("(?s)(\\A)(.+)");

  private OwnWords() {}

  /** Empty where there are none, or where they hold a hole and are best edited by hand. */
  public static Optional<String> of(String path, String text) {
    Matcher found = pattern(path).matcher(text);
    return found.find()
        ? Optional.of(found.group(2).strip()).filter(own -> !own.isEmpty() && !own.contains("{{"))
        : Optional.empty();
  }

  /** The file with other words of its own. */
  public static String replaced(String path, String text, String words) {
    return pattern(path)
        .matcher(text)
        .replaceFirst(found -> Matcher.quoteReplacement(found.group(1) + words.strip() + "\n"));
  }

  private static Pattern pattern(String path) {
    return path.startsWith("_") ? FRAGMENT : SYSTEM;
  }
}
