package io.agentinstruct.core.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How an answer looks: the formats of the paper's reading comprehension agents (section 2.1,
 * appendix A).
 */
public enum AnswerFormat {
  SHORT_ANSWER,
  LIST,
  ESSAY,
  FILL_IN_THE_BLANK,
  TRUE_FALSE,
  ORDERING,
  MATCHING,
  MULTIPLE_CHOICE,
  DIALOGUE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Whether an instruction of this format comes with options (choices, statements, items or a left
   * column).
   */
  public boolean hasOptions() {
    return this == TRUE_FALSE || this == ORDERING || this == MATCHING || this == MULTIPLE_CHOICE;
  }

  public boolean hasMatches() {
    return this == MATCHING;
  }

  /** Whether the student talks with a user; such an instruction has the user's first message. */
  public boolean isDialogue() {
    return this == DIALOGUE;
  }

  public static Optional<AnswerFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  @JsonCreator
  static AnswerFormat read(String word) {
    return named(word).orElseThrow(() -> new IllegalArgumentException("no answer format " + word));
  }
}
