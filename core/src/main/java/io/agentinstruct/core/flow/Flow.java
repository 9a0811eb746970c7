package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * A skill's folder, read and found to be in order.
 *
 * @param version digest of the folder's canonical text
 * @param agents of all stages, sorted by id
 * @param layouts files of {@code render/}, sorted by name
 * @param packs language code to path to the prompt that replaces the file of that path
 * @param house prompts that every flow uses, by name: {@code json-reply}, {@code reask}, {@code
 *     probe}, {@code use-tools}, {@code tool-results}
 * @param tools of every student of the flow, as {@code tools.yaml} lists them
 */
public record Flow(
    String name,
    String version,
    FlowSettings settings,
    List<Agent> agents,
    List<PromptFile> layouts,
    Map<String, Map<String, PromptFile>> packs,
    Map<String, PromptFile> house,
    List<ToolSpec> tools) {
  public static final String USER = "respond/user";
  public static final String TOOL = "respond/tool";

  /** A house prompt that is asked like an agent; no file of a flow can have its name. */
  public static final String ROUTER = "transform/_router";

  /** Whether the student talks with a user, instead of answering once. */
  public boolean isDialogue() {
    return agents.stream().anyMatch(agent -> agent.id().equals(USER));
  }

  public List<Agent> at(Stage stage) {
    return agents.stream().filter(agent -> agent.stage() == stage).toList();
  }

  /** The agent of this id, such as {@code instruct/strengthen}. */
  public Agent agent(String id) {
    if (id.equals(ROUTER)) {
      return router();
    }
    return agents.stream()
        .filter(agent -> agent.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new NoSuchElementException("flow " + name + " has no agent " + id));
  }

  private Agent router() {
    PromptFile prompt = house("router");
    return new Agent(
        Stage.TRANSFORM,
        ROUTER.substring(ROUTER.indexOf('/') + 1),
        "Says which skills a seed is worth.",
        Evidence.RECONSTRUCTED,
        "teacher",
        List.of(prompt),
        "",
        false,
        List.of(),
        Optional.empty(),
        0,
        List.of(),
        false,
        Optional.empty(),
        false,
        false,
        "",
        1,
        List.of(),
        false);
  }

  /** The prompt as written for a language: the language pack's, or else the file itself. */
  public PromptFile in(String language, PromptFile file) {
    String primary = language.split("[-_]", 2)[0];
    PromptFile general = packs.getOrDefault(primary, Map.of()).getOrDefault(file.path(), file);
    return packs.getOrDefault(language, Map.of()).getOrDefault(file.path(), general);
  }

  public PromptFile house(String prompt) {
    PromptFile file = house.get(prompt);
    if (file == null) {
      throw new NoSuchElementException("flow " + name + " has no house prompt " + prompt);
    }
    return file;
  }
}
