package io.agentinstruct.worker.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.flow.AnswerFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the teacher says by heart, and what a person is told of a line that is not sound. */
final class ScriptedLinesTest {
  private static final String RIDDLE =
      """
      {"agent":"instruct/riddle","when":["Quillon","goat"],"unless":["in French"],"reply":{"declined":"","items":[{"task":"What has horns?","expected":"a goat"}]}}
      """;

  @TempDir Path flows;

  @BeforeEach
  void aSkillWithAgents() throws IOException {
    for (String prompt :
        new String[] {
          "instruct/riddle.md", "instruct/grid.1.md", "instruct/grid.2.md", "respond/answer.md"
        }) {
      Path file = flows.resolve("teasers").resolve(prompt);
      Files.createDirectories(file.getParent());
      Files.writeString(file, "---\nabout: x\n---\n");
    }
  }

  private ScriptedLines.Reading read(String lines) throws IOException {
    Path file = flows.resolve("teasers").resolve(ScriptedLines.FILE);
    Files.createDirectories(file.getParent());
    Files.writeString(file, lines);
    return ScriptedLines.ofSkills(flows);
  }

  private static JsonNode riddle(ScriptedLines lines, String agent, String prompt)
      throws IOException {
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0, lines)) {
      return new TeacherStage(teacher.endpoint())
          .ask(agent, TeacherStage.items(AnswerFormat.SHORT_ANSWER), prompt);
    }
  }

  private static String answer(ScriptedLines lines, String prompt) throws IOException {
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0, lines)) {
      return new TeacherStage(teacher.endpoint()).answer(prompt);
    }
  }

  @Test
  void aLineFitsItsAgentAndAllOfItsWords() throws IOException {
    ScriptedLines lines = read(RIDDLE).lines();
    JsonNode byHeart = riddle(lines, "instruct-riddle", "Quillon had a goat.");

    assertThat(byHeart.path("items").path(0).path("task").asText()).isEqualTo("What has horns?");
    assertThat(riddle(lines, "instruct-grid", "Quillon had a goat.")).isNotEqualTo(byHeart);
    assertThat(riddle(lines, "instruct-riddle", "Quillon had a cow.")).isNotEqualTo(byHeart);
    assertThat(riddle(lines, "instruct-riddle", "Quillon had a goat. Write in French."))
        .isNotEqualTo(byHeart);
  }

  @Test
  void theFirstLineThatFitsAnswersAndElseTheRules() throws IOException {
    ScriptedLines lines =
        read("""
        {"agent":"respond/answer","when":["horns","Quillon"],"reply":"A goat."}
        {"agent":"instruct/grid","when":["Quillon"],"reply":"Notes on goats."}
        """)
            .lines();

    assertThat(answer(lines, "Quillon asks: what has horns?")).isEqualTo("A goat.");
    assertThat(answer(lines, "Quillon asks for notes.")).isEqualTo("Notes on goats.");
    assertThat(answer(lines, "What has horns?"))
        .isEqualTo(answer(ScriptedLines.NONE, "What has horns?"));
  }

  @Test
  void aTextIsForThoseWhoWantPlainWordsOnly() throws IOException {
    ScriptedLines lines =
        read("{\"agent\":\"instruct/riddle\",\"when\":[\"goat\"],\"reply\":\"Notes.\"}\n").lines();

    assertThat(riddle(lines, "instruct-riddle", "A goat climbed the stair."))
        .isEqualTo(riddle(ScriptedLines.NONE, "instruct-riddle", "A goat climbed the stair."));
  }

  @Test
  void everyFaultIsToldWithItsLine() throws IOException {
    ScriptedLines.Reading reading =
        read(
            RIDDLE
                + """

                {"agent":"instruct/ridle","when":["x"],"reply":{}}
                {"agent":"instruct/grid","wen":["x"],"reply":"notes"}
                {"agent":"instruct/grid","when":"x","reply":" "}
                {"agent":"instruct/grid","when":["x"],"unless":[""],"reply":"notes"} {}
                [1]
                """);

    assertThat(reading.problems())
        .extracting(problem -> problem.toString().replaceAll("(?<=is not JSON: ).*(?=;)", "..."))
        .containsExactly(
            "teasers/samples/replies.jsonl:3: speaks for 'instruct/ridle', which is no agent here; did you mean 'instruct/riddle'?",
            "teasers/samples/replies.jsonl:4: has an unknown key 'wen'; did you mean 'when'?",
            "teasers/samples/replies.jsonl:4: has no 'when'; name words that only this skill's samples have",
            "teasers/samples/replies.jsonl:5: has a 'when' that is no list of texts; write \"when\": [\"...\"]",
            "teasers/samples/replies.jsonl:5: has no 'reply'; write a text for an answer in plain words, an object for any other",
            "teasers/samples/replies.jsonl:6: is not JSON: ...; put one object on each line",
            "teasers/samples/replies.jsonl:7: is no JSON object; write {\"agent\": ..., \"when\": [...], \"reply\": ...}");
    assertThat(riddle(reading.lines(), "instruct-riddle", "Quillon had a goat.").path("items"))
        .as("sound lines are read all the same")
        .hasSize(1);
  }

  @Test
  void aFolderWithoutRepliesHasNone() throws IOException {
    assertThat(ScriptedLines.ofSkills(flows).problems()).isEmpty();
    assertThat(ScriptedLines.ofSkills(flows.resolve("absent")).problems()).isEmpty();
  }
}
