package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.flow.AnswerFormat;
import java.util.List;

/** An instruction on its way from stage to stage, and the prompts that carry it. */
record Exercise(
    String passage,
    String task,
    List<String> options,
    List<String> matches,
    String expected,
    AnswerFormat format) {

  static Exercise of(JsonNode item, String passage, AnswerFormat format) {
    return new Exercise(
        passage,
        item.path("task").asText(),
        TeacherStage.strings(item.path("options")),
        TeacherStage.strings(item.path("matches")),
        item.path("expected").asText(),
        format);
  }

  Exercise in(String otherPassage, String otherExpected) {
    return new Exercise(otherPassage, task, options, matches, otherExpected, format);
  }

  String choices() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < options.size(); i++) {
      String label = format == AnswerFormat.MULTIPLE_CHOICE ? letter(i) : "" + (i + 1);
      lines.append(label).append(". ").append(options.get(i)).append('\n');
    }
    lines.append(matches.isEmpty() ? "" : "\n");
    for (int i = 0; i < matches.size(); i++) {
      lines.append(letter(i)).append(". ").append(matches.get(i)).append('\n');
    }
    return lines.toString().strip();
  }

  static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }

  String fenced(String suggestion) {
    return """
    Kind of passage: article
    Answer format: %s
    Answerability: answerable

    <passage>
    %s
    </passage>
    <task>
    %s
    </task>
    <choices>
    %s
    </choices>
    <expected>
    %s
    </expected>
    <suggestion>
    %s
    </suggestion>

    Write in English. Number of suggestions: 2.
    """
        .formatted(format.word(), passage, task, choices(), expected, suggestion);
  }

  String plain() {
    return passage + "\n\n" + task + "\n\n" + choices() + "\n\nWrite in English.";
  }

  String taskFirst() {
    return task
        + "\n\nUse only this passage:\n\n[Beginning of the passage]\n\n"
        + passage
        + "\n\n[End of the passage]\n\n"
        + choices()
        + "\n\nWrite in English.";
  }

  String sections() {
    return "## Passage\n\n"
        + passage
        + "\n\n## Task\n\n"
        + task
        + "\n\n"
        + choices()
        + "\n\nWrite in English.";
  }
}
