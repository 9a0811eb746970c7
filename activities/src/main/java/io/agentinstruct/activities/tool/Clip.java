package io.agentinstruct.activities.tool;

/** Cuts what strangers write to a length that we choose. */
final class Clip {
  /** Of a result: what an agent can read among much else, about 3,000 tokens of English. */
  static final int MOST_CHARACTERS = 12_000;

  private Clip() {}

  /** The beginning, with no half of a surrogate. */
  static String text(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
    return text.substring(0, end);
  }

  /** On one line, without control characters. */
  static String line(String text, int most) {
    return text(text.replaceAll("[\\s\\p{C}\\p{Z}]+", " ").strip(), most);
  }
}
