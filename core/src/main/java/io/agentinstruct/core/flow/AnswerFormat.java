package io.agentinstruct.core.flow;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How an answer looks: the formats of the paper's reading comprehension agents (section 2.1,
 * appendix A), and those of other skills whose answers a program can look into.
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
  /** A text as the task orders it, such as a rewriting. */
  TEXT,
  CODE,
  /** One JSON value. */
  JSON,
  /** One label, or several, of a set that the task gives. */
  LABELS,
  /** A conversation with a user, which the task is the hidden goal of. */
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

  /**
   * The field besides task, options and expected that an instruction of this format has, for a
   * program to hold the answer to; absent for most.
   */
  public Optional<String> demand() {
    return switch (this) {
      case TEXT -> Optional.of("constraints");
      case CODE -> Optional.of("tests");
      case JSON -> Optional.of("schema");
      case LABELS -> Optional.of("labels");
      case SHORT_ANSWER,
          LIST,
          ESSAY,
          FILL_IN_THE_BLANK,
          TRUE_FALSE,
          ORDERING,
          MATCHING,
          MULTIPLE_CHOICE,
          DIALOGUE ->
          Optional.empty();
    };
  }

  public static Optional<AnswerFormat> named(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  @JsonCreator
  static AnswerFormat read(String word) {
    return named(word).orElseThrow(() -> new IllegalArgumentException("no answer format " + word));
  }
}
