package io.agentinstruct.activities.seed;

/**
 * One text as its format gives it, not yet cleaned nor split.
 *
 * @param name file name, with {@code #line} for a record
 */
record Document(String name, String text, Facts facts) {}
