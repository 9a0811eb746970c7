package io.agentinstruct.starter;

/** Exit codes, documented in docs/reference/exit-codes.md. */
final class ExitCode {
  static final int DONE = 0;

  /** The run is over, but journeys failed; {@code resume} walks them again. */
  static final int FAILURES = 1;

  /** Bad flags, missing or empty input, a broken flow file. */
  static final int USAGE = 2;

  /** The run is paused and can be resumed: endpoint down, out of quota, disk full. */
  static final int PAUSED = 3;

  /** Key, model or another setting of the endpoint is wrong. */
  static final int CONFIG = 4;

  /** The cap on money is reached; {@code set} raises it, {@code resume} goes on. */
  static final int BUDGET = 5;

  /** Another process owns the workspace, or the port. */
  static final int OWNED = 6;

  /** A fault of the program. */
  static final int INTERNAL = 70;

  /** Stopped by Ctrl-C, or cancelled. */
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
