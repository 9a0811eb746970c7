package io.agentinstruct.core.stage;

import java.util.regex.Pattern;

/** A text's beginning, fit for one line of a page or a terminal. */
public final class Preview {
  private static final int LENGTH = 120;

  /**
   * Control characters, halves of surrogate pairs, and marks that turn the writing direction round.
   */
  private static final Pattern UNFIT =
      Pattern.compile(
          "(?U)[\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069&&\\S]");

  private static final Pattern WHITE_SPACE = Pattern.compile("(?U)\\s+");

  private Preview() {}

  /**
   * At most 120 characters, white space folded, control characters gone, no half of a surrogate
   * pair.
   */
  public static String of(String text) {
    String start = text.stripLeading();
    boolean cut = start.length() > LENGTH * 4;
    String head = UNFIT.matcher(cut ? start.substring(0, LENGTH * 4) : start).replaceAll("");
    String line = WHITE_SPACE.matcher(head).replaceAll(" ").strip();
    if (!cut && line.length() <= LENGTH) {
      return line;
    }
    int end = Math.min(line.length(), LENGTH - 1);
    boolean splits = end < line.length() && Character.isLowSurrogate(line.charAt(end));
    return line.substring(0, splits ? end - 1 : end) + "…";
  }
}
