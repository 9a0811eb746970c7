package io.agentinstruct.worker.engine;

/** No engine, or not this one. The message is for people: what happened, and what to do next. */
public final class EngineTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public EngineTrouble(String message) {
    super(message);
  }

  public EngineTrouble(String message, Throwable cause) {
    super(message, cause);
  }
}
