package io.agentinstruct.contracts;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a person may want of a run while it goes on: by {@code set}, {@code pause} and {@code
 * cancel}, or by signals and updates of its workflow. The process that walks the run heeds it
 * within a second.
 */
public enum RunSetting {
  /** Calls on the wire at once, over all roles' configured numbers; a whole number from 1. */
  IN_FLIGHT,
  /** Requests per minute of each endpoint and model; 0 = no limit of ours. */
  RPM,
  /** Tokens per minute of each endpoint and model; 0 = no limit of ours. */
  TPM,
  /** Most that the run may cost, in currency units, such as {@code 12.50}. */
  BUDGET,
  /** Most that all runs of the workspace together may cost in one day (UTC). */
  BUDGET_PER_DAY,
  /** Kept rows after which the run has reached its goal. */
  ROWS,
  /** Longest time without a new kept row, such as {@code 30m}; then the run pauses. */
  PATIENCE,
  /** Why a person paused the run; set = nothing more is sent. */
  PAUSED,
  /** Why a person cancelled the run; set = no more journeys, those under way are given up. */
  CANCELLED;

  /** As people write it: {@code in-flight}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By {@link #word}. */
  public static Optional<RunSetting> named(String word) {
    return Arrays.stream(values()).filter(setting -> setting.word().equals(word)).findFirst();
  }
}
