package io.agentinstruct.worker.scripted;

/** Where the options of a task come from, and by what the right one is found again. */
enum OptionRule {
  NONE,
  /** The wording tells right from wrong. */
  STEMS,
  /** Right is what the passage says, wrong is what it says otherwise. */
  STATED,
  /** Right is what the passage rules out, wrong is what it says. */
  CONTRADICTED,
  /** Sentences of the passage; right is the one that the others serve. */
  CLAIM,
  /** Meanings; right is that of the word asked about. */
  GLOSS,
  /** Words; right is the one that the passage has in the gap. */
  GAP,
  /** Descriptions; right is that of the passage's shape. */
  SHAPE,
  /** Descriptions; right is that of the role of a sentence. */
  ROLE,
  /** Labels of sentences as fact or opinion. */
  NATURE,
  /** Sentences to be put into the order of the passage. */
  ORDER,
  /** Subjects, and what the passage says of each. */
  PAIRS
}
