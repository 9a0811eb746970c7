package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text as a reader sees it: its sentences, who says them, what they are about. */
final class Passage {
  private static final double NEAR = 0.55;
  private static final double TOUCHING = 0.2;
  private static final int LONGEST_QUOTE = 260;
  private static final int VERSE_LINE = 48;
  private static final int VERSE_LINES = 8;
  private static final Pattern NUMBERED = Pattern.compile("^\\s*\\d{1,2}[.)．]");

  private static final int REMEMBERED = 300;
  private static final Map<String, Passage> KNOWN =
      Collections.synchronizedMap(
          new LinkedHashMap<>(REMEMBERED, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Passage> eldest) {
              return size() > REMEMBERED;
            }
          });

  private final Wording wording;
  private final String text;
  private final List<Sentence> sentences;
  private final List<String> speakers;
  private final Map<String, Integer> claimScores = new ConcurrentHashMap<>();
  private final Map<String, Set<String>> parts = new ConcurrentHashMap<>();
  private @Nullable List<Sentence> quotable;
  private @Nullable List<Sentence> statements;
  private @Nullable String topic;

  Passage(Wording wording, String text, List<Sentence> sentences, List<String> speakers) {
    this.wording = wording;
    this.text = text;
    this.sentences = sentences;
    this.speakers = speakers;
  }

  /** Read once: suggesters, editors, students and judges all come with the same text. */
  static Passage of(String text) {
    Passage known = KNOWN.get(text);
    if (known == null) {
      known = PassageReader.read(text);
      KNOWN.put(text, known);
    }
    return known;
  }

  String text() {
    return text;
  }

  Wording wording() {
    return wording;
  }

  Grammar language() {
    return wording.language();
  }

  List<Sentence> sentences() {
    return sentences;
  }

  List<String> speakers() {
    return speakers;
  }

  /** Those short enough to be quoted whole. */
  List<Sentence> quotable() {
    List<Sentence> known = quotable;
    if (known == null) {
      List<Sentence> brief =
          sentences.stream()
              .filter(s -> s.text().length() <= LONGEST_QUOTE && !wording.vague(s.text()))
              .toList();
      List<Sentence> closed = brief.stream().filter(s -> wording.closed(s.text())).toList();
      known = closed.size() > 2 ? closed : brief.isEmpty() ? sentences : brief;
      quotable = known;
    }
    return known;
  }

  /**
   * Those with a subject that no other sentence has, so that naming it points at one sentence only.
   */
  List<Sentence> statements() {
    List<Sentence> known = statements;
    if (known == null) {
      Map<String, Integer> count = new HashMap<>();
      sentences.forEach(s -> count.merge(s.subject().toLowerCase(Locale.ROOT), 1, Integer::sum));
      known =
          quotable().stream()
              .filter(Sentence::hasSubject)
              .filter(s -> count.getOrDefault(s.subject().toLowerCase(Locale.ROOT), 0) == 1)
              .toList();
      statements = known;
    }
    return known;
  }

  /** The word that the text comes back to most often. */
  String topic() {
    String known = topic;
    if (known == null) {
      known = mostFrequent();
      topic = known;
    }
    return known;
  }

  private String mostFrequent() {
    Map<String, Integer> weight = new LinkedHashMap<>();
    for (Sentence sentence : sentences) {
      Set<String> inSubject = new HashSet<>(language().keywords(sentence.subject()));
      language()
          .keywords(sentence.text())
          .forEach(word -> weight.merge(word, inSubject.contains(word) ? 3 : 1, Integer::sum));
    }
    return weight.entrySet().stream()
        .max(Map.Entry.<String, Integer>comparingByValue())
        .map(word -> language().named(word.getKey(), text))
        .orElse(wording.instruct().nameless());
  }

  boolean states(String statement) {
    return stating(statement).isPresent();
  }

  Optional<Sentence> stating(String statement) {
    return sentences.stream().filter(s -> Spelling.same(s.text(), statement)).findFirst();
  }

  /** The sentence that says nearly the same, but not the same. */
  Optional<Sentence> crossing(String statement) {
    return states(statement)
        ? Optional.empty()
        : nearest(statement).filter(s -> overlap(s.text(), statement) >= NEAR);
  }

  /** The sentence that has most of these words that carry a meaning; empty = none has any. */
  Optional<Sentence> closest(String words) {
    Set<String> sought = contents(words);
    return quotable().stream()
        .filter(s -> shared(contents(s.text()), sought) > 0)
        .max(
            Comparator.comparingDouble((Sentence s) -> shared(contents(s.text()), sought))
                .thenComparingInt(s -> -s.ordinal()));
  }

  private Optional<Sentence> nearest(String statement) {
    return sentences.stream()
        .filter(s -> !wording.vague(s.text()))
        .max(
            Comparator.comparingDouble((Sentence s) -> overlap(s.text(), statement))
                .thenComparingInt(s -> -s.ordinal()));
  }

  private Set<String> contents(String words) {
    Set<String> contents = new HashSet<>(language().keywords(words));
    contents.addAll(language().names(" , " + words));
    language().quantities(words).forEach(quantity -> contents.add(quantity.digits()));
    language().years(words).forEach(year -> contents.add(year.toString()));
    return contents;
  }

  List<Sentence> closestTo(String words, int count) {
    return quotable().stream()
        .sorted(Comparator.comparingDouble((Sentence s) -> -overlap(s.text(), words)))
        .limit(count)
        .sorted(Comparator.comparingInt(Sentence::ordinal))
        .toList();
  }

  /** How well these words agree with the sentence that is closest to them. */
  double support(String words) {
    return nearest(words).map(s -> overlap(s.text(), words)).orElse(0.0);
  }

  /** Whether the passage speaks of what these words speak of. */
  boolean touches(String words) {
    List<String> asked = language().keywords(words);
    long known = asked.stream().filter(text.toLowerCase(Locale.ROOT)::contains).count();
    return asked.isEmpty() || known >= Math.max(1, Math.ceil(asked.size() * TOUCHING));
  }

  private double overlap(String one, String other) {
    return shared(parts.computeIfAbsent(one, this::parts), parts(other));
  }

  private static double shared(Set<String> left, Set<String> right) {
    Set<String> both = new HashSet<>(left);
    both.retainAll(right);
    int all = left.size() + right.size();
    return all == 0 ? 0 : 2.0 * both.size() / all;
  }

  private Set<String> parts(String sentence) {
    Set<String> parts = new HashSet<>(language().keywords(sentence));
    if (wording.tongue() == Tongue.JAPANESE) {
      for (int i = 0; i + 2 <= sentence.length(); i++) {
        parts.add(sentence.substring(i, i + 2));
      }
    } else {
      parts.addAll(List.of(sentence.toLowerCase(Locale.ROOT).split("[^\\p{L}\\d]+")));
    }
    return parts;
  }

  int claimScore(Sentence sentence) {
    return claimScores.computeIfAbsent(
        sentence.text(), text -> count(wording.grammar().claims(), text));
  }

  boolean opinion(Sentence sentence) {
    return count(wording.grammar().opinions(), sentence.text()) > 0 || claimScore(sentence) > 0;
  }

  private int count(List<String> marks, String sentence) {
    return (int) marks.stream().filter(mark -> wording.contains(sentence, mark)).count();
  }

  /** The statement that the others serve, as far as its words show it; of equals the last. */
  Sentence mainClaim() {
    List<String> drawing = wording.grammar().consequences();
    List<Sentence> alone =
        quotable().stream()
            .filter(s ->
                language().alone(s.text())
                    || drawing.stream().anyMatch(word -> wording.startsWith(s.text(), word)))
            .toList();
    return (alone.isEmpty() ? quotable() : alone)
        .stream()
            .max(Comparator.comparingInt(this::claimScore).thenComparingInt(Sentence::ordinal))
            .orElseThrow();
  }

  Optional<Sentence> before(Sentence sentence) {
    return sentence.ordinal() == 0
        ? Optional.empty()
        : Optional.of(sentences.get(sentence.ordinal() - 1));
  }

  Optional<Sentence> after(Sentence sentence) {
    return sentence.ordinal() + 1 < sentences.size()
        ? Optional.of(sentences.get(sentence.ordinal() + 1))
        : Optional.empty();
  }

  Shape shape() {
    if (speakers.size() > 1) {
      return Shape.DIALOGUE;
    }
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.stream().filter(line -> NUMBERED.matcher(line).find()).count() >= 3) {
      return Shape.STEPS;
    }
    boolean shortLines =
        lines.stream().filter(line -> line.length() > VERSE_LINE).count() * 8 < lines.size();
    if (shortLines
        && lines.size() >= VERSE_LINES
        && text.lines().noneMatch(line -> line.startsWith("#"))) {
      return Shape.VERSE;
    }
    if (sentences.stream().filter(s -> claimScore(s) > 0).count() >= 3) {
      return Shape.ARGUED;
    }
    long dated = sentences.stream().filter(s -> !language().years(s.text()).isEmpty()).count();
    return dated >= 3 && dated * 5 >= sentences.size() ? Shape.DATED : Shape.TOLD;
  }

  /** The passage with one sentence said differently, and everything else untouched. */
  Passage with(Sentence sentence, String instead) {
    List<Sentence> earlier = new ArrayList<>(sentences.subList(0, sentence.ordinal()));
    int from = 0;
    for (Sentence s : earlier) {
      int at = text.indexOf(s.raw(), from);
      from = at < 0 ? from : at + s.raw().length();
    }
    int at = text.indexOf(sentence.raw(), from);
    return at < 0
        ? this
        : of(text.substring(0, at) + instead + text.substring(at + sentence.raw().length()));
  }
}
