package io.agentinstruct.core.check;

import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The deterministic checks by name. A flow names those that it wants; they run before any judge is
 * paid.
 */
public final class Checks {
  private static final Map<String, Function<Draft, Optional<String>>> OF_INSTRUCTIONS =
      new LinkedHashMap<>();
  private static final Map<String, Function<Finished, Optional<String>>> OF_ANSWERS =
      new LinkedHashMap<>();

  static {
    OF_INSTRUCTIONS.put("task-present", InstructionChecks::taskPresent);
    OF_INSTRUCTIONS.put("options-distinct", InstructionChecks::optionsDistinct);
    OF_INSTRUCTIONS.put("expected-among-options", InstructionChecks::expectedAmongOptions);
    OF_INSTRUCTIONS.put("blank-present", InstructionChecks::blankPresent);
    OF_INSTRUCTIONS.put("passage-rewritten", InstructionChecks::passageRewritten);
    OF_INSTRUCTIONS.put("task-rewritten", InstructionChecks::taskRewritten);
    OF_INSTRUCTIONS.put("no-scaffolding", InstructionChecks::noScaffolding);
    OF_ANSWERS.put("answer-present", AnswerChecks::answerPresent);
    OF_ANSWERS.put("answer-not-repetitive", AnswerChecks::notRepetitive);
    OF_ANSWERS.put("answer-not-echo", AnswerChecks::notEcho);
    OF_ANSWERS.put("answer-chooses-an-option", AnswerChecks::choosesAnOption);
    OF_ANSWERS.put("answer-in-language", AnswerChecks::inLanguage);
  }

  private Checks() {}

  /**
   * @param before the instruction it was edited from; absent for one that was just written
   */
  public record Draft(Instruction instruction, Optional<Instruction> before) {}

  /**
   * @param prompt the student's, as rendered
   * @param language BCP 47 code that the answer should be in; {@code und} = unknown
   */
  public record Finished(Instruction instruction, String prompt, String answer, String language) {}

  /**
   * @param check name
   * @param detail for people
   */
  public record Fault(String check, String detail) {}

  public static List<String> names() {
    List<String> names = new ArrayList<>(OF_INSTRUCTIONS.keySet());
    names.addAll(OF_ANSWERS.keySet());
    return List.copyOf(names);
  }

  /** The first fault that the named checks find in an instruction. */
  public static Optional<Fault> ofInstruction(List<String> names, Draft draft) {
    return first(names, OF_INSTRUCTIONS, draft);
  }

  /** The first fault that the named checks find in an answer. */
  public static Optional<Fault> ofAnswer(List<String> names, Finished finished) {
    return first(names, OF_ANSWERS, finished);
  }

  /**
   * Whether a text is in the script of a language, as far as its letters show it.
   *
   * @param language BCP 47 code
   */
  public static boolean speaks(String text, String language) {
    return AnswerChecks.inLanguage(text, language).isEmpty();
  }

  private static <T> Optional<Fault> first(
      List<String> names, Map<String, Function<T, Optional<String>>> checks, T subject) {
    return checks.entrySet().stream()
        .filter(check -> names.contains(check.getKey()))
        .flatMap(check ->
            check.getValue().apply(subject).map(d -> new Fault(check.getKey(), d)).stream())
        .findFirst();
  }
}
