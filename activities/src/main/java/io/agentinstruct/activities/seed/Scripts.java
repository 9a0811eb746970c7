package io.agentinstruct.activities.seed;

/** Which writing a character belongs to. */
final class Scripts {
  private Scripts() {}

  /** Hiragana or katakana, full width: only Japanese has them. */
  static boolean kana(int character) {
    return (character >= 0x3041 && character <= 0x309f)
        || (character >= 0x30a1 && character <= 0x30fa)
        || character == 0x30fc;
  }

  static boolean halfWidthKana(int character) {
    return character >= 0xff61 && character <= 0xff9f;
  }

  static boolean han(int character) {
    return Character.UnicodeScript.of(character) == Character.UnicodeScript.HAN;
  }

  /**
   * Written without spaces between words, so that a line end inside of a paragraph means nothing.
   */
  static boolean unspaced(int character) {
    return kana(character)
        || han(character)
        || (character >= 0x3000 && character <= 0x303f)
        || (character >= 0xff00 && character <= 0xffef);
  }
}
