package io.agentinstruct.worker.run;

import io.agentinstruct.activities.teacher.Brake;

/** How a run, or this process's share of it, ended. */
public sealed interface RunEnd {
  /** Every journey was walked to its end, or failed. */
  record Finished() implements RunEnd {}

  /** Nothing more could be sent; the run can be resumed once the cause is mended. */
  record Paused(Brake.Cause cause) implements RunEnd {}

  /** A person asked for it; the run can be resumed. */
  record Drained() implements RunEnd {}
}
