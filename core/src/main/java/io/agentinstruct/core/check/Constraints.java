package io.agentinstruct.core.check;

import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.stage.Demands.Constraint;
import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Pattern;

/**
 * Countable conditions of an answer's form (in the manner of IFEval, arXiv 2311.07911), by kind. A
 * word is a run of letters and digits; in a script without spaces a character counts as one.
 */
public final class Constraints {
  private static final Pattern SENTENCE_END =
      Pattern.compile(
          "(?U)(?<=[.!?…][\"'”’)\\]]?)\\s+|(?<=[。！？](?![」』）]))|(?<=[。！？][」』）])(?![とをのはがに、])|\\n+");
  private static final Pattern TITLE = Pattern.compile("^\\s*(#+\\s|\\*\\*[^*]+\\*\\*\\s*$)");
  private static final Pattern WORD =
      Pattern.compile("[\\p{L}\\p{M}\\p{N}]+(?:['’.,:-][\\p{L}\\p{M}\\p{N}]+)*");

  /** Words that titles leave small. */
  private static final Pattern SMALL_WORD =
      Pattern.compile(
          "(?:a|an|and|as|at|but|by|for|from|in|into|nor|of|off|on|onto|or|over|per|so|than|the|to|up|via|vs|with|yet|is|de|la|van|von)");

  /** What a kind's value must be. */
  private enum Value {
    COUNT,
    TEXT,
    NONE
  }

  private record Kind(Value value, BiFunction<String, String, Boolean> met) {}

  private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

  static {
    count("max-words", Constraints::words, (n, value) -> n <= value);
    count("min-words", Constraints::words, (n, value) -> n >= value);
    count("exact-words", Constraints::words, (n, value) -> n == value);
    count("max-characters", Constraints::characters, (n, value) -> n <= value);
    count("min-characters", Constraints::characters, (n, value) -> n >= value);
    count("exact-characters", Constraints::characters, (n, value) -> n == value);
    count("sentences", answer -> sentences(answer).size(), (n, value) -> n == value);
    count("max-sentences", answer -> sentences(answer).size(), (n, value) -> n <= value);
    count("min-sentences", answer -> sentences(answer).size(), (n, value) -> n >= value);
    count("paragraphs", Constraints::paragraphs, (n, value) -> n == value);
    count("line-count", Constraints::lines, (n, value) -> n == value);
    kind("lowercase", Value.NONE, (answer, v) -> answer.equals(answer.toLowerCase(Locale.ROOT)));
    kind("uppercase", Value.NONE, (answer, v) -> upper(answer));
    kind("title-case", Value.NONE, (answer, v) -> titled(answer));
    kind("forbidden-word", Value.TEXT, (answer, word) -> !has(answer, word));
    kind("required-word", Value.TEXT, Constraints::has);
    kind("no-letter", Value.TEXT, (answer, letter) -> !plain(answer).contains(plain(letter)));
    kind("starts-with", Value.TEXT, (answer, start) -> bare(answer).startsWith(bare(start)));
    kind("ends-with", Value.TEXT, (answer, end) -> bare(answer).endsWith(bare(end)));
    kind(
        "every-sentence-starts-with",
        Value.TEXT,
        (answer, start) ->
            sentences(answer).stream().allMatch(s -> bare(s).startsWith(bare(start))));
  }

  private Constraints() {}

  private static void kind(String name, Value value, BiFunction<String, String, Boolean> met) {
    KINDS.put(name, new Kind(value, met));
  }

  private interface Counting {
    int in(String answer);
  }

  private interface Holds {
    boolean with(int counted, int wanted);
  }

  private static void count(String name, Counting counting, Holds holds) {
    kind(
        name,
        Value.COUNT,
        (answer, value) -> holds.with(counting.in(answer), number(value).orElseThrow()));
  }

  /** Every kind there is, in the order of the reference. */
  public static List<String> kinds() {
    return List.copyOf(KINDS.keySet());
  }

  /** A condition that nobody could check by program has no business among those that are. */
  static Optional<String> legible(Draft draft) {
    return draft.instruction().demanded().constraints().stream()
        .flatMap(constraint -> flaw(constraint).stream())
        .findFirst();
  }

