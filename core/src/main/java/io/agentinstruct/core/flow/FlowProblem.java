package io.agentinstruct.core.flow;

/**
 * One fault in a flow's folder, as a person needs it.
 *
 * @param file path as the reader knows it
 * @param line from 1; 0 where the fault is the whole file's
 */
public record FlowProblem(String file, int line, String fault, String remedy) {
  @Override
  public String toString() {
    return "%s%s: %s; %s".formatted(file, line > 0 ? ":" + line : "", fault, remedy);
  }
}
