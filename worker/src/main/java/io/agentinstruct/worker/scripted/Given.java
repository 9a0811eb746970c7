package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.Optional;

/** An instruction as a suggester, an editor or a judge gets it to see. */
record Given(
    Passage passage,
    String task,
    PrintedChoices choices,
    String expected,
    String suggestion,
    Optional<Asked> asked) {

  static Given in(Fences fences) {
    Passage passage = Passage.of(fences.passage());
    String task = fences.text("task");
    return new Given(
        passage,
        task,
        PrintedChoices.read(fences.text("choices")),
        fences.text("expected"),
        fences.text("suggestion"),
        TaskReader.of(passage.wording().tongue()).read(task));
  }

  Optional<Solution> solution() {
    return solution(passage);
  }

  /** What the same task has for an answer in another passage. */
  Optional<Solution> solution(Passage other) {
    return asked.flatMap(known -> Solver.solve(other, known, choices.options(), choices.matches()));
  }

  /** The sentence on which the answer most likely rests. */
  Sentence bearing() {
    return solution()
        .map(Solution::decisive)
        .or(() -> passage.closest(expected + " " + task))
        .orElseGet(passage::mainClaim);
  }

  String subject() {
    Sentence bearing = bearing();
    return bearing.hasSubject() ? bearing.subject() : passage.topic();
  }

  AnswerFormat format(AnswerFormat guessed) {
    return asked.map(known -> known.agent().format()).orElse(guessed);
  }
}
