package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.PromptReader;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What must hold between the files of a flow: that pairs are pairs, tags meet, and nobody named is
 * missing.
 */
final class FlowChecker {
  private final FlowSettings settings;
  private final List<Agent> agents;
  private final List<PromptFile> layouts;
  private final boolean tools;
  private final PromptReader reader;

  /**
   * @param tools whether every student of the flow has tools
   */
  FlowChecker(
      FlowSettings settings,
      List<Agent> agents,
      List<PromptFile> layouts,
      boolean tools,
      PromptReader reader) {
    this.settings = settings;
    this.agents = agents;
    this.layouts = layouts;
    this.tools = tools;
    this.reader = reader;
  }

  void check() {
    someone(Stage.TRANSFORM, "add one; a file with 'identity: true' hands the seed on as it is");
    someone(Stage.INSTRUCT, "add one, such as instruct/question.md");
    tags();
    pairs();
    named(Stage.RESPOND, List.of(settings.respondAgent()));
    named(Stage.JUDGE, settings.judges());
    dialogue();
    if (layouts.isEmpty()) {
      reader.fault(
          "render/",
          0,
          "has no layout",
          "add render/plain.md, which lays out the student's prompt");
    }
  }

  private List<Agent> at(Stage stage) {
    return agents.stream().filter(agent -> agent.stage() == stage).toList();
  }

  private void someone(Stage stage, String remedy) {
    if (at(stage).isEmpty()) {
      reader.fault(stage.folder() + "/", 0, "has no agent", remedy);
    }
  }

  private void tags() {
    Set<String> made =
        at(Stage.TRANSFORM).stream()
            .map(Agent::makes)
            .collect(Collectors.toCollection(TreeSet::new));
    if (made.isEmpty() || made.contains("") || at(Stage.INSTRUCT).isEmpty()) {
      return; // noted already; to name every agent that suffers from it would hide it
    }
    for (Agent agent : at(Stage.INSTRUCT)) {
      for (String tag : agent.suits()) {
        if (!made.contains(tag)) {
          String path = agent.last().path();
          reader.fault(
              path,
              reader.lineOf(path, "", "suits"),
              "suits '" + tag + "', which no transform agent makes",
              Nearest.remedy(tag, made));
        }
      }
    }
    for (Agent agent : at(Stage.TRANSFORM)) {
      if (at(Stage.INSTRUCT).stream().noneMatch(asker -> asker.asksOf(agent))) {
        String path = agent.last().path();
        reader.fault(
            path,
            reader.lineOf(path, "", "makes"),
            "makes '" + agent.makes() + "', which no instruct agent suits",
            "add the tag to some agent's 'suits', or remove this agent");
      } else if (at(Stage.INSTRUCT).stream()
          .noneMatch(asker -> asker.asksOf(agent) && asker.weight() > 0)) {
        String path = agent.last().path();
        reader.fault(
            path,
            reader.lineOf(path, "", "makes"),
            "makes '" + agent.makes() + "', and all instruct agents that suit it have weight 0",
            "give one of them another weight, or remove this agent");
      }
    }
    if (at(Stage.TRANSFORM).stream().allMatch(agent -> agent.weight() == 0)) {
      reader.fault("transform/", 0, "has only agents of weight 0", "give one another weight");
    }
  }

  private void pairs() {
    Set<String> names =
        at(Stage.REFINE).stream().map(Agent::name).collect(Collectors.toCollection(TreeSet::new));
    for (Agent agent : at(Stage.REFINE)) {
      boolean suggests = agent.name().endsWith(".suggest");
      boolean edits = agent.name().endsWith(".edit");
      String path = agent.last().path();
      if (!suggests && !edits) {
        reader.fault(
            path,
            0,
            "is neither suggester nor editor",
            "name it " + agent.name() + ".suggest.md or " + agent.name() + ".edit.md");
      } else if (!names.contains(agent.pair() + (suggests ? ".edit" : ".suggest"))) {
        reader.fault(
            path,
            0,
            "is half a pair",
            "add refine/" + agent.pair() + (suggests ? ".edit.md" : ".suggest.md"));
      }
    }
    if (settings.rounds() > 0 && names.isEmpty()) {
      reader.fault(
          "flow.yaml",
          reader.lineOf("flow.yaml", "refine", "rounds"),
          "asks for " + settings.rounds() + " rounds of refinement, but refine/ is empty",
          "add a pair, or set rounds: 0");
    }
  }

  /** A dialogue needs somebody for each part, and tasks that are made for it. */
  private void dialogue() {
    boolean dialogue = at(Stage.RESPOND).stream().anyMatch(agent -> agent.id().equals(Flow.USER));
    boolean simulated = at(Stage.RESPOND).stream().anyMatch(agent -> agent.id().equals(Flow.TOOL));
    boolean withTools = tools || at(Stage.TRANSFORM).stream().anyMatch(Agent::producesTools);
    for (Agent agent : at(Stage.INSTRUCT)) {
      boolean meant = agent.format().map(AnswerFormat::isDialogue).orElse(dialogue);
      String path = agent.last().path();
      if (meant && !dialogue) {
        reader.fault(
            path,
            reader.lineOf(path, "", "format"),
            "asks for a dialogue, and nobody plays the user",
            "add respond/user.md, or choose another format");
      } else if (dialogue && !meant) {
        reader.fault(
            path,
            reader.lineOf(path, "", "format"),
            "asks for one answer in a flow of dialogues",
            "write format: dialogue");
      }
    }
    if (withTools && !(dialogue && simulated)) {
      reader.fault(
          "respond/",
          0,
          "has nobody for a student with tools to talk to",
          "add respond/user.md, who plays the user, and respond/tool.md, who plays the tools");
    }
  }

  private void named(Stage stage, List<String> wanted) {
    List<String> there = at(stage).stream().map(Agent::name).toList();
    for (String name : wanted) {
      if (!there.contains(name)) {
        reader.fault(
            "flow.yaml",
            reader.lineOf("flow.yaml", stage.folder(), name),
            "names the agent '"
                + name
                + "', but there is no "
                + stage.folder()
                + "/"
                + name
                + ".md",
            there.isEmpty() ? "add it" : Nearest.remedy(name, there));
      }
    }
  }
}
