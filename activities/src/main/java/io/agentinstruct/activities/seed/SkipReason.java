package io.agentinstruct.activities.seed;

/**
 * Every reason for which an input gives no seed. The words stand in stores and reports; keep them.
 */
public enum SkipReason {
  BLANK("blank"),
  BINARY("binary"),
  UNDECODABLE("undecodable"),
  BROKEN_LINE("broken-line"),
  OVERSIZED("oversized"),
  UNREADABLE("unreadable"),
  UNKNOWN_TYPE("unknown-type"),
  DUPLICATE("duplicate"),
  NO_SKILL("no-skill");

  private final String word;

  SkipReason(String word) {
    this.word = word;
  }

  public String word() {
    return word;
  }
}
