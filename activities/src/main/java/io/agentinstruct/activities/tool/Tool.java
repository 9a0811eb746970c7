package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.stage.ToolSpec;

/**
 * Something an agent may use. Whoever calls it has checked the arguments against the schema, and
 * journals the result: the same use in the same run is made once.
 */
public interface Tool {
  ToolSpec spec();

  /**
   * Uses the tool once. Takes seconds at most, and ends in time whatever it was given.
   *
   * @return what the agent reads; a failure is a result too, told in words that help the agent
   */
  Result use(ObjectNode arguments, Caller caller) throws InterruptedException;

  /**
   * On whose behalf.
   *
   * @param seed id of the journey's seed
   */
  record Caller(String run, String seed) {}

  /**
   * @param text plain text or JSON, capped in length
   * @param failed whether the tool could not do what it was asked
   */
  record Result(String text, boolean failed) {
    public static Result of(String text) {
      return new Result(text, false);
    }

    public static Result failed(String why) {
      return new Result(why, true);
    }
  }
}
