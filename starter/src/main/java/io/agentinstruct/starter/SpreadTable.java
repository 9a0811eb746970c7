package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import java.util.List;

/** How a run's rows are spread over its skills and their leaves, for people. */
final class SpreadTable {
  private SpreadTable() {}

  /** One line a skill; nothing where there is only one. */
  static String text(List<Store.OfSkill> skills) {
    if (skills.size() < 2) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "%-32s %7s %7s %8s %7s %7s%n"
            .formatted("by skill", "seeds", "kept", "dropped", "failed", "rows"));
    for (Store.OfSkill skill : skills) {
      text.append(
          "  %-30s %7d %7d %8d %7d %7d%n"
              .formatted(
                  ShowCommand.safe(skill.skill()),
                  skill.seeds(),
                  skill.kept(),
                  skill.dropped(),
                  skill.failed(),
                  skill.rows()));
    }
    return text.toString();
  }

  /** One line an instruct agent, below its skill. */
  static String leaves(List<Store.OfLeaf> leaves) {
    StringBuilder text = new StringBuilder();
    String skill = "";
    for (Store.OfLeaf leaf : leaves) {
      if (!leaf.skill().equals(skill)) {
        skill = leaf.skill();
        text.append(
            "%-40s %7s %8s%n".formatted(ShowCommand.safe("leaves of " + skill), "rows", "dropped"));
      }
      text.append(
          "  %-38s %7d %8d%n"
              .formatted(ShowCommand.safe(leaf.leaf()), leaf.rows(), leaf.dropped()));
    }
    return text.toString();
  }
}
