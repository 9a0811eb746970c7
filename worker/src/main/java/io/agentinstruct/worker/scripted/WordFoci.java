package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Words of a passage that are worth a question. */
final class WordFoci {
  static final String GAP = "_____";
  private static final int LONGEST = 170;
  private static final int MOST_SENTENCES = 4;

  private final Passage passage;
  private final Grammar language;

  WordFoci(Passage passage) {
    this.passage = passage;
    language = passage.language();
  }

  List<Focus> of(FocusKind kind) {
    return switch (kind) {
      case KEYWORD -> keywords();
      case GLOSS -> glosses();
      case GAP -> gaps();
      case STAND_IN -> standIns();
      case IMAGE -> images();
      default -> List.of();
    };
  }

  private List<Sentence> brief() {
    List<Sentence> brief =
        passage.quotable().stream().filter(s -> s.text().length() <= LONGEST).toList();
    return brief.isEmpty() ? passage.quotable() : brief;
  }

  private List<Focus> keywords() {
    Map<String, List<Sentence>> where = new LinkedHashMap<>();
    for (Sentence s : passage.sentences()) {
      language.keywords(s.text()).stream()
          .distinct()
          .forEach(word -> where.computeIfAbsent(word, w -> new ArrayList<>()).add(s));
    }
    return where.entrySet().stream()
        .filter(word -> word.getValue().size() > 1 && word.getValue().size() <= MOST_SENTENCES)
        .filter(word -> word.getValue().stream().allMatch(passage.quotable()::contains))
        .sorted(Comparator.comparingInt(word -> -word.getValue().size()))
        .map(word -> keyword(word.getKey(), word.getValue()))
        .toList();
  }

  private static Focus keyword(String word, List<Sentence> sentences) {
    String lines = sentences.stream().map(Sentence::text).collect(Collectors.joining("\n"));
    return new Focus(
        FocusKind.KEYWORD,
        Map.of("word", word, "count", "" + sentences.size(), "lines", lines),
        sentences);
  }

  private List<Focus> glosses() {
    List<Focus> found = new ArrayList<>();
    for (Sentence s : brief()) {
      for (String word : language.keywords(s.text())) {
        Optional<String> meaning = passage.wording().grammar().meaning(word);
        boolean taken = found.stream().anyMatch(f -> word.equals(f.slots().get("word")));
        if (meaning.isPresent() && !taken) {
          found.add(
              new Focus(
                  FocusKind.GLOSS,
                  Map.of("word", word, "meaning", meaning.get(), "sentence", s.text()),
                  List.of(s)));
        }
      }
    }
    return found;
  }

  /** A sentence without its longest word, where that word comes only once. */
  private List<Focus> gaps() {
    List<Focus> found = new ArrayList<>();
    for (Sentence s : brief()) {
      language.keywords(s.text()).stream()
          .filter(word -> s.text().indexOf(word) == s.text().lastIndexOf(word))
          .filter(word -> !s.text().matches("(?s).*\\d" + word + ".*"))
          .max(Comparator.comparingInt(String::length))
          .ifPresent(word ->
              found.add(
                  new Focus(
                      FocusKind.GAP,
                      Map.of("word", word, "gapped", s.text().replace(word, GAP)),
                      List.of(s))));
    }
    return found;
  }

  private List<Focus> standIns() {
    List<Focus> found = new ArrayList<>();
    for (Sentence s : passage.quotable()) {
      Optional<String> word = language.standIn(s.text());
      Optional<Sentence> before = passage.before(s).filter(b -> b.speaker().equals(s.speaker()));
      Optional<String> referent =
          word.flatMap(
              w -> before.flatMap(b -> language.referent(w, b, language.names(passage.text()))));
      if (referent.isPresent()) {
        Map<String, String> slots =
            Map.of("word", word.orElseThrow(), "sentence", s.text(), "referent", referent.get());
        found.add(new Focus(FocusKind.STAND_IN, slots, List.of(before.orElseThrow(), s)));
      }
    }
    return found;
  }

  private List<Focus> images() {
    return passage.quotable().stream()
        .filter(s ->
            passage.wording().grammar().images().stream()
                .anyMatch(s.text().toLowerCase(Locale.ROOT)::contains))
        .map(s -> new Focus(FocusKind.IMAGE, Map.of("image", s.text()), List.of(s)))
        .toList();
  }
}
