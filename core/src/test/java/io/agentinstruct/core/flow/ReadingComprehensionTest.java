package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.prompt.Holes;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The flagship flow, measured against what the paper says of it (section 2.1, appendix A). */
class ReadingComprehensionTest {
  private static final FlowFolder.Reading READING =
      FlowFolder.read(HouseFlows.files("reading-comprehension"), "flows/reading-comprehension/");

  private static Flow flow() {
    return READING.flow().orElseThrow(() -> new AssertionError(READING.problems()));
  }

  private static Stream<String> names(Stage stage) {
    return flow().at(stage).stream().map(Agent::name);
  }

  @Test
  void hasNoProblems() {
    assertThat(READING.problems()).isEmpty();
    assertThat(flow().name()).isEqualTo("reading-comprehension");
    assertThat(flow().settings().evidence()).isEqualTo(Evidence.PAPER);
  }

  @Test
  void hasTheNineTransformationsOfThePaper() {
    assertThat(names(Stage.TRANSFORM))
        .containsExactly(
            "argument",
            "conversation",
            "debate",
            "identity",
            "instructional",
            "long-text",
            "meeting",
            "poem",
            "satire");
    assertThat(flow().at(Stage.TRANSFORM)).allMatch(agent -> agent.evidence() == Evidence.PAPER);
    assertThat(flow().at(Stage.TRANSFORM).stream().filter(Agent::identity).map(Agent::name))
        .containsExactly("identity");
    assertThat(flow().at(Stage.TRANSFORM).stream().map(Agent::makes)).doesNotHaveDuplicates();
  }

  /**
   * The paper counts 43 question types and shows 14; the rest is our reconstruction, and says so.
   */
  @Test
  void has43QuestionTypesOf14WhichThePaperShows() {
    assertThat(names(Stage.INSTRUCT)).hasSize(43);
    assertThat(
            flow().at(Stage.INSTRUCT).stream()
                .filter(agent -> agent.evidence() == Evidence.PAPER)
                .map(Agent::name))
        .containsExactly(
            "critical",
            "evaluative",
            "flaw",
            "literal",
            "method-of-reasoning",
            "must-be-true",
            "necessary-assumption",
            "numerical",
            "principle",
            "relationship",
            "sequence",
            "strengthen",
            "vocabulary-blank",
            "weaken");
  }

  @Test
  void usesEveryAnswerFormatOfThePaper() {
    assertThat(
            flow().at(Stage.INSTRUCT).stream().flatMap(agent -> agent.format().stream()).distinct())
        .containsExactlyInAnyOrder(
            AnswerFormat.SHORT_ANSWER,
            AnswerFormat.LIST,
            AnswerFormat.ESSAY,
            AnswerFormat.FILL_IN_THE_BLANK,
            AnswerFormat.TRUE_FALSE,
            AnswerFormat.ORDERING,
            AnswerFormat.MATCHING,
            AnswerFormat.MULTIPLE_CHOICE);
  }

  @Test
  void everyMaterialHasAtLeastFiveQuestionTypes() {
    for (Agent transform : flow().at(Stage.TRANSFORM)) {
      assertThat(flow().at(Stage.INSTRUCT).stream().filter(agent -> agent.asksOf(transform)))
          .as(transform.makes())
          .hasSizeGreaterThanOrEqualTo(5);
    }
  }

  @Test
  void hasTheThreeRefinementsOfThePaper() {
    assertThat(flow().at(Stage.REFINE).stream().map(Agent::pair).distinct())
        .containsExactly("changed-answer", "harder", "unanswerable");
    assertThat(flow().agent("refine/unanswerable.edit").leaves())
        .contains(Answerability.UNANSWERABLE);
    assertThat(flow().agent("refine/changed-answer.edit").leaves()).contains(Answerability.CHANGED);
    assertThat(flow().agent("refine/harder.edit").leaves()).isEmpty();
    assertThat(flow().at(Stage.REFINE).stream().filter(Agent::editsPassage).map(Agent::pair))
        .containsExactly("changed-answer", "unanswerable");
  }

  @Test
  void hasThreeLayoutsInEveryLanguageThatHasItsOwn() {
    assertThat(flow().layouts().stream().map(PromptFile::path))
        .containsExactly("render/plain.md", "render/sections.md", "render/task-first.md");
    for (Map<String, PromptFile> pack : flow().packs().values()) {
      assertThat(pack)
          .containsKeys("render/plain.md", "render/sections.md", "render/task-first.md");
    }
    assertThat(flow().packs()).containsKey("ja");
  }

  /** No hole without a value at run time, whoever is asked and in whatever language. */
  @Test
  void everyPromptCanBeFilled() {
    Map<String, String> values = new HashMap<>();
    for (Holes holes : Holes.values()) {
      holes.names().forEach(name -> values.put(name, "a value of " + name));
    }
    for (PromptFile file : prompts().toList()) {
      assertThat(file.user().fill(values)).as(file.path()).doesNotContain("{{").isNotBlank();
      file.system()
          .ifPresent(
              system -> assertThat(system.fill(values)).as(file.path()).doesNotContain("{{"));
    }
  }

  private static Stream<PromptFile> prompts() {
    return Stream.of(
            flow().agents().stream()
                .filter(agent -> !agent.identity())
                .flatMap(agent -> agent.steps().stream()),
            flow().layouts().stream(),
            flow().house().values().stream(),
            flow().packs().values().stream().flatMap(pack -> pack.values().stream()))
        .flatMap(prompt -> prompt);
  }

  @Test
  void everyLayoutShowsPassageTaskAndChoicesAndNothingThatIsExpected() {
    for (PromptFile layout : prompts().filter(file -> file.path().contains("render/")).toList()) {
      assertThat(layout.user().holes())
          .as(layout.path())
          .containsExactly("instruction.choices", "instruction.context", "instruction.task");
    }
  }

  @Test
  void overManySeedsEveryAgentGetsItsTurn() {
    Set<String> asked = new TreeSet<>();
    for (int i = 0; i < 1_000; i++) {
      String text = "Seed " + i + " " + "tells of this and that. ".repeat(20);
      Seed seed = Seed.of(text, new Source("a.txt", "", "", "en", "text", 1, 1, 0, text.length()));
      Itinerary way = Itinerary.of(flow(), seed, 42);
      assertThat(way.declined()).isEmpty();
      for (Itinerary.Transform transform : way.transforms()) {
        asked.add(transform.visit().agent());
        transform.instructs().forEach(visit -> asked.add(visit.agent()));
      }
    }

    List<String> all =
        Stream.of(Stage.TRANSFORM, Stage.INSTRUCT)
            .flatMap(stage -> flow().at(stage).stream())
            .map(Agent::id)
            .toList();
    assertThat(asked).containsExactlyInAnyOrderElementsOf(all);
  }
}
