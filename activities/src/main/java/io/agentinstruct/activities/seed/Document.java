package io.agentinstruct.activities.seed;

/**
 * One text as its format gives it, not yet cleaned nor split.
 *
 * @param name file name, with {@code #line} for a record
 * @param prose what tells its language, where the whole text would not
 * @param headed whether its first line heads every part that it is split into
 */
record Document(String name, String text, Facts facts, String prose, boolean headed) {
  Document(String name, String text, Facts facts) {
    this(name, text, facts, text, false);
  }

  static Document of(String name, String text, Facts facts, String prose) {
    return new Document(name, text, facts, prose, false);
  }

  /** A table: a line of names, then a line a row. */
  static Document table(String name, String text) {
    return new Document(name, text, new Facts("", "", "", "", "table"), text, true);
  }
}
