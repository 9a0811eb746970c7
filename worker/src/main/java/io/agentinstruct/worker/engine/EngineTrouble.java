package io.agentinstruct.worker.engine;

/** No engine, or not this one. The message is for people: what happened, and what to do next. */
public final class EngineTrouble extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean portTaken;

  public EngineTrouble(String message) {
    super(message);
    this.portTaken = false;
  }

  private EngineTrouble(String message, boolean portTaken) {
    super(message);
    this.portTaken = portTaken;
  }

  static EngineTrouble portTaken(String message) {
    return new EngineTrouble(message, true);
  }

  /** Whether another program stands where the engine should. */
  public boolean portTaken() {
    return portTaken;
  }

  public EngineTrouble(String message, Throwable cause) {
    super(message, cause);
    this.portTaken = false;
  }
}
