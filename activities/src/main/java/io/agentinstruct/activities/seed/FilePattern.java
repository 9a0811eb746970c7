package io.agentinstruct.activities.seed;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern for files as shells know it: {@code *} for any name, {@code **} for any folders or
 * none, {@code ?}, {@code [a-z]}, {@code {md,txt}}.
 *
 * @param folder the deepest folder that the pattern names outright
 */
record FilePattern(Path folder, String pattern, PathMatcher matcher) {
  private static final String SIGNS = "*?[{";
  private static final String ANY_FOLDERS = "**/";
  private static final Pattern HIDDEN = Pattern.compile("(^|[/{,])\\.[^./]");

  static boolean isOne(String input) {
    return firstSign(input) < input.length();
  }

  static FilePattern of(String input) {
    int start = input.lastIndexOf('/', firstSign(input)) + 1;
    String pattern = input.substring(start);
    try {
      Path folder = Path.of(start == 0 ? "." : input.substring(0, start));
      return new FilePattern(folder, pattern, matcherOf(input, pattern));
    } catch (InvalidPathException e) {
      throw Absence.ofPath(input, e);
    }
  }

  boolean matches(Path path) {
    return matcher.matches(folder.relativize(path));
  }

  /** How deep a match can lie. */
  int depth() {
    return pattern.contains("**") ? Integer.MAX_VALUE : pattern.split("/", -1).length;
  }

  /** As in shells, a hidden file is matched only by a pattern with the dot. */
  boolean namesHidden() {
    return HIDDEN.matcher(pattern).find();
  }

  private static int firstSign(String input) {
    int at = 0;
    while (at < input.length() && SIGNS.indexOf(input.charAt(at)) < 0) {
      at++;
    }
    return at;
  }

  /** Java's {@code **}{@code /} wants one folder at least. */
  private static PathMatcher matcherOf(String input, String pattern) {
    try {
      return matcherOf(pattern.replace(ANY_FOLDERS, "{,**/}"));
    } catch (PatternSyntaxException bracesInBraces) {
      try {
        return matcherOf(pattern);
      } catch (PatternSyntaxException e) {
        throw new NoSuchInput(
            ("\"%s\" is no pattern: %s. Write * for any name, ** for any folders, {md,txt} for a"
                    + " choice.")
                .formatted(input, e.getDescription()));
      }
    }
  }

  private static PathMatcher matcherOf(String glob) {
    return FileSystems.getDefault().getPathMatcher("glob:" + glob);
  }
}
