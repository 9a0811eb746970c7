package io.agentinstruct.worker.scripted;

/** The languages the scripted teacher speaks. */
enum Tongue {
  ENGLISH("en"),
  JAPANESE("ja");

  private static final int KANA_AMONG = 12;

  private final String code;

  Tongue(String code) {
    this.code = code;
  }

  /** How many characters a sentence has that is more than a remark. */
  int aSentence() {
    return this == JAPANESE ? 16 : 36;
  }

  String code() {
    return code;
  }

  /**
   * Japanese where kana are common enough to be more than a quotation; everything else passes for
   * English.
   */
  static Tongue of(String text) {
    long kana = text.codePoints().filter(Tongue::kana).count();
    long letters = text.codePoints().filter(Character::isLetter).count();
    return kana > 0 && kana * KANA_AMONG >= letters ? JAPANESE : ENGLISH;
  }

  private static boolean kana(int codePoint) {
    return codePoint >= 0x3041 && codePoint <= 0x30FF;
  }
}
