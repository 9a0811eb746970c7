package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which option an answer chooses, and whether that is the author's. */
final class Keys {
  /** "The answer is (B)", "正解はB": a letter that is declared, not one that is spoken of. */
  private static final Pattern DECLARED =
      Pattern.compile(
          "(?:(?i:\\b(?:correct|right|best|final)? ?(?:answer|choice|option)(?: is|:)(?: (?:option|choice))?)|(?:正解|正答|解答|答え|回答)(?:は|:))"
              + "\\s*[*\"「(]*(A(?! (?!is\\b|because|since|as\\b|and\\b)[a-z])|[B-H])(?![A-Za-z'])");

  private static final Pattern LEADING =
      Pattern.compile(
          "^[\\s*#>\"「(]*(?:(?i:option|choice)|選択肢)?\\s*\\(?([A-H])(?:[*)\\].:、。」\"]+|\\s*$|\\s+-\\s|\\s*\\n)");
  private static final double MUCH_LONGER = 1.6;
  private static final int WORTH_MEASURING = 24;

  private Keys() {}

  /** The place of the option that an answer chooses, from 0; absent where it is not quite clear. */
  static Optional<Integer> chosen(String answer, List<String> options) {
    String text = answer.lines().map(Plain::text).collect(Collectors.joining("\n"));
    Set<Integer> chosen = new HashSet<>();
    Matcher leading = LEADING.matcher(text);
    if (leading.find()) {
      chosen.add(leading.group(1).charAt(0) - 'A');
    }
    Matcher declared = DECLARED.matcher(text);
    while (declared.find()) {
      chosen.add(declared.group(1).charAt(0) - 'A');
    }
    chosen.addAll(printed(text, options));
    boolean clear = chosen.size() == 1 && chosen.iterator().next() < options.size();
    return clear ? Optional.of(chosen.iterator().next()) : Optional.empty();
  }

  /** An option whose text, as the whole first line, is the choice. */
  private static Set<Integer> printed(String text, List<String> options) {
    String first = Plain.squeezed(text.strip().lines().findFirst().orElse(""));
    Set<Integer> found = new HashSet<>();
    for (int i = 0; i < options.size(); i++) {
      String option = Plain.squeezed(options.get(i));
      boolean whole =
          first.equals(option) || (first.length() > 1 && first.substring(1).equals(option));
      if (!option.isEmpty() && whole) {
        found.add(i);
      }
    }
    return found;
  }

  /**
   * Not asked where nothing is right, nor where the answer does not say clearly what it chooses.
   */
  static Optional<String> matches(Finished finished) {
    Instruction it = finished.instruction();
    int key = it.options().indexOf(it.expected());
    if (it.format() != AnswerFormat.MULTIPLE_CHOICE
        || it.answerability() == Answerability.UNANSWERABLE
        || key < 0) {
      return Optional.empty();
    }
    return chosen(finished.answer(), it.options())
        .filter(choice -> choice != key)
        .map(choice -> "the answer chooses " + letter(choice) + ", the key is " + letter(key));
  }

  private static char letter(int place) {
    return (char) ('A' + place);
  }

  /** A key that alone is long gives itself away. */
  static Optional<String> balanced(Draft draft) {
    Instruction it = draft.instruction();
    if (it.format() != AnswerFormat.MULTIPLE_CHOICE || !it.options().contains(it.expected())) {
      return Optional.empty();
    }
    long key = Letters.weight(it.expected().strip());
    long longest =
        it.options().stream()
            .filter(option -> !option.equals(it.expected()))
            .mapToLong(option -> Letters.weight(option.strip()))
            .max()
            .orElse(key);
    return key >= WORTH_MEASURING && key > MUCH_LONGER * longest
        ? Optional.of("the key is much longer than every other option")
        : Optional.empty();
  }
}
