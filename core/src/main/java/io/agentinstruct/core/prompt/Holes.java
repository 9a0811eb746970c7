package io.agentinstruct.core.prompt;

import java.util.ArrayList;
import java.util.List;

/**
 * Which holes each kind of prompt file offers. The checker and the teacher both read this one list.
 */
public enum Holes {
  TRANSFORM(Names.SEED, List.of("documents"), Names.ASKED),
  INSTRUCT(
      Names.SEED,
      List.of("material.text", "material.title", "material.kind", "count", "tools"),
      Names.ASKED),
  SUGGEST(Names.INSTRUCTION, Names.ABOUT, List.of("material.kind", "count", "tools"), Names.ASKED),
  EDIT(
      Names.INSTRUCTION,
      Names.ABOUT,
      List.of("material.kind", "suggestion.text", "tools"),
      Names.ASKED),
  RESPOND(List.of("prompt", "tools", "dialogue"), Names.ASKED),
  /** Of {@code respond/user.md}, who plays the user of a dialogue. */
  USER(
      List.of("instruction.task", "instruction.context", "dialogue", "turn", "turns"), Names.ASKED),
  /** Of {@code respond/tool.md}, who plays the tools of a dialogue. */
  TOOL(
      List.of("tools", "material.text", "instruction.context", "state", "dialogue", "calls"),
      Names.ASKED),
  JUDGE(
      Names.INSTRUCTION,
      Names.ABOUT,
      List.of("prompt", "answer", "dialogue", "tools", "material.text"),
      Names.ASKED),
  RENDER(Names.INSTRUCTION),
  HOUSE(List.of("schema", "errors", "tools", "rounds", "results")),
  /** Of {@code _shared/router.md}, who says which skills a seed is worth. */
  ROUTER(Names.SEED, List.of("skills"), Names.ASKED);

  /** What the last step of a chain has of the step before it. */
  public static final String PREVIOUS = "previous.text";

  @SuppressWarnings("ImmutableEnumChecker") // a copy that nobody can change
  private final List<String> names;

  @SafeVarargs
  Holes(List<String>... groups) {
    List<String> all = new ArrayList<>();
    for (List<String> group : groups) {
      all.addAll(group);
    }
    this.names = List.copyOf(all);
  }

  public List<String> names() {
    return names;
  }

  private static final class Names {
    static final List<String> SEED = List.of("seed.text", "seed.title");
    static final List<String> INSTRUCTION =
        List.of(
            "instruction.context",
            "instruction.task",
            "instruction.choices",
            "instruction.opening");
    static final List<String> ABOUT =
        List.of("instruction.expected", "instruction.format", "instruction.answerability");
    static final List<String> ASKED = List.of("language");
  }
}
