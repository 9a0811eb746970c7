package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What code can tell of an answer. */
final class AnswerChecks {
  private static final List<String> CJK = List.of("ja", "zh", "ko");

  /** A chunk begins a line with its number; a mark may hold several, as in {@code [1, 3]}. */
  private static final Pattern CHUNK = Pattern.compile("(?m)^\\s*\\[(\\d{1,3})]");

  private static final Pattern MARK =
      Pattern.compile("(?U)[\\[［]\\s*(\\d{1,3}(?:\\s*[,、，;]\\s*\\d{1,3})*)\\s*[]］]");

  private AnswerChecks() {}

  static Optional<String> answerPresent(Finished finished) {
    return finished.answer().isBlank() ? Optional.of("the answer is empty") : Optional.empty();
  }

  /** Repetition loops: one run of characters that fills a fifth of the text. */
  static Optional<String> notRepetitive(Finished finished) {
    return Loops.in(finished.answer());
  }

  static Optional<String> notEcho(Finished finished) {
    String answer = squeezed(finished.answer());
    boolean echo =
        answer.length() > 40
            && (answer.equals(squeezed(finished.prompt()))
                || answer.equals(squeezed(finished.instruction().context()))
                || answer.equals(squeezed(finished.instruction().task())));
    return echo ? Optional.of("the answer is the question again") : Optional.empty();
  }

  /**
   * Where the context is numbered chunks, the answer cites, and cites none that isn't there. What
   * nobody can answer needs no mark.
   */
  static Optional<String> citationsExist(Finished finished) {
    Instruction it = finished.instruction();
    Set<Integer> chunks = numbers(CHUNK, it.context());
    if (chunks.isEmpty()) {
      return Optional.empty();
    }
    Set<Integer> cited = numbers(MARK, finished.answer());
    if (cited.isEmpty() && it.answerability() != Answerability.UNANSWERABLE) {
      return Optional.of("the answer cites none of the " + chunks.size() + " numbered sources");
    }
    return cited.stream()
        .filter(number -> !chunks.contains(number))
        .findFirst()
        .map(number -> "the answer cites [" + number + "], which no source is numbered");
  }

  private static Set<Integer> numbers(Pattern pattern, String text) {
    Set<Integer> numbers = new TreeSet<>();
    pattern
        .matcher(text)
        .results()
        .flatMap(found -> Arrays.stream(found.group(1).split("(?U)\\D+", -1)))
        .map(Integer::valueOf)
        .forEach(numbers::add);
    return numbers;
  }

  /**
   * A multiple-choice answer names a choice, by letter or by text; one that can't be answered need
   * not.
   */
  static Optional<String> choosesAnOption(Finished finished) {
    Instruction it = finished.instruction();
    if (it.format() != AnswerFormat.MULTIPLE_CHOICE
        || it.answerability() == Answerability.UNANSWERABLE
        || it.options().isEmpty()) {
      return Optional.empty();
    }
    char last = (char) ('A' + it.options().size() - 1);
    Pattern letter =
        Pattern.compile("(?<![\\p{IsLatin}\\p{N}'’])[A-" + last + "](?![\\p{IsLatin}\\p{N}'’])");
    String answer = squeezed(finished.answer());
    boolean named =
        letter.matcher(finished.answer()).find()
            || it.options().stream().anyMatch(option -> answer.contains(squeezed(option)));
    return named ? Optional.empty() : Optional.of("the answer names none of the choices");
  }

  /**
   * Scripts, not languages: sure enough to drop a row for, and never wrong about loan words or
   * numbers.
   */
  static Optional<String> inLanguage(Finished finished) {
    return inLanguage(finished.answer(), finished.language());
  }

  static Optional<String> inLanguage(String answer, String code) {
    String language = code.split("[-_]", 2)[0];
    long letters = answer.codePoints().filter(Character::isLetter).count();
    if (letters < 20 || language.equals("und")) {
      return Optional.empty();
    }
    long cjk = answer.codePoints().filter(Letters::isCjk).count();
    if (CJK.contains(language) && cjk * 5 < letters) {
      return Optional.of(
          "expected "
              + language
              + ", but "
              + (letters - cjk)
              + " of "
              + letters
              + " letters are of another script");
    }
    if (language.equals("ja") && answer.codePoints().noneMatch(Letters::isKana)) {
      return Optional.of("expected ja, but there is no kana");
    }
    return !CJK.contains(language) && cjk * 3 > letters
        ? Optional.of(
            "expected "
                + language
                + ", but "
                + cjk
                + " of "
                + letters
                + " letters are Chinese or Japanese")
        : Optional.empty();
  }

  private static String squeezed(String text) {
    return text.replaceAll("[\\s\\p{Punct}。、「」]+", "").toLowerCase(Locale.ROOT);
  }
}
