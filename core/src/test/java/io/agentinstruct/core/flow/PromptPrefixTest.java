package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.Template;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Providers bill the beginning that two requests share at a lower price. So what an agent is always
 * told stands before the first thing that differs from call to call; only a closing line, which
 * models heed best at the end, may come after it.
 */
class PromptPrefixTest {
  /**
   * Of a prompt's own words, without what fills its holes. Measured when this was written: 0.92 to
   * 0.99 in all files.
   */
  private static final double SHARED = 0.90;

  /** The same in all calls of one agent in a run of one language. */
  private static final Set<String> STEADY = Set.of("language", "count");

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
    assertThat(shared(prompt)).as(prompt.path()).isGreaterThanOrEqualTo(SHARED);
  }

  @Test
  void aPromptThatPutsTheTextBeforeItsInstructionsWouldBeFound() {
    Template first = new Template("{{seed.text}}\nAsk about this text, and be careful with it.");
    PromptFile prompt = new PromptFile("x.md", Map.of(), Optional.empty(), first, 1, 1);

    assertThat(shared(prompt)).isZero();
  }

  /** The common beginning of two calls, in proportion to the prompt's own words. */
  private static double shared(PromptFile prompt) {
    String one = rendered(prompt, "1 of one seed");
    String two = rendered(prompt, "2 of another seed");
    int common = 0;
    while (common < one.length() && one.charAt(common) == two.charAt(common)) {
      common++;
    }
    return common / (double) rendered(prompt, "").length();
  }

  private static String rendered(PromptFile prompt, String value) {
    return prompt.system().map(system -> filled(system, value)).orElse("")
        + filled(prompt.user(), value);
  }

  private static String filled(Template template, String value) {
    Map<String, String> values = new HashMap<>();
    template.holes().forEach(hole -> values.put(hole, STEADY.contains(hole) ? "" : value));
    return template.fill(values);
  }
}
