package io.agentinstruct.worker.scripted;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The word lists of a language, as its {@code grammar.yaml} has them. */
record GrammarWords(
    String verbs,
    String determiners,
    String stopWords,
    String prepositions,
    String pronouns,
    List<String> standIns,
    List<String> contrasts,
    List<String> consequences,
    List<String> openers,
    List<String> examples,
    List<String> claims,
    List<String> opinions,
    List<String> images,
    Map<String, String> opposites,
    List<String> negatable,
    List<List<String>> endings,
    Map<String, Map<String, String>> glossary) {

  GrammarWords {
    endings = endings == null ? List.of() : List.copyOf(endings);
    glossary = new LinkedHashMap<>(glossary);
  }

  static Set<String> set(String words) {
    return Arrays.stream(words.split("\\s+"))
        .filter(word -> !word.isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  Optional<String> meaning(String word) {
    return glossary.values().stream()
        .filter(words -> words.containsKey(word))
        .map(words -> words.get(word))
        .findFirst();
  }

  /** Meanings of other words of the same kind. */
  List<String> otherMeanings(String word) {
    return glossary.values().stream()
        .filter(words -> words.containsKey(word))
        .flatMap(words -> words.entrySet().stream())
        .filter(entry -> !entry.getKey().equals(word))
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }
}
