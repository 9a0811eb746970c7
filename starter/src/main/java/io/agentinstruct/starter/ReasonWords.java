package io.agentinstruct.starter;

import java.util.Map;

/** Why a thread was dropped, in a sentence; the words stand in docs/reference/outcomes.md. */
final class ReasonWords {
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("declined", "the agent says that what it was given does not suit it"),
          Map.entry("garbled", "the reply did not fit the stage's envelope, asked twice"),
          Map.entry("looping", "the reply repeated itself until it was cut"),
          Map.entry("truncated", "the reply was cut at the cap on tokens, twice"),
          Map.entry("empty", "the reply held nothing"),
          Map.entry("refused", "the endpoint or the model refused the text"),
          Map.entry("too-long", "prompt and reply do not fit the model's context"),
          Map.entry("failed-by-judge", "a judge says fail"),
          Map.entry("replaced", "its refinements took its place; not a fault"));

  private ReasonWords() {}

  static String of(String reason) {
    return WORDS.getOrDefault(reason, "the check '" + reason + "' found a fault");
  }
}
