package io.agentinstruct.contracts;

/**
 * Every way in which asking a model can go wrong, with one action each. The names travel as failure
 * types in histories: keep them.
 */
public enum Trouble {
  /**
   * Refused connection, reset, stall, 408, 5xx, cut or garbage body: asked again, later and later.
   */
  TRANSIENT,
  /** 429: the gate shuts until the endpoint said, then asked again; no try is spent. */
  RATE,
  /**
   * Out of money or of the day's quota: calls wait, and one a minute asks whether there is some.
   */
  QUOTA,
  /** The run's or the day's cap leaves no room for another call: the run pauses. */
  BUDGET,
  /** The key is wrong or may not: nothing more is sent. */
  CREDENTIAL,
  /** Unknown model, bad parameter: nothing more is sent, since every call would fail alike. */
  CONFIG,
  /** The text itself is refused (too long, filtered): this thread ends, the others go on. */
  SEED,
  /** Bad JSON, cut, looping: asked once more with the errors, then this thread ends. */
  OUTPUT,
  /** The program is stopping: the call was never sent, and will be when the run is resumed. */
  DRAINING,
  /** Anything that none of the above names: loud, and never published. */
  INTERNAL;

  /** Whether the whole run must stop, since no other call would fare better. */
  public boolean stopsTheRun() {
    return this == BUDGET || this == CREDENTIAL || this == CONFIG;
  }
}
