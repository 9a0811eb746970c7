package io.agentinstruct.contracts;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a person may want of a run while it goes on: by {@code set}, {@code pause} and {@code
 * cancel}, or by signals and updates of its workflow. The process that walks the run heeds it
 * within a second.
 */
public enum RunSetting {
  /** Calls on the wire at once, over all roles' configured numbers; a whole number from 1. */
  IN_FLIGHT("\\d{1,5}", "a whole number from 1, such as 32"),
  /** Requests per minute of each endpoint and model; 0 = no limit of ours. */
  RPM("\\d{1,9}", "a whole number, such as 600; 0 = no limit of ours"),
  /** Tokens per minute of each endpoint and model; 0 = no limit of ours. */
  TPM("\\d{1,12}", "a whole number, such as 200000; 0 = no limit of ours"),
  /** Most that the run may cost, in currency units, such as {@code 12.50}. */
  BUDGET("\\d{1,9}(\\.\\d{1,6})?", "an amount of money, such as 12.50"),
  /** Most that all runs of the workspace together may cost in one day (UTC). */
  BUDGET_PER_DAY("\\d{1,9}(\\.\\d{1,6})?", "an amount of money, such as 12.50"),
  /** Kept rows after which the run has reached its goal. */
  ROWS("\\d{1,9}", "a whole number from 1, such as 10000"),
  /** Longest time without a new kept row, such as {@code 30m}; then the run pauses. */
  PATIENCE("\\d{1,6}[smhd]", "a time, such as 90s, 30m or 2h"),
  /** Why a person paused the run; set = nothing more is sent. */
  PAUSED("(?s).{1,500}", "a reason of at most 500 characters"),
  /** Why a person cancelled the run; set = no more journeys, those under way are given up. */
  CANCELLED("(?s).{1,500}", "a reason of at most 500 characters");

  private static final Set<RunSetting> NEVER_NOUGHT = EnumSet.of(IN_FLIGHT, ROWS, PATIENCE);

  private final String pattern;
  private final String wanted;

  RunSetting(String pattern, String wanted) {
    this.pattern = pattern;
    this.wanted = wanted;
  }

  /** As people write it: {@code in-flight}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** By {@link #word}. */
  public static Optional<RunSetting> named(String word) {
    return Arrays.stream(values()).filter(setting -> setting.word().equals(word)).findFirst();
  }

  /** All that {@code set} takes, for people. */
  public static String words() {
    return String.join(
        ", ", Arrays.stream(values()).filter(RunSetting::settable).map(RunSetting::word).toList());
  }

  /**
   * Whether {@code set} takes it: pausing and cancelling have commands and signals of their own.
   */
  public boolean settable() {
    return this != PAUSED && this != CANCELLED;
  }

  /** What is wrong with a value, for people; empty = nothing. An empty value takes a wish back. */
  public Optional<String> fault(String value) {
    boolean nought = NEVER_NOUGHT.contains(this) && value.matches("0+[smhd]?");
    return value.isEmpty() || (value.matches(pattern) && !nought)
        ? Optional.empty()
        : Optional.of(word() + " is not " + wanted + ": '" + value + "'");
  }

  /** A value of {@link #PATIENCE}. */
  public static Duration time(String value) {
    long number = Long.parseLong(value.substring(0, value.length() - 1));
    return switch (value.charAt(value.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}
