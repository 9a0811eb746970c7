package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What code can tell of a task. */
final class InstructionChecks {
  private static final int LEAST_WEIGHT = 8;
  private static final Pattern BLANK = Pattern.compile("_{3,}|＿{2,}|[（(]\\s{2,}[)）]|（　+）");

  /** Tags of our own prompts and words of their envelopes have no business in a task. */
  private static final Pattern SCAFFOLDING =
      Pattern.compile(
          "</?(document|passage|task|choices|expected|suggestion|prompt|answer)>|\\{\\{|\"(declined|items|expected)\"\\s*:"
              + "|<\\|[a-z_]+\\|>");

  private InstructionChecks() {}

  static Optional<String> taskPresent(Draft draft) {
    Instruction it = draft.instruction();
    if (Letters.weight(it.task().strip()) < LEAST_WEIGHT) {
      return Optional.of("the task is '" + it.task().strip() + "'");
    }
    if (it.format().hasOptions() && it.options().size() < least(it.format())) {
      return Optional.of(
          it.options().size() + " options, at least " + least(it.format()) + " are needed");
    }
    if (it.format().hasMatches() && it.matches().size() < it.options().size()) {
      return Optional.of(
          it.options().size() + " items, but " + it.matches().size() + " to match them with");
    }
    return Optional.empty();
  }

  /**
   * Real users begin with less than they want; an opening that holds the whole goal hides nothing.
   */
  static Optional<String> openingUnderspecified(Draft draft) {
    Instruction it = draft.instruction();
    if (!it.format().isDialogue()) {
      return Optional.empty();
    }
    if (it.opening().isBlank()) {
      return Optional.of("there is no opening");
    }
    return squeezed(it.opening()).contains(squeezed(it.task()))
        ? Optional.of("the opening tells the whole goal")
        : Optional.empty();
  }

  private static int least(AnswerFormat format) {
    return format == AnswerFormat.TRUE_FALSE ? 1 : format == AnswerFormat.MULTIPLE_CHOICE ? 3 : 2;
  }

  static Optional<String> optionsDistinct(Draft draft) {
    return repeated(draft.instruction().options())
        .or(() -> repeated(draft.instruction().matches()))
        .or(() -> repeated(draft.instruction().demanded().labels()));
  }

  private static Optional<String> repeated(List<String> options) {
    Set<String> seen = new HashSet<>();
    return options.stream()
        .filter(option ->
            !seen.add(option.strip().toLowerCase(Locale.ROOT).replaceAll("[\\s.。]+$", "")))
        .findFirst()
        .map(option -> "'" + option + "' stands twice");
  }

  /** What nobody can answer has no right option. */
  static Optional<String> expectedAmongOptions(Draft draft) {
    Instruction it = draft.instruction();
    if (it.format() == AnswerFormat.LABELS) {
      return Labels.expected(it);
    }
    if (it.format() != AnswerFormat.MULTIPLE_CHOICE
        || it.answerability() == Answerability.UNANSWERABLE
        || it.options().contains(it.expected())) {
      return Optional.empty();
    }
    return Optional.of("the key '" + it.expected() + "' is none of the options");
  }

  static Optional<String> blankPresent(Draft draft) {
    Instruction it = draft.instruction();
    boolean missing =
        it.format() == AnswerFormat.FILL_IN_THE_BLANK && !BLANK.matcher(it.task()).find();
    return missing ? Optional.of("the task has no blank to fill in") : Optional.empty();
  }

  static Optional<String> passageRewritten(Draft draft) {
    Instruction it = draft.instruction();
    boolean shouldDiffer =
        draft.before().isPresent()
            && draft.before().get().task().equals(it.task())
            && draft.before().get().options().equals(it.options());
    if (!shouldDiffer) {
      return Optional.empty();
    }
    String before = draft.before().get().context();
    if (it.context().isBlank()) {
      return Optional.of("the new passage is empty");
    }
    if (squeezed(it.context()).equals(squeezed(before))) {
      return Optional.of("the new passage is the old one");
    }
    return it.context().length() * 4 < before.length()
        ? Optional.of(
            "the new passage is a fragment: "
                + it.context().length()
                + " of "
                + before.length()
                + " characters")
        : Optional.empty();
  }

  static Optional<String> taskRewritten(Draft draft) {
    Instruction it = draft.instruction();
    boolean same =
        draft.before().isPresent()
            && squeezed(draft.before().get().context()).equals(squeezed(it.context()))
            && squeezed(draft.before().get().task()).equals(squeezed(it.task()))
            && squeezed(draft.before().get().opening()).equals(squeezed(it.opening()))
            && draft.before().get().options().equals(it.options());
    return same ? Optional.of("the new task is the old one") : Optional.empty();
  }

  static Optional<String> noScaffolding(Draft draft) {
    Instruction it = draft.instruction();
    String before = draft.before().map(b -> b.task() + b.context()).orElse("");
    String written =
        String.join(
                "\n", it.task(), String.join("\n", it.options()), String.join("\n", it.matches()))
            + (draft.before().isPresent() ? "\n" + it.context() : "");
    return SCAFFOLDING
        .matcher(written)
        .results()
        .map(MatchResult::group)
        .filter(found -> !before.contains(found))
        .findFirst()
        .map(found -> "holds '" + found + "' of a prompt");
  }

  private static String squeezed(String text) {
    return text.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
  }
}
