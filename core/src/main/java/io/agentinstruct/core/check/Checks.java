package io.agentinstruct.core.check;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
    OF_INSTRUCTIONS.put("opening-underspecified", InstructionChecks::openingUnderspecified);
    OF_INSTRUCTIONS.put("options-balanced", Keys::balanced);
    OF_INSTRUCTIONS.put("constraints-legible", Constraints::legible);
    OF_INSTRUCTIONS.put("schema-legible", JsonAnswers::schemaLegible);
    OF_ANSWERS.put("answer-present", AnswerChecks::answerPresent);
    OF_ANSWERS.put("answer-not-repetitive", AnswerChecks::notRepetitive);
    OF_ANSWERS.put("answer-not-echo", AnswerChecks::notEcho);
    OF_ANSWERS.put("answer-chooses-an-option", AnswerChecks::choosesAnOption);
    OF_ANSWERS.put("citations-exist", AnswerChecks::citationsExist);
    OF_ANSWERS.put("answer-in-language", AnswerChecks::inLanguage);
    OF_ANSWERS.put("answer-matches-key", Keys::matches);
    OF_ANSWERS.put("labels-in-set", Labels::inSet);
    OF_ANSWERS.put("json-valid", JsonAnswers::jsonValid);
    OF_ANSWERS.put("spans-in-text", Spans::inText);
    OF_ANSWERS.put("numbers-in-data", Numbers::inData);
    OF_ANSWERS.put("arithmetic-holds", Statements::hold);
    OF_ANSWERS.put("constraints-met", Constraints::met);
  }

  /** Those that run code: they may turn out not to be possible here. */
  private static final Map<String, BiFunction<Finished, CodeRunner, CodeChecks.Checked>>
      BY_RUNNING = new LinkedHashMap<>();

  static {
    BY_RUNNING.put(
        "code-runs", (finished, runner) -> CodeChecks.codeRuns(finished.answer(), runner));
    BY_RUNNING.put(
        "code-passes-tests",
        (finished, runner) ->
            CodeChecks.codePassesTests(
                finished.answer(), finished.instruction().demanded().tests(), runner));
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
    names.addAll(BY_RUNNING.keySet());
    names.addAll(DialogueChecks.names());
    return List.copyOf(names);
  }

  /** The first fault that the named checks find in an instruction. */
  public static Optional<Fault> ofInstruction(List<String> names, Draft draft) {
    return first(names, OF_INSTRUCTIONS, draft);
  }

  /**
   * What came of an answer's checks.
   *
   * @param unchecked names of those that could not be made: nothing runs code here, there are no
   *     tests, or the code is of a language that is not run
   */
  public record Findings(Optional<Fault> fault, List<String> unchecked) {}

  /**
   * The first fault that the named checks find in an answer. Those that run code come last, and
   * only look at answers of the format {@code code}.
   */
  public static Findings ofAnswer(List<String> names, Finished finished, CodeRunner runner) {
    Optional<Fault> fault = first(names, OF_ANSWERS, finished);
    List<String> unchecked = new ArrayList<>();
    if (fault.isPresent() || finished.instruction().format() != AnswerFormat.CODE) {
      return new Findings(fault, List.of());
    }
    for (var check : BY_RUNNING.entrySet()) {
      if (names.contains(check.getKey())) {
        switch (check.getValue().apply(finished, runner)) {
          case CodeChecks.Passed passed -> {}
          case CodeChecks.NotChecked not -> unchecked.add(check.getKey());
          case CodeChecks.Failed failed -> {
            return new Findings(
                Optional.of(new Fault(check.getKey(), failed.detail())), List.copyOf(unchecked));
          }
        }
      }
    }
    return new Findings(Optional.empty(), List.copyOf(unchecked));
  }

  /** The first fault that the named checks find in a dialogue under way. */
  public static Optional<Fault> ofTalk(List<String> names, DialogueChecks.Talked talked) {
    return first(names, DialogueChecks.UNDER_WAY, talked);
  }

  /** The first fault that the named checks find in a finished dialogue. */
  public static Optional<Fault> ofDialogue(List<String> names, DialogueChecks.Talked talked) {
    return ofTalk(names, talked).or(() -> first(names, DialogueChecks.FINISHED, talked));
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
