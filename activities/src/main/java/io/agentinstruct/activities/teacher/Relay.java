package io.agentinstruct.activities.teacher;

import java.util.List;
import java.util.function.Function;

/**
 * The lines to one role's models, first choice first. While an endpoint is out of order or of
 * quota, its calls go to the next; one call now and then still goes to the first as a probe, and
 * when it is answered, all go there again. A request that any of the models has answered is paid to
 * none.
 */
final class Relay {
  private final List<Line> lines;

  /**
   * @param lines at least one
   */
  Relay(List<Line> lines) {
    this.lines = List.copyOf(lines);
  }

  /** What is asked of whichever line's turn it is. */
  @FunctionalInterface
  interface Asked<T> {
    /**
     * @param mayGoElsewhere whether another line would do, so that this one need not wait for the
     *     end of an outage
     */
    T on(Line line, boolean mayGoElsewhere) throws ModelTrouble, InterruptedException;
  }

  /**
   * Asks the first line that can be asked.
   *
   * @param request what the line would be asked, for the journal
   */
  <T> T ask(Function<Line, ChatModel.Request> request, Line.Caller caller, Asked<T> asked)
      throws ModelTrouble, InterruptedException {
    if (lines.size() == 1) {
      return asked.on(lines.getFirst(), false);
    }
    for (Line line : lines) {
      if (line.knows(request.apply(line), caller)) {
        return asked.on(line, false);
      }
    }
    return unknown(asked);
  }

  private <T> T unknown(Asked<T> asked) throws ModelTrouble, InterruptedException {
    for (Line line : lines) {
      if (line.gate().wouldTry()) {
        try {
          return asked.on(line, true);
        } catch (ModelTrouble trouble) {
          if (!trouble.goesElsewhere()) {
            throw trouble;
          }
        }
      }
    }
    // All are out of order: whose probe is answered first is as good a guess as any; the first
    // waits.
    return asked.on(lines.getFirst(), false);
  }
}
