package io.agentinstruct.worker.scripted;

/**
 * @param raw as the passage has it, to be found and replaced there
 * @param text on one line, without marks of emphasis
 * @param speaker of the turn it stands in; empty = nobody is speaking
 * @param subject empty = none that could be named in a question
 */
record Sentence(
    String raw,
    String text,
    int ordinal,
    int paragraph,
    String speaker,
    String subject,
    String predicate) {

  boolean hasSubject() {
    return !subject.isEmpty();
  }
}
