package io.agentinstruct.worker.preflight;

import io.agentinstruct.contracts.Trouble;
import java.util.Optional;

/**
 * What one check found.
 *
 * @param check one word for what was looked at: key, model, disk
 * @param text for people; where it is not fine, what happened, where, and what to do next
 * @param trouble of which kind a fault is; absent where it is none
 */
public record Finding(Verdict verdict, String check, String text, Optional<Trouble> trouble) {
  /** From good to bad. */
  public enum Verdict {
    FINE,
    /** A run can start, but not everything is as it should be. */
    WARNING,
    /** A run could not be walked. */
    FAULT
  }

  static Finding fine(String check, String text) {
    return new Finding(Verdict.FINE, check, text, Optional.empty());
  }

  static Finding warning(String check, String text) {
    return new Finding(Verdict.WARNING, check, text, Optional.empty());
  }

  /**
   * @param trouble CREDENTIAL and CONFIG want a correction, any other wants patience or a repair
   */
  static Finding fault(String check, Trouble trouble, String text) {
    return new Finding(Verdict.FAULT, check, text, Optional.of(trouble));
  }
}
