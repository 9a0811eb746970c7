package io.agentinstruct.worker.scripted;

import java.util.List;

/**
 * The answer that a passage gives to a task.
 *
 * @param expected in the form that the task's format wants
 * @param additions what the conditions of the task want besides
 * @param bearing sentences on which it rests, the most important first
 */
record Solution(String expected, List<String> additions, Focus focus, List<Sentence> bearing) {
  Sentence decisive() {
    return bearing.getFirst();
  }
}
