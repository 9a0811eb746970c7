package io.agentinstruct.activities.seed;

/** Lays marked-up text out as plain lines: paragraphs apart, list items behind their bullets. */
final class PlainText {
  private static final int LINE = 1;
  private static final int PARAGRAPH = 2;
  private static final String INDENT = "  ";

  private final StringBuilder out = new StringBuilder();
  private int breaks;
  private boolean space;
  private boolean lineEndInSpace;
  private int depth;
  private String bullet = "";

  /** What follows begins a line of its own. */
  void line() {
    breaks = Math.max(breaks, LINE);
  }

  /** One ends a line, two a paragraph. */
  void lineBreak() {
    breaks = breaks == 0 ? LINE : PARAGRAPH;
  }

  /** What follows stands apart. */
  void paragraph() {
    breaks = Math.max(breaks, PARAGRAPH);
  }

  void listBegins() {
    depth++;
  }

  void listEnds() {
    depth--;
    bullet = "";
  }

  /** The next words stand behind this bullet. */
  void item(String mark) {
    line();
    bullet = mark + " ";
  }

  /**
   * Adds running text. White space counts once, and not at all where a line ends inside of Japanese
   * or Chinese.
   */
  void words(String text) {
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      if (isSpace(character)) {
        space = true;
        lineEndInSpace |= character == '\n';
      } else {
        beforeWord(character);
        out.appendCodePoint(character);
      }
      at += Character.charCount(character);
    }
  }

  /** Adds text whose white space has a meaning. */
  void verbatim(String text) {
    if (!text.isBlank()) {
      beforeWord(text.codePointAt(0));
      out.append(text.stripTrailing().replace("\n", "\n" + INDENT.repeat(depth)));
    }
  }

  int length() {
    return out.length();
  }

  String since(int length) {
    return out.substring(length);
  }

  @Override
  public String toString() {
    return out.toString();
  }

  private void beforeWord(int next) {
    if (breaks > 0 || out.isEmpty() || !bullet.isEmpty()) {
      beginLine();
    } else if (space) {
      boolean nothing =
          lineEndInSpace
              && Scripts.unspaced(next)
              && Scripts.unspaced(out.codePointBefore(out.length()));
      out.append(nothing ? "" : " ");
    }
    space = false;
    lineEndInSpace = false;
  }

  private void beginLine() {
    if (!out.isEmpty()) {
      out.repeat("\n", Math.max(LINE, breaks));
    }
    int indent = bullet.isEmpty() ? depth : depth - 1;
    out.repeat(INDENT, Math.max(0, indent)).append(bullet);
    bullet = "";
    breaks = 0;
  }

  private static boolean isSpace(int character) {
    return character == ' '
        || character == '\n'
        || character == '\t'
        || character == '\r'
        || character == '\f'
        || character == '\u00a0';
  }
}
