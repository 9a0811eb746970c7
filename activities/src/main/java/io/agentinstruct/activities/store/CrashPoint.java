package io.agentinstruct.activities.store;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Places at which a crash is worth a proof. The system property {@code agentinstruct.crash}, such
 * as {@code after-intent:3}, ends the process there without a word at the third passing; without it
 * a point costs a comparison with null.
 */
public enum CrashPoint {
  BEFORE_INTENT,
  AFTER_INTENT,
  /** The model has answered; nobody knows it but this process. */
  BEFORE_REPLY,
  AFTER_REPLY,
  BEFORE_COMMIT,
  AFTER_COMMIT,
  BEFORE_PUBLISH,
  /** After each row of the draft. */
  MID_PUBLISH,
  BEFORE_RENAME,
  /** The new dataset beside the old manifest. */
  AFTER_RENAME;

  /** What a shell says of a process that kill -9 has ended. */
  private static final int KILLED = 137;

  private static final @Nullable Armed ARMED = Armed.by(System.getProperty("agentinstruct.crash"));

  private record Armed(CrashPoint point, AtomicLong left) {
    /**
     * @throws IllegalArgumentException if there is no such point
     */
    static @Nullable Armed by(@Nullable String setting) {
      if (setting == null) {
        return null;
      }
      String[] parts = setting.split(":", 2);
      CrashPoint point = valueOf(parts[0].replace('-', '_').toUpperCase(Locale.ROOT));
      return new Armed(point, new AtomicLong(parts.length == 1 ? 1 : Long.parseLong(parts[1])));
    }
  }

  public void pass() {
    Armed armed = ARMED;
    if (armed != null && armed.point == this && armed.left.decrementAndGet() == 0) {
      Runtime.getRuntime().halt(KILLED);
    }
  }
}
