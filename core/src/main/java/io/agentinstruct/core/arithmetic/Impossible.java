package io.agentinstruct.core.arithmetic;

/** Ends the work; never leaves this package. */
final class Impossible extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String said;

  Impossible(String said) {
    super(said, null, false, false);
    this.said = said;
  }

  String said() {
    return said;
  }
}
