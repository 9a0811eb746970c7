package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Wording.RespondWords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Answers a task that none of our agents has set, by the words it shares with the passage. */
final class UnknownTask {
  private static final int LISTED = 3;

  private final StudentPrompt prompt;
  private final Passage passage;
  private final PrintedChoices choices;
  private final Wording wording;
  private final RespondWords words;

  UnknownTask(StudentPrompt prompt) {
    this.prompt = prompt;
    passage = prompt.passage();
    choices = prompt.choices();
    wording = passage.wording();
    words = wording.respond();
  }

  String answer() {
    if (!passage.touches(prompt.task()) && choices.options().isEmpty()) {
      return missing();
    }
    if (choices.lettered()) {
      return choice();
    }
    if (!choices.matches().isEmpty()) {
      return pairs();
    }
    if (!choices.options().isEmpty()) {
      return asks(words.orderWords()) ? order() : verdicts();
    }
    return open();
  }

  private boolean asks(String pattern) {
    return prompt.task().matches("(?is).*(?:" + pattern + ").*");
  }

  private String missing() {
    String plain = Wording.say(words.unknownAll(), Map.of(), prompt.task());
    return wording.joined(
        plain,
        Wording.say(words.instead(), Map.of("quote", passage.mainClaim().text()), prompt.task()));
  }

  private String open() {
    if (prompt.task().contains(WordFoci.GAP)) {
      return gap();
    }
    if (asks(words.essayWords())) {
      return summary();
    }
    if (asks(words.listWords())) {
      return list();
    }
    Sentence near = passage.closest(prompt.task()).orElse(passage.mainClaim());
    return Wording.say(words.shortQuoted(), Map.of("quote", near.text()), prompt.task());
  }

  private String gap() {
    Sentence near = passage.closest(prompt.task()).orElse(passage.mainClaim());
    String word =
        passage.language().keywords(near.text()).stream()
            .filter(w -> !prompt.task().contains(w))
            .findFirst()
            .orElse(passage.topic());
    return Wording.said(
        words.blank(), Map.of("word", word, "whole", prompt.task().replaceFirst("_{3,}", word)));
  }

  private String summary() {
    List<String> sentences = passage.quotable().stream().map(Sentence::text).distinct().toList();
    Map<String, String> slots =
        Map.of(
            "topic", passage.topic(),
            "first", sentences.getFirst(),
            "second", sentences.get(sentences.size() / 3),
            "third", sentences.get(sentences.size() * 2 / 3),
            "main", sentences.getLast());
    return Draw.from(words.summaries(), prompt.task()).stream()
        .map(stem -> new Stem(stem).fill(slots))
        .flatMap(Optional::stream)
        .reduce((one, other) -> one + "\n\n" + other)
        .orElseThrow();
  }

  private String list() {
    List<String> lines = new ArrayList<>();
    lines.add(Wording.say(words.listOpen(), Map.of(), prompt.task()));
    passage
        .closestTo(prompt.task(), LISTED)
        .forEach(s -> lines.add(Wording.said(words.listEntry(), Map.of("entry", s.text()))));
    return String.join("\n", lines);
  }

  private String choice() {
    String option =
        choices.options().stream()
            .filter(passage::states)
            .findFirst()
            .orElseGet(() ->
                choices.options().stream()
                    .max(Comparator.comparingDouble(passage::support))
                    .orElseThrow());
    Sentence near = passage.closest(option + " " + prompt.task()).orElse(passage.mainClaim());
    String why = Wording.say(words.evidence(), Map.of("quote", near.text()), prompt.task());
    return Wording.say(
        words.choice(),
        Map.of("label", choices.label(option), "option", option, "why", why),
        prompt.task());
  }

  private String verdicts() {
    List<String> lines = new ArrayList<>();
    for (String statement : choices.options()) {
      Optional<Sentence> stating = passage.stating(statement);
      Optional<Sentence> crossing = passage.crossing(statement);
      String verdict =
          stating.isPresent()
              ? wording.instruct().trueWord()
              : crossing.isPresent() ? wording.instruct().falseWord() : words.unsettledVerdict();
      String reason =
          stating
              .map(s -> Wording.said(words.verdictStates(), Map.of("quote", s.text())))
              .or(() ->
                  crossing.map(s -> Wording.said(words.verdictClash(), Map.of("quote", s.text()))))
              .orElse(words.unsettledReason());
      lines.add(
          Wording.said(
              words.verdict(),
              Map.of("n", "" + (lines.size() + 1), "verdict", verdict, "reason", reason)));
    }
    return String.join("\n", lines);
  }

  private String order() {
    List<String> sorted =
        choices.options().stream()
            .sorted(
                Comparator.comparingInt(
                    entry -> passage.closest(entry).map(Sentence::ordinal).orElse(0)))
            .toList();
    List<String> lines = new ArrayList<>();
    sorted.forEach(entry -> lines.add((lines.size() + 1) + ". " + entry));
    return String.join("\n", lines)
        + "\n\n"
        + Wording.say(words.orderClose(), Map.of(), prompt.task());
  }

  /** Each left entry with the right one that is told nearest to it; none is used twice. */
  private String pairs() {
    List<String> free = new ArrayList<>(choices.matches());
    List<String> lines = new ArrayList<>();
    for (String option : choices.options()) {
      if (!free.isEmpty()) {
        String match =
            free.stream()
                .max(Comparator.comparingDouble(m -> passage.support(option + " " + m)))
                .orElseThrow();
        free.remove(match);
        lines.add(Wording.said(words.pair(), Map.of("option", option, "match", match)));
      }
    }
    return String.join("\n", lines)
        + "\n\n"
        + Wording.say(words.pairsClose(), Map.of(), prompt.task());
  }
}
