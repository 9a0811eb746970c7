package io.agentinstruct.activities.seed;

/**
 * An input that is not there, or has nothing in it to read. The message says what to do, to a
 * person.
 */
public final class NoSuchInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NoSuchInput(String message) {
    super(message);
  }
}
