package io.agentinstruct.activities.seed;

/**
 * What is read at most in one piece; more is skipped as oversized.
 *
 * @param documentBytes of a file that is read whole: text, Markdown, HTML, code
 * @param recordCharacters of one line of JSONL, or one record of CSV
 */
record Caps(int documentBytes, int recordCharacters) {
  static final Caps USUAL = new Caps(64 << 20, 16 << 20);
}
