package io.agentinstruct.starter;

/** Something that a person can mend: one message with the remedy, one exit code, no stack trace. */
final class Complaint extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exitCode;

  Complaint(int exitCode, String message) {
    super(message);
    this.exitCode = exitCode;
  }

  int exitCode() {
    return exitCode;
  }
}
