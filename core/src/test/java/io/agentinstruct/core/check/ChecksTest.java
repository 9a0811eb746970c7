package io.agentinstruct.core.check;

import static io.agentinstruct.core.check.Mill.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.check.Checks.Draft;
import io.agentinstruct.core.check.Checks.Fault;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Checks go by their names. */
class ChecksTest {
  @Test
  void areKnownByTheirNames() {
    assertThat(Checks.names())
        .containsExactly(
            "task-present",
            "options-distinct",
            "expected-among-options",
            "blank-present",
            "passage-rewritten",
            "task-rewritten",
            "no-scaffolding",
            "opening-underspecified",
            "options-balanced",
            "constraints-legible",
            "schema-legible",
            "answer-present",
            "answer-not-repetitive",
            "answer-not-echo",
            "answer-chooses-an-option",
            "citations-exist",
            "answer-in-language",
            "answer-matches-key",
            "labels-in-set",
            "json-valid",
            "spans-in-text",
            "numbers-in-data",
            "arithmetic-holds",
            "constraints-met",
            "code-runs",
            "code-passes-tests",
            "no-role-swap",
            "openers-vary",
            "elements-exist",
            "dialogue-as-expected");
  }

  @Test
  void onlyTheNamedOnesLookAndTheFirstFaultCounts() {
    Instruction bad = task(AnswerFormat.MULTIPLE_CHOICE, "Why?", "x", "x", "y");

    assertThat(Checks.ofInstruction(List.of(), new Draft(bad, Optional.empty()))).isEmpty();
    assertThat(Checks.ofInstruction(List.of("answer-present"), new Draft(bad, Optional.empty())))
        .isEmpty();
    assertThat(
            Checks.ofInstruction(
                List.of("options-distinct", "task-present"), new Draft(bad, Optional.empty())))
        .contains(new Fault("task-present", "the task is 'Why?'"));
    assertThat(
            Checks.ofAnswer(
                    List.of("task-present", "answer-present"),
                    new Finished(bad, "", " ", "en"),
                    CodeRunner.NONE)
                .fault())
        .contains(new Fault("answer-present", "the answer is empty"));
  }
}
