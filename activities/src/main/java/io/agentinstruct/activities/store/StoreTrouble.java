package io.agentinstruct.activities.store;

/**
 * The medium failed: disk full, read-only, locked by another process, damaged. The message is for
 * people.
 */
public final class StoreTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What is the matter, as a word that commands map to exit codes. */
  public enum Kind {
    FULL,
    READ_ONLY,
    LOCKED,
    DAMAGED,
    OTHER
  }

  private final Kind kind;

  public StoreTrouble(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
