package io.agentinstruct.core.arithmetic;

/** The same sum, however its signs are typed. Each character stays where it is. */
final class Signs {
  private Signs() {}

  /** Not Unicode's own normalisation (NFKC): that makes 52 of 5². */
  static String plain(String expression) {
    StringBuilder plain = new StringBuilder(expression.length());
    for (int i = 0; i < expression.length(); i++) {
      plain.append(plain(expression.charAt(i)));
    }
    return plain.toString();
  }

  private static char plain(char c) {
    if (c >= '！' && c <= '～') {
      return (char) (c - '！' + '!');
    }
    return switch (c) {
      case '×', '✕', '·', '⋅', '∙', '・' -> '*';
      case '÷', '∕', '⁄' -> '/';
      case '−', '–', '—', '‐', '‑', 'ー' -> '-';
      case '\t', '\r', '\n', '\u00a0', '\u2009', '\u202f', '\u3000' -> ' ';
      case '﹪' -> '%';
      case '[', '{', '【', '〔' -> '(';
      case ']', '}', '】', '〕' -> ')';
      default -> c;
    };
  }
}
