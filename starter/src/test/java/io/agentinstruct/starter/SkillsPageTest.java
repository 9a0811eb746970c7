package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Evidence;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/reference/skills.md} says what the folders of {@code flows/} hold. {@code
 * -Dgolden=write} writes it anew.
 */
class SkillsPageTest {
  private static final Path PAGE = Terminal.HOUSE.resolve("docs/reference/skills.md");
  private static final String REFRESH =
      "docs/reference/skills.md is stale; write it anew: ./mvnw -q -Dquick -pl starter -am test -Dtest=SkillsPageTest -Dgolden=write -Dsurefire.failIfNoSpecifiedTests=false";
  private static final String HEAD =
      """
      # Skills

      What each folder of `flows/` holds, in numbers; then every instruct agent. This page is written by a test from the
      folders and is never edited by hand. `agentinstruct skills show NAME` prints one skill with all its agents.

      `source`: documented = the paper describes the skill, reconstructed = it names it, and the agents are ours.

      | skill | seeds | transforms | leaves | refinements | judges | checks | source | dialogue | tools |
      | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |
      """;

  private static String page() {
    Skills skills = new Skills(Terminal.HOUSE.resolve("flows"));
    StringBuilder page = new StringBuilder(HEAD);
    for (String name : skills.names()) {
      page.append(row(skills.flow(name), skills.files(name)));
    }
    for (String name : skills.names()) {
      page.append(leaves(skills.flow(name)));
    }
    return page.toString();
  }

  private static String row(Flow flow, FlowFiles files) {
    boolean dialogue =
        flow.at(Stage.RESPOND).stream().anyMatch(agent -> agent.name().equals("user"));
    boolean tools =
        files.texts().containsKey("tools.yaml")
            || flow.at(Stage.RESPOND).stream().anyMatch(agent -> agent.name().equals("tool"))
            || flow.at(Stage.TRANSFORM).stream()
                .anyMatch(agent -> agent.last().settings().containsKey("produces"));
    return "| [%s](#%s) | %s | %d | %d | %d | %d | %d | %s | %s | %s |\n"
        .formatted(
            flow.name(),
            flow.name(),
            String.join(", ", flow.settings().kinds()),
            flow.at(Stage.TRANSFORM).size(),
            flow.at(Stage.INSTRUCT).size(),
            flow.at(Stage.REFINE).size() / 2,
            flow.settings().judges().size(),
            flow.settings().checks().size(),
            flow.settings().evidence() == Evidence.PAPER ? "documented" : "reconstructed",
            dialogue ? "yes" : "",
            tools ? "yes" : "");
  }

  private static String leaves(Flow flow) {
    StringBuilder text = new StringBuilder();
    text.append("\n## ").append(flow.name()).append("\n\n");
    text.append(flow.settings().about()).append("\n\n");
    text.append(
        "| leaf | asks for | answered as | named in the paper |\n| --- | --- | --- | --- |\n");
    for (Agent agent : flow.at(Stage.INSTRUCT)) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  agent.name(),
                  agent.about().replace("|", "\\|"),
                  agent.format().map(AnswerFormat::word).orElse(""),
                  agent.evidence() == Evidence.PAPER ? "yes" : ""));
    }
    return text.toString();
  }

  @Test
  void thePageSaysWhatTheFoldersHold() throws IOException {
    String page = page();
    if ("write".equals(System.getProperty("golden"))) {
      Files.writeString(PAGE, page);
    }

    assertThat(Files.exists(PAGE) ? Files.readString(PAGE) : "").as(REFRESH).isEqualTo(page);
  }

  @Test
  void everySkillIsOnIt() {
    List<String> names = new Skills(Terminal.HOUSE.resolve("flows")).names();

    assertThat(names).hasSizeGreaterThan(10);
    assertThat(page()).contains(names.stream().map(name -> "\n## " + name + "\n").toList());
  }
}
