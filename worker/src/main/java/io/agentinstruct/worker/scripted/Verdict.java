package io.agentinstruct.worker.scripted;

import java.util.Map;
import java.util.Optional;

/**
 * Whether one statement is true by a passage.
 *
 * @param bearing the sentence that decides; empty = no single one
 * @param reason in the words of the agent; empty = it has none of its own
 */
record Verdict(boolean right, Optional<Sentence> bearing, Optional<String> reason) {

  /** Empty where the passage does not settle it. */
  static Optional<Verdict> on(String statement, Passage passage, AgentWords agent) {
    return switch (agent.options()) {
      case STEMS -> fromStems(statement, agent);
      case NATURE -> ofNature(statement, passage, agent);
      default -> ofWording(statement, passage);
    };
  }

  private static Optional<Verdict> fromStems(String statement, AgentWords agent) {
    if (agent.saysRight(statement)) {
      return Optional.of(new Verdict(true, Optional.empty(), agent.why().stream().findFirst()));
    }
    return agent.saysWrong(statement)
        ? Optional.of(
            new Verdict(false, Optional.empty(), Optional.ofNullable(agent.by().get("clash"))))
        : Optional.empty();
  }

  private static Optional<Verdict> ofNature(String label, Passage passage, AgentWords agent) {
    for (Map.Entry<String, String> nature : agent.by().entrySet()) {
      Optional<Sentence> sentence =
          new Stem(nature.getValue())
              .match(label)
              .flatMap(slots -> passage.stating(slots.getOrDefault("sentence", "")));
      if (sentence.isPresent()) {
        boolean opinion = passage.opinion(sentence.get());
        boolean right = opinion == nature.getKey().equals("opinion");
        return Optional.of(
            new Verdict(right, sentence, Optional.of(agent.why().get(opinion ? 1 : 0))));
      }
    }
    return Optional.empty();
  }

  private static Optional<Verdict> ofWording(String statement, Passage passage) {
    Optional<Sentence> stating = passage.stating(statement);
    if (stating.isPresent()) {
      return Optional.of(new Verdict(true, stating, Optional.empty()));
    }
    return passage
        .crossing(statement)
        .map(crossing -> new Verdict(false, Optional.of(crossing), Optional.empty()));
  }
}
