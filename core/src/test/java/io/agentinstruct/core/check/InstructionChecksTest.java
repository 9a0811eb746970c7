package io.agentinstruct.core.check;

import static io.agentinstruct.core.check.Mill.PASSAGE;
import static io.agentinstruct.core.check.Mill.QUESTION;
import static io.agentinstruct.core.check.Mill.expecting;
import static io.agentinstruct.core.check.Mill.fault;
import static io.agentinstruct.core.check.Mill.matching;
import static io.agentinstruct.core.check.Mill.task;
import static io.agentinstruct.core.check.Mill.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** For each check of a task: what passes it, what fails it, and what people are told. */
class InstructionChecksTest {
  @ParameterizedTest
  @ValueSource(strings = {"Why did the mill go?", "Sum it up.", "主題は何か。", "要約せよ。", "왜 갔나요?"})
  void aTaskIsPresent(String task) {
    assertThat(fault("task-present", task(AnswerFormat.SHORT_ANSWER, task))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\n?\t", "Why?", "何？", "N/A"})
  void aTaskIsNotPresent(String task) {
    assertThat(fault("task-present", task(AnswerFormat.SHORT_ANSWER, task)))
        .contains("the task is '" + task.strip() + "'");
  }

  @ParameterizedTest
  @CsvSource({"TRUE_FALSE, 1", "ORDERING, 2", "MATCHING, 2", "MULTIPLE_CHOICE, 3"})
  void aTaskHasAsManyOptionsAsItsFormatNeeds(AnswerFormat format, int least) {
    List<String> enough = List.of("x", "y", "z").subList(0, least);
    List<String> few = enough.subList(1, least);
    Instruction it = matching(enough, enough);

    Instruction whole =
        new Instruction(
            it.origin(),
            PASSAGE,
            it.task(),
            format,
            enough,
            it.matches(),
            "",
            it.answerability(),
            "m");
    Instruction lacking =
        new Instruction(
            it.origin(),
            PASSAGE,
            it.task(),
            format,
            few,
            it.matches(),
            "",
            it.answerability(),
            "m");

    assertThat(fault("task-present", whole)).isEmpty();
    assertThat(fault("task-present", lacking))
        .contains(few.size() + " options, at least " + least + " are needed");
  }

  @Test
  void aMatchingTaskHasAPartnerForEveryItem() {
    assertThat(fault("task-present", matching(List.of("1", "2"), List.of("p", "q", "r"))))
        .isEmpty();
    assertThat(fault("task-present", matching(List.of("1", "2"), List.of("p"))))
        .contains("2 items, but 1 to match them with");
  }

  @Test
  void optionsAreDistinct() {
    assertThat(fault("options-distinct", task(AnswerFormat.ORDERING, "Order them.", "x", "y")))
        .isEmpty();
    assertThat(
            fault("options-distinct", task(AnswerFormat.ORDERING, "Order them.", "X.", "y", " x")))
        .contains("' x' stands twice");
    assertThat(fault("options-distinct", task(AnswerFormat.ORDERING, "並べよ。", "雨が降る。", "雨が降る")))
        .contains("'雨が降る' stands twice");
    assertThat(fault("options-distinct", matching(List.of("1", "2"), List.of("p", "P"))))
        .contains("'P' stands twice");
  }

  @Test
  void theKeyIsAmongTheOptions() {
    Instruction it =
        task(AnswerFormat.MULTIPLE_CHOICE, "Where was it?", "by the river", "on a hill", "in town");

    assertThat(
            fault("expected-among-options", expecting(it, "on a hill", Answerability.ANSWERABLE)))
        .isEmpty();
    assertThat(
            fault("expected-among-options", expecting(it, "nowhere", Answerability.UNANSWERABLE)))
        .isEmpty();
    assertThat(
            fault("expected-among-options", expecting(QUESTION, "flood", Answerability.ANSWERABLE)))
        .isEmpty();
    assertThat(fault("expected-among-options", expecting(it, "on the hill", Answerability.CHANGED)))
        .contains("the key 'on the hill' is none of the options");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The mill stood by the _____ .",
        "The ___ stood.",
        "水車小屋は＿＿のそばに立っていた。",
        "水車小屋は（　）のそばに立っていた。",
        "It stood by the (   ).",
        "それは（  ）だ。"
      })
  void aBlankIsPresent(String task) {
    assertThat(fault("blank-present", task(AnswerFormat.FILL_IN_THE_BLANK, task))).isEmpty();
  }

  @Test
  void aBlankIsMissing() {
    assertThat(
            fault(
                "blank-present",
                task(AnswerFormat.FILL_IN_THE_BLANK, "The mill stood by the __ .")))
        .contains("the task has no blank to fill in");
    assertThat(fault("blank-present", task(AnswerFormat.SHORT_ANSWER, "No blank needed.")))
        .isEmpty();
  }

  @Test
  void aPassageIsRewritten() {
    String other = PASSAGE.replace("flood", "fire");

    assertThat(fault("passage-rewritten", QUESTION)).as("nothing was rewritten yet").isEmpty();
    assertThat(
            fault("passage-rewritten", QUESTION, with(QUESTION, other, QUESTION.task(), List.of())))
        .isEmpty();
    assertThat(
            fault(
                "passage-rewritten",
                QUESTION,
                with(QUESTION, PASSAGE, "What took the mill?", List.of())))
        .as("the task was rewritten instead")
        .isEmpty();
    assertThat(
            fault("passage-rewritten", QUESTION, with(QUESTION, " ", QUESTION.task(), List.of())))
        .contains("the new passage is empty");
    assertThat(
            fault(
                "passage-rewritten",
                QUESTION,
                with(QUESTION, " " + PASSAGE.toUpperCase(Locale.ROOT), QUESTION.task(), List.of())))
        .contains("the new passage is the old one");
    assertThat(
            fault(
                "passage-rewritten",
                QUESTION,
                with(QUESTION, "The mill stood.", QUESTION.task(), List.of())))
        .contains("the new passage is a fragment: 15 of 88 characters");
  }

  private static Instruction opening(String opening) {
    return new Instruction(
        QUESTION.origin(),
        PASSAGE,
        QUESTION.task(),
        AnswerFormat.DIALOGUE,
        List.of(),
        List.of(),
        "",
        Answerability.ANSWERABLE,
        "material",
        opening,
        "",
        Demands.NONE);
  }

  @Test
  void aTaskIsRewritten() {
    assertThat(fault("task-rewritten", QUESTION)).isEmpty();
    assertThat(
            fault(
                "task-rewritten",
                QUESTION,
                with(QUESTION, PASSAGE, "What took the mill?", List.of())))
        .isEmpty();
    assertThat(
            fault(
                "task-rewritten",
                QUESTION,
                with(QUESTION, PASSAGE, QUESTION.task(), List.of("new option"))))
        .isEmpty();
    assertThat(
            fault(
                "task-rewritten",
                QUESTION,
                with(QUESTION, "Another passage.", QUESTION.task(), List.of())))
        .isEmpty();
    assertThat(
            fault(
                "task-rewritten",
                QUESTION,
                with(QUESTION, PASSAGE, "why did  the mill go?", List.of())))
        .contains("the new task is the old one");
    assertThat(fault("task-rewritten", opening("Hello"), opening("Hello there"))).isEmpty();
    assertThat(fault("task-rewritten", opening("Hello"), opening("hello")))
        .contains("the new task is the old one");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "</document>",
        "<passage>",
        "<choices>",
        "{{",
        "\"items\" :",
        "\"expected\":",
        "<|im_end|>"
      })
  void scaffoldingOfAPromptHasNoBusinessInATask(String scaffolding) {
    Instruction it = task(AnswerFormat.SHORT_ANSWER, "Why did it go? " + scaffolding);

    assertThat(fault("no-scaffolding", it)).contains("holds '" + scaffolding + "' of a prompt");
    assertThat(
            fault(
                "no-scaffolding",
                task(AnswerFormat.ORDERING, "Order them.", "x", "y " + scaffolding)))
        .contains("holds '" + scaffolding + "' of a prompt");
    assertThat(fault("no-scaffolding", matching(List.of("1", "2"), List.of("p", scaffolding))))
        .contains("holds '" + scaffolding + "' of a prompt");
    assertThat(fault("no-scaffolding", it, it)).as("it was there before").isEmpty();
  }

  @Test
  void scaffoldingIsFoundInAPassageThatWasRewritten() {
    Instruction rewritten =
        with(QUESTION, "<passage>" + PASSAGE + "</passage>", QUESTION.task(), List.of());

    assertThat(fault("no-scaffolding", QUESTION, rewritten))
        .contains("holds '<passage>' of a prompt");
    assertThat(fault("no-scaffolding", rewritten)).as("a document may be about tags").isEmpty();
  }

  @Test
  void scaffoldingIsFoundBehindWhatWasThereBefore() {
    Instruction before = task(AnswerFormat.SHORT_ANSWER, "What does <task> mean?");
    Instruction after = task(AnswerFormat.SHORT_ANSWER, "What does <task> mean? </suggestion>");

    assertThat(fault("no-scaffolding", before, after))
        .contains("holds '</suggestion>' of a prompt");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Why did a < b and c > d hold?", "{x} and \"item\": what is it?", "作者の意図は何か。"})
  void anOrdinaryTaskHasNoScaffolding(String task) {
    assertThat(fault("no-scaffolding", task(AnswerFormat.SHORT_ANSWER, task))).isEmpty();
  }
}
