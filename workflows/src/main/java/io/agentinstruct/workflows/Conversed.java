package io.agentinstruct.workflows;

import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Speaker;
import io.agentinstruct.contracts.Teacher.Turn;
import io.agentinstruct.core.flow.Itinerary.Dialogue;
import io.agentinstruct.core.flow.Itinerary.Visit;
import java.util.Objects;

/**
 * How far a dialogue has come.
 *
 * @param speaker whose turn it is
 * @param talk digest of what was said so far; empty = only what the instruction opens with
 * @param steps turns of anybody so far
 * @param turn where it stands, for whoever speaks
 */
record Conversed(Visit speaker, String talk, int steps, Turn turn) {
  static Conversed opening(Dialogue dialogue, Visit assistant) {
    return new Conversed(assistant, "", 0, new Turn(1, dialogue.turns(), dialogue.calls()));
  }

  /** After a turn that was not the last. */
  Conversed then(Item said, Dialogue dialogue, Visit assistant) {
    Speaker next = Objects.requireNonNull(said.next());
    return switch (next) {
      case USER ->
          going(
              dialogue.user(), said, new Turn(turn.turn() + 1, dialogue.turns(), dialogue.calls()));
      case TOOL ->
          going(
              Objects.requireNonNull(dialogue.tool(), "a flow whose student has tools has one"),
              said,
              turn);
      case ASSISTANT -> {
        boolean afterTools = speaker.equals(dialogue.tool());
        yield going(
            assistant,
            said,
            afterTools ? new Turn(turn.turn(), turn.turns(), turn.calls() - 1) : turn);
      }
    };
  }

  private Conversed going(Visit who, Item said, Turn at) {
    return new Conversed(who, said.digest(), steps + 1, at);
  }
}
