package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
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
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Countable conditions of an answer's form (in the manner of IFEval, arXiv 2311.07911), by kind. A
 * word is a run of letters and digits; in a script without spaces a character counts as one.
 */
public final class Constraints {
  private static final Pattern SENTENCE_END =
      Pattern.compile(
          "(?U)(?<=[.!?…][\"'”’)\\]]?)\\s+|(?<=[。！？](?![」』）]))|(?<=[。！？][」』）])(?![とをのはがに、])|\\n+");

  /** Stops that may belong to an abbreviation, an initial or a number, or stand before a dash. */
  private static final Pattern UNSURE_STOP =
      Pattern.compile(
          "(?:\\b(?:Mrs?|Ms|Dr|Prof|St|Mt|Sr|Jr|Rev|Gen|Capt|No|Nos|vs|etc|approx|ca|cf|Inc|Ltd|Co|Fig|Vol|pp?|ed|al|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)"
              + "|\\b\\p{L}(?:\\.\\p{L})*|\\d)\\.\\s|…\\s|[.!?][\"'”’)\\]]*\\s+(?=[\\p{Ll}–—-])|[。！？][」』）]");

  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");
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
    counts("max-words", Constraints::words, Count::atMost);
    counts("min-words", Constraints::words, Count::atLeast);
    counts("exact-words", Constraints::words, Count::maybe);
    counts("max-characters", Constraints::characters, Count::atMost);
    counts("min-characters", Constraints::characters, Count::atLeast);
    counts("exact-characters", Constraints::characters, Count::maybe);
    counts("sentences", Constraints::sentenceCount, Count::maybe);
    counts("max-sentences", Constraints::sentenceCount, Count::atMost);
    counts("min-sentences", Constraints::sentenceCount, Count::atLeast);
    counts("paragraphs", Constraints::paragraphs, Count::maybe);
    counts("line-count", Constraints::lines, Count::maybe);
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
        (answer, start) -> {
          long others =
              sentences(answer).stream().filter(s -> !bare(s).startsWith(bare(start))).count();
          return others <= UNSURE_STOP.matcher(answer).results().count();
        });
  }

  private Constraints() {}

  private static void kind(String name, Value value, BiFunction<String, String, Boolean> met) {
    KINDS.put(name, new Kind(value, met));
  }

  /**
   * How many there are. People count "well-known" as one word or two, and "Mrs. Odell" ends a
   * sentence only for a program: a constraint is met if it is by either count.
   */
  private record Count(int low, int high) {
    static Count of(int n) {
      return new Count(n, n);
    }

    boolean atMost(int wanted) {
      return low <= wanted;
    }

    boolean atLeast(int wanted) {
      return high >= wanted;
    }

    boolean maybe(int wanted) {
      return low <= wanted && wanted <= high;
    }
  }

  private static void counts(
      String name, Function<String, Count> counting, BiFunction<Count, Integer, Boolean> holds) {
    kind(
        name,
        Value.COUNT,
        (answer, value) -> holds.apply(counting.apply(answer), number(value).orElseThrow()));
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
  private static Count words(String answer) {
    int[] count = {0, 0};
    WORD.matcher(answer)
        .results()
        .forEach(word -> {
          int wide = (int) word.group().codePoints().filter(Constraints::unspaced).count();
          boolean rest = word.group().codePoints().anyMatch(c -> !unspaced(c));
          count[0] += wide + (rest ? 1 : 0);
          count[1] += wide + (rest ? Math.max(1, Plain.words(word.group()).size()) : 0);
        });
    return new Count(count[0], count[1]);
  }

  private static boolean unspaced(int c) {
    return Letters.isCjk(c) && Character.UnicodeScript.of(c) != Character.UnicodeScript.HANGUL;
  }

  /** Spaces and line breaks count for some, and not for others. */
  private static Count characters(String answer) {
    int all = answer.codePointCount(0, answer.length());
    String text = answer.replaceAll("(?U)\\s", "");
    return new Count(text.codePointCount(0, text.length()), all);
  }

  private static Count sentenceCount(String answer) {
    int all = sentences(answer).size();
    long unsure = UNSURE_STOP.matcher(answer).results().count();
    return new Count((int) Math.max(Math.min(all, 1), all - unsure), all);
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

  private static Count paragraphs(String answer) {
    return Count.of((int) PARAGRAPHS.splitAsStream(answer).filter(p -> !p.isBlank()).count());
  }

  private static Count lines(String answer) {
    return Count.of((int) answer.lines().filter(line -> !line.isBlank()).count());
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
