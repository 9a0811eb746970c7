package io.agentinstruct.proof.check;

/**
 * Something that must never be.
 *
 * @param rule the invariant's short name
 * @param witness what to look at: a seed, a row, a request
 */
public record Violation(String rule, String what, String witness) {
  @Override
  public String toString() {
    return rule + ": " + what + " [" + witness + "]";
  }
}
