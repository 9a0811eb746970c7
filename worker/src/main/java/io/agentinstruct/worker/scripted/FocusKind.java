package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** What a task can be about; each kind offers slots of its own, see {@link Foci}. */
enum FocusKind {
  WHOLE,
  STATEMENT,
  CLAIM,
  PAIR,
  NEIGHBOURS,
  CONTRAST,
  OPENING,
  ROLE,
  SPEAKERS,
  CAUSE,
  LINKED,
  QUANTITY,
  SPAN,
  FIGURE,
  FIGURES,
  DATED,
  KEYWORD,
  GLOSS,
  GAP,
  STAND_IN,
  IMAGE;

  /** Whether it rests on numbers, so that making them vague takes the answer away. */
  boolean counts() {
    return this == QUANTITY || this == SPAN || this == FIGURE || this == FIGURES || this == DATED;
  }

  @JsonCreator
  static FocusKind read(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
