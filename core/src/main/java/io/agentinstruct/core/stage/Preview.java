package io.agentinstruct.core.stage;

/** A text's beginning, fit for one line of a page or a terminal. */
public final class Preview {
  private static final int LENGTH = 120;

  private Preview() {}

  /** At most 120 characters, white space folded, control characters gone, no half of a surrogate pair. */
  public static String of(String text) {
    String head = text.length() > LENGTH * 4 ? text.substring(0, LENGTH * 4) : text;
    String line = head.strip().replaceAll("\\s+", " ").replaceAll("\\p{Cntrl}|\\p{Cs}", "");
    if (line.length() <= LENGTH) {
      return line;
    }
    int end = line.offsetByCodePoints(0, Math.min(LENGTH - 1, line.codePointCount(0, line.length())));
    return line.substring(0, Math.min(end, LENGTH - 1)) + "…";
  }
}
