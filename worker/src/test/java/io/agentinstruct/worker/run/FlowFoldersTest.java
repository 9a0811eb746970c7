package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.scripted.ScriptedLines;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every skill: its samples through the real workflows and the real client, against the rows that
 * must come out. A new folder is tested unlisted. {@code -Dgolden=write} writes the golden rows
 * anew; the difference is to be read.
 */
class FlowFoldersTest {
  @TempDir Path folder;

  static Stream<Path> skills() throws IOException {
    try (Stream<Path> folders = Files.list(Home.ROOT.resolve("flows"))) {
      return folders
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("_"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @Test
  void thereAreSkills() throws IOException {
    assertThat(skills()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("skills")
  void samplesBecomeTheGoldenRows(Path skill) throws IOException, InterruptedException {
    FlowFiles files = FlowFiles.read(skill, Home.ROOT.resolve("flows/_shared"));
    Path golden = skill.resolve("samples/rows.golden.jsonl");
    List<String> rows;
    ScriptedLines.Reading replies = ScriptedLines.ofSkills(Home.ROOT.resolve("flows"));
    assertThat(replies.problems()).isEmpty();
    try (ScriptedTeacher teacher = ScriptedTeacher.start(0, replies.lines())) {
      Home home =
          new Home(folder, teacher.endpoint(), files, skill.resolve("samples/seeds.jsonl"), 0)
              .mixed(null); // a sample goes its way whatever the others are, as scripted for it
      rows =
          home.walk(new EmbeddedEngine(), true, runner -> {}).rows().stream()
              .map(FlowFoldersTest::withoutVersion)
              .sorted()
              .toList();
    }
    if ("write".equals(System.getProperty("golden"))) {
      Files.write(golden, rows);
    }

    assertThat(rows).isEqualTo(Files.readAllLines(golden));
  }

  /**
   * Golden rows prove the folder's joints, not its wording: the version and the ids made of it are
   * left out. What could not be checked depends on whether this machine has a sandbox for code.
   */
  private static String withoutVersion(String row) {
    return row.replaceAll("\"flow_version\":\"[0-9a-f]+\"", "\"flow_version\":\"\"")
        .replaceAll("^\\{\"id\":\"[0-9a-f]+\"", "{\"id\":\"\"")
        .replaceAll("\"unchecked\":\\[[^\\]]*]", "\"unchecked\":[]")
        .replaceAll("\"path\":\"[^\"]*/flows/", "\"path\":\"flows/");
  }
}