  private static Optional<String> flaw(Constraint constraint) {
    Kind kind = KINDS.get(constraint.kind());
    if (kind == null) {
      return Optional.of("there is no constraint '" + constraint.kind() + "'");
    }
    boolean legible =
        switch (kind.value()) {
          case COUNT -> number(constraint.value()).isPresent();
          case TEXT -> !bare(constraint.value()).isEmpty();
          case NONE -> true;
        };
    return legible
        ? Optional.empty()
        : Optional.of("'" + constraint.value() + "' is no value for " + constraint.kind());
  }

  /** What can't be read is not judged: {@link #legible} has dropped it where it was asked. */
  static Optional<String> met(Finished finished) {
    String answer = finished.answer().strip();
    return finished.instruction().demanded().constraints().stream()
        .filter(constraint -> flaw(constraint).isEmpty() && !met(constraint, answer))
        .findFirst()
        .map(constraint ->
            ("the answer is not " + constraint.kind() + " " + constraint.value()).strip());
  }

  private static boolean met(Constraint constraint, String answer) {
    Kind kind = KINDS.get(constraint.kind());
    return kind == null || kind.met().apply(answer, constraint.value());
  }

  private static Optional<Integer> number(String value) {
    String digits = Normalizer.normalize(value, Normalizer.Form.NFKC).replace(",", "").strip();
    return digits.matches("\\d{1,6}") ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
  }

  /** Words, where a script without spaces is counted by its characters. */
  private static int words(String answer) {
    int[] count = {0};
    WORD.matcher(answer)
        .results()
        .forEach(word -> {
          long wide = word.group().codePoints().filter(Constraints::unspaced).count();
          long rest = word.group().codePoints().filter(c -> !unspaced(c)).count();
          count[0] += (int) wide + (rest > 0 ? 1 : 0);
        });
    return count[0];
  }

  private static boolean unspaced(int c) {
    return AnswerChecks.isCjk(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.HANGUL;
  }

  /** Spaces count in a script that has them; line breaks never do. */
  private static int characters(String answer) {
    String text = answer.replaceAll("\\R", "");
    return (int) (Plain.hasCjk(text) ? text.replaceAll("(?U)\\s", "") : text).codePoints().count();
  }

  /** Headings are no sentences, nor are marks and rules. */
  private static List<String> sentences(String answer) {
    String prose =
        String.join("\n", answer.lines().filter(line -> !TITLE.matcher(line).find()).toList());
    return SENTENCE_END
        .splitAsStream(prose)
        .map(String::strip)
        .filter(sentence -> sentence.codePoints().anyMatch(Character::isLetterOrDigit))
        .toList();
  }

  private static int paragraphs(String answer) {
    return (int)
        Pattern.compile("\\n\\s*\\n").splitAsStream(answer).filter(p -> !p.isBlank()).count();
  }

  private static int lines(String answer) {
    return (int) answer.lines().filter(line -> !line.isBlank()).count();
  }

  /** ß has no capital that everybody writes. */
  private static boolean upper(String answer) {
    return answer.codePoints().noneMatch(c -> Character.isLowerCase(c) && c != 'ß');
  }

  private static boolean titled(String answer) {
    return WORD.matcher(answer)
        .results()
        .map(word -> word.group())
        .filter(word -> !SMALL_WORD.matcher(word).matches())
        .allMatch(word -> !Character.isLowerCase(word.codePointAt(0)));
  }

  /** As a word of its own where words are set apart; anywhere in a script without spaces. */
  private static boolean has(String answer, String word) {
    String wanted = plain(word);
    if (wanted.codePoints().anyMatch(Constraints::unspaced)) {
      return plain(answer).contains(wanted);
    }
    return Pattern.compile("(?U)(?<![\\p{L}\\p{N}])" + Pattern.quote(wanted) + "(?![\\p{L}\\p{N}])")
        .matcher(plain(answer))
        .find();
  }

  private static String plain(String text) {
    return Plain.text(text).toLowerCase(Locale.ROOT);
  }

  /** Without what stands around words: quotes, emphasis, stops. */
  private static String bare(String text) {
    return plain(text).replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
  }
}
