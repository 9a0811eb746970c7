package io.agentinstruct.core.seed;

import io.agentinstruct.core.Digest;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * One raw text as read. Two seeds with the same normalised text are one seed, wherever they were
 * found.
 *
 * @param id digest of the normalised text
 */
public record Seed(String id, String text, Source source) {
  private static final Pattern LINE_END_SPACES =
      Pattern.compile("(?<![ \\t\\u00a0])[ \\t\\u00a0]++\\n");
  private static final Pattern BLANK_LINES = Pattern.compile("\\n{3,}");
  private static final Pattern WHITE_SPACE = Pattern.compile("(?U)\\s+");

  public static Seed of(String text, Source source) {
    String normal = normalise(text);
    return new Seed(idOf(normal), normal, source);
  }

  /** Layout apart: white space never makes a new seed. */
  private static String idOf(String normal) {
    return Digest.of(WHITE_SPACE.matcher(normal).replaceAll(" ").strip());
  }

  /**
   * NFC, Unix line ends, no byte order mark, no NUL, no spaces at line ends, at most one blank line
   * in a row.
   */
  public static String normalise(String text) {
    String unix =
        text.replace("\ufeff", "").replace("\u0000", "").replace("\r\n", "\n").replace('\r', '\n');
    String trimmed = LINE_END_SPACES.matcher(unix).replaceAll("\n");
    return BLANK_LINES
        .matcher(Normalizer.normalize(trimmed, Normalizer.Form.NFC))
        .replaceAll("\n\n")
        .strip();
  }
}
