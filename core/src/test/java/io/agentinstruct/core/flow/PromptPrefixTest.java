package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Providers bill the beginning that two requests share at a lower price. So what an agent is always
 * told stands before the first thing that differs from call to call; only a closing line, which
 * models heed best at the end, may come after it.
 */
class PromptPrefixTest {
  /**
   * Of a prompt's own words, without what fills its holes. Measured over all files: 0.87 to 0.99.
   */
  private static final double SHARED = 0.85;

  static List<PromptFile> prompts() {
    return HouseFlows.all().stream()
        .map(files -> FlowFolder.read(files, "").flow().orElseThrow())
        .flatMap(PromptPrefixTest::prompts)
        .toList();
  }

  /** Of all agents, in all languages. */
  private static Stream<PromptFile> prompts(Flow flow) {
    Set<String> languages = new TreeSet<>(flow.packs().keySet());
    languages.add("en");
    return flow.agents().stream()
        .filter(agent -> !agent.identity())
        .flatMap(agent -> agent.steps().stream())
        .flatMap(step -> languages.stream().map(language -> flow.in(language, step)))
        .distinct();
  }

  @Test
  void thereArePromptsToMeasure() {
    assertThat(prompts()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("prompts")
  void twoCallsOfOneAgentShareWhatTheAgentIsAlwaysTold(PromptFile prompt) {
    assertThat(SharedBeginning.share(prompt)).as(prompt.path()).isGreaterThanOrEqualTo(SHARED);
  }

  @Test
  void anAuthorIsToldOfAPromptThatPutsTheTextFirst(@TempDir Path folder) {
    TinyFlow tiny = TinyFlow.in(folder);
    assertThat(FlowFolder.read(tiny.files(), "").hints()).isEmpty();

    tiny.file(
        "instruct/question.md",
        """
        ---
        about: Asks anything.
        suits: [article]
        format: short-answer
        ---
        # user
        <passage>
        {{material.text}}
        </passage>
        Ask {{count}} question(s) about this passage, each of which it answers by itself.
        """);

    assertThat(tiny.problems()).isEmpty();
    assertThat(FlowFolder.read(tiny.files(), "tiny/").hints())
        .extracting(FlowProblem::toString)
        .containsExactly(
            "tiny/instruct/question.md: says most of what it always says after the first hole whose text differs from call to call; put it before, best into '# system': providers bill a beginning that calls share at a lower price");
  }

  @Test
  void aPromptThatPutsTheTextBeforeItsInstructionsWouldBeFound() {
    Template first = new Template("{{seed.text}}\nAsk about this text, and be careful with it.");
    PromptFile prompt = new PromptFile("x.md", Map.of(), Optional.empty(), first, 1, 1);

    assertThat(SharedBeginning.share(prompt)).isZero();
  }
}
