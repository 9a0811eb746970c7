package io.agentinstruct.worker.run;

import io.agentinstruct.activities.teacher.Brake;
import java.time.Duration;

/** How a run, or this process's share of it, ended. */
public sealed interface RunEnd {
  /** Every journey was walked to its end, or failed. */
  record Finished() implements RunEnd {}

  /**
   * The goal: so many rows are kept. Seeds may be left.
   *
   * @param goal rows that were asked for
   */
  record Reached(int goal) implements RunEnd {}

  /** Nothing more could be sent; the run can be resumed once the cause is mended. */
  record Paused(Brake.Cause cause) implements RunEnd {}

  /** For so long no new row was kept; the run can be resumed. */
  record Impatient(Duration patience) implements RunEnd {}

  /** A person gave the run up; it can be resumed all the same. */
  record Cancelled(String why) implements RunEnd {}

  /** A person asked for it; the run can be resumed. */
  record Drained() implements RunEnd {}
}
