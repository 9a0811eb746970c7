package io.agentinstruct.core;

import java.lang.Character.UnicodeScript;

/** Which script a letter belongs to, and how much a text of it holds. */
public final class Letters {
  private Letters() {}

  /** Hiragana or katakana: only Japanese has them. */
  public static boolean isKana(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return script == UnicodeScript.HIRAGANA || script == UnicodeScript.KATAKANA;
  }

  /** Chinese, Japanese or Korean: one letter writes a syllable or a word. */
  public static boolean isCjk(int letter) {
    UnicodeScript script = UnicodeScript.of(letter);
    return isKana(letter) || script == UnicodeScript.HAN || script == UnicodeScript.HANGUL;
  }

  /** Characters, where one of a script that writes syllables or words counts for two. */
  public static long weight(String text) {
    return text.codePoints().map(letter -> isCjk(letter) ? 2 : 1).sum();
  }
}
