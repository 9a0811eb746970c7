package io.agentinstruct.core.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What is expected of an instruction's answer after the last refinement (the paper keeps some that
 * have none).
 */
public enum Answerability {
  /** The context holds the answer. */
  ANSWERABLE,
  /** The context was changed so that the answer is another one. */
  CHANGED,
  /** The context was changed so that it no longer tells; a good answer says so. */
  UNANSWERABLE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Answerability> named(String word) {
    return Arrays.stream(values()).filter(value -> value.word().equals(word)).findFirst();
  }

  @JsonCreator
  static Answerability read(String word) {
    return named(word).orElseThrow(() -> new IllegalArgumentException("no answerability " + word));
  }
}
