package io.agentinstruct.worker.scripted;

import java.util.List;

/** What a sentence does for the text around it, as far as its words and its place show it. */
final class Roles {
  private Roles() {}

  static String of(Sentence sentence, Passage passage) {
    GrammarWords words = passage.wording().grammar();
    String text = sentence.text();
    if (words.examples().stream().anyMatch(mark -> passage.wording().contains(text, mark))) {
      return "example";
    }
    if (starts(passage, text, words.contrasts())) {
      return "contrast";
    }
    if (starts(passage, text, words.consequences())) {
      return "consequence";
    }
    if (passage.claimScore(sentence) > 0) {
      return "claim";
    }
    if (passage.language().cause(text).isPresent()) {
      return "reason";
    }
    if (sentence.ordinal() == 0) {
      return "opening";
    }
    return passage.language().quantities(text).isEmpty() && passage.language().years(text).isEmpty()
        ? "detail"
        : "figure";
  }

  private static boolean starts(Passage passage, String text, List<String> words) {
    return words.stream().anyMatch(word -> passage.wording().startsWith(text, word));
  }
}
