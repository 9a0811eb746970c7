package io.agentinstruct.core.check;

import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.check.Checks.Fault;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;

/** One passage, the tasks that tests ask of it, and what a check finds. */
final class Mill {
  static final String PASSAGE =
      "The mill stood by the river for two hundred years until the great flood carried it away.";
  static final Instruction QUESTION = task(AnswerFormat.SHORT_ANSWER, "Why did the mill go?");

  static Instruction task(AnswerFormat format, String task, String... options) {
    return new Instruction(
        new Origin(Lineage.ofSeed("5eed"), "instruct/a", null, List.of()),
        PASSAGE,
        task,
        format,
        List.of(options),
        List.of(),
        "",
        Answerability.ANSWERABLE,
        "material");
  }

  static Instruction with(Instruction it, String context, String task, List<String> options) {
    return new Instruction(
        it.origin(),
        context,
        task,
        it.format(),
        options,
        it.matches(),
        it.expected(),
        it.answerability(),
        it.material());
  }

  static Instruction expecting(Instruction it, String expected, Answerability answerability) {
    return new Instruction(
        it.origin(),
        it.context(),
        it.task(),
        it.format(),
        it.options(),
        it.matches(),
        expected,
        answerability,
        it.material());
  }

  static Instruction matching(List<String> options, List<String> matches) {
    return new Instruction(
        QUESTION.origin(),
        PASSAGE,
        "Match each year with its event.",
        AnswerFormat.MATCHING,
        options,
        matches,
        "",
        Answerability.ANSWERABLE,
        "material");
  }

  static Optional<String> fault(String check, Instruction instruction) {
    return Checks.ofInstruction(List.of(check), new Draft(instruction, Optional.empty()))
        .map(Fault::detail);
  }

  static Optional<String> fault(String check, Instruction before, Instruction after) {
    return Checks.ofInstruction(List.of(check), new Draft(after, Optional.of(before)))
        .map(Fault::detail);
  }

  static Optional<String> fault(
      String check, Instruction instruction, String answer, String language) {
    Finished finished =
        new Finished(instruction, PASSAGE + "\n\n" + instruction.task(), answer, language);
    return Checks.ofAnswer(List.of(check), finished, CodeRunner.NONE).fault().map(Fault::detail);
  }

  private Mill() {}
}
