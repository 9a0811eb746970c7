package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Wording.RefineWords;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rewrites a passage so that its task loses its answer, or gets another one. */
final class PassageEdits {
  private final Given given;
  private final RefineWords words;
  private final Optional<Solution> before;

  PassageEdits(Given given) {
    this.given = given;
    words = given.passage().wording().refine();
    before = given.solution();
  }

  /**
   * @param before the sentence that was changed first, {@code after} what stands there now
   */
  record Edit(String passage, String expected, String before, String after) {}

  boolean aboutTheWhole() {
    return given.asked().map(asked -> asked.agent().whole()).orElse(false);
  }

  /** Empty where the answer could still be found in what is left. */
  Optional<Edit> unsettled() {
    Passage passage = given.passage();
    for (Sentence sentence : bearing()) {
      Passage next = without(passage, sentence);
      if (!next.text().equals(passage.text()) && given.solution(next).isEmpty()) {
        return Optional.of(
            new Edit(next.text(), notTold(sentence), bearing().getFirst().text(), ""));
      }
      passage = next;
    }
    return Optional.empty();
  }

  private List<Sentence> bearing() {
    return before.map(Solution::bearing).orElseGet(() -> List.of(given.bearing()));
  }

  private Passage without(Passage passage, Sentence sentence) {
    Optional<Sentence> there = passage.stating(sentence.text());
    if (there.isEmpty()) {
      return passage;
    }
    boolean counts = given.asked().map(asked -> asked.ask().focus().counts()).orElse(false);
    String blurred = passage.language().blurred(sentence.text());
    boolean numbers = counts && !blurred.equals(sentence.text());
    return passage.with(there.get(), numbers ? blurred : vague(sentence));
  }

  private String vague(Sentence sentence) {
    return Wording.say(
        words.vague(), Map.of("subject", subject(sentence)), sentence.text() + given.suggestion());
  }

  private String subject(Sentence sentence) {
    return sentence.hasSubject() ? sentence.subject() : given.passage().topic();
  }

  private String notTold(Sentence sentence) {
    return Wording.say(words.notTold(), Map.of("subject", subject(sentence)), given.task());
  }

  /** Small changes that lead to another definite answer, each with a change of its own. */
  List<Edit> changes() {
    if (given.asked().isEmpty()) {
      return anyChange().stream().toList();
    }
    if (before.isEmpty()) {
      return List.of();
    }
    Map<String, Edit> byChange = new LinkedHashMap<>();
    candidates()
        .map(this::edit)
        .flatMap(Optional::stream)
        .forEach(edit -> byChange.putIfAbsent(edit.after(), edit));
    return List.copyOf(byChange.values());
  }

  /** The change that the suggestion speaks of, or else the first that there is. */
  Optional<Edit> changed() {
    List<Edit> changes = changes();
    return changes.stream()
        .filter(edit -> speaksOf(edit.before()) && speaksOf(edit.after()))
        .findFirst()
        .or(() -> changes.stream().findFirst());
  }

  private boolean speaksOf(String sentence) {
    return Spelling.quoted(given.suggestion()).contains(Spelling.quoted(Spelling.bare(sentence)));
  }

  private Optional<Edit> edit(Passage candidate) {
    List<Sentence> old = given.passage().sentences();
    List<Sentence> now = candidate.sentences();
    Optional<Integer> first =
        Stream.iterate(0, i -> i < Math.min(old.size(), now.size()), i -> i + 1)
            .filter(i -> !old.get(i).text().equals(now.get(i).text()))
            .findFirst();
    return given
        .solution(candidate)
        .filter(after -> !after.expected().equals(before.map(Solution::expected).orElse("")))
        .flatMap(after ->
            first.map(i ->
                new Edit(
                    candidate.text(),
                    String.join(" ", with(after)),
                    old.get(i).text(),
                    now.get(i).text())));
  }

  private static List<String> with(Solution solution) {
    return Stream.concat(Stream.of(solution.expected()), solution.additions().stream()).toList();
  }

  private Stream<Passage> candidates() {
    Solution solution = before.orElseThrow();
    Asked asked = given.asked().orElseThrow();
    return switch (asked.agent().options()) {
      case STATED, CONTRADICTED ->
          Stream.concat(swappedOptions(solution), altered(solution, asked));
      case ORDER -> swapped(solution.bearing(), Sentence::raw);
      case PAIRS -> swappedPredicates(solution.bearing());
      default -> altered(solution, asked);
    };
  }

  private Stream<Passage> altered(Solution solution, Asked asked) {
    return solution.bearing().stream()
        .flatMap(s ->
            Alteration.around(s, solution.focus(), asked.slots(), given.passage()).stream()
                .map(text -> given.passage().with(s, text)));
  }

  /** What was right becomes wrong and the other way round, by exchanging what the passage says. */
  private Stream<Passage> swappedOptions(Solution solution) {
    return given.choices().options().stream()
        .filter(option -> !option.equals(solution.expected()))
        .map(other -> turned(turned(given.passage(), solution.expected()), other));
  }

  /**
   * Where the passage says this, it says otherwise afterwards; where it says otherwise, it says
   * this.
   */
  private static Passage turned(Passage passage, String option) {
    Optional<Sentence> stating = passage.stating(option);
    if (stating.isPresent()) {
      return Alteration.of(stating.get(), passage)
          .map(other -> passage.with(stating.get(), other))
          .orElse(passage);
    }
    return passage.crossing(option).map(crossing -> passage.with(crossing, option)).orElse(passage);
  }

  private Stream<Passage> swapped(List<Sentence> sentences, Function<Sentence, String> text) {
    return Stream.iterate(0, i -> i + 1 < sentences.size(), i -> i + 1)
        .map(i ->
            exchanged(
                sentences.get(i),
                sentences.get(i + 1),
                text.apply(sentences.get(i + 1)),
                text.apply(sentences.get(i))));
  }

  private Stream<Passage> swappedPredicates(List<Sentence> sentences) {
    return Stream.iterate(0, i -> i + 1 < sentences.size(), i -> i + 1)
        .map(i -> {
          Sentence one = sentences.get(i);
          Sentence other = sentences.get(i + 1);
          return exchanged(
              one,
              other,
              one.text().replace(one.predicate(), other.predicate()),
              other.text().replace(other.predicate(), one.predicate()));
        });
  }

  private Passage exchanged(Sentence one, Sentence other, String first, String second) {
    Passage half = given.passage().with(one, first);
    return half.sentences().size() == given.passage().sentences().size()
        ? half.with(half.sentences().get(other.ordinal()), second)
        : given.passage();
  }

  /** For tasks of unknown origin: the sentence next to the expected answer says something else. */
  private Optional<Edit> anyChange() {
    Sentence bearing = given.bearing();
    return Alteration.of(bearing, given.passage())
        .map(other ->
            new Edit(
                given.passage().with(bearing, other).text(),
                expectedAfter(bearing, other),
                bearing.text(),
                other))
        .filter(edit -> !edit.passage().equals(given.passage().text()));
  }

  private String expectedAfter(Sentence bearing, String other) {
    if (given.choices().lettered()) {
      return given.choices().options().stream()
          .filter(option -> !Spelling.same(option, given.expected()))
          .findFirst()
          .orElse(other);
    }
    return given.expected().contains(bearing.text())
        ? given.expected().replace(bearing.text(), other)
        : other;
  }
}
