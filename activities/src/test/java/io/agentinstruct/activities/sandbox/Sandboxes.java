package io.agentinstruct.activities.sandbox;

import io.agentinstruct.activities.sandbox.PythonSandbox.Found;
import io.agentinstruct.activities.sandbox.PythonSandbox.Missing;
import org.junit.jupiter.api.Assumptions;

/** The sandbox of this machine; where there is none, tests say why they are left out. */
final class Sandboxes {
  private Sandboxes() {}

  static PythonSandbox here(Limits limits) {
    return switch (PythonSandbox.find(limits)) {
      case Found found -> found.sandbox();
      case Missing missing -> {
        Assumptions.abort("no sandbox on this machine: " + missing.reason());
        throw new IllegalStateException("aborted");
      }
    };
  }
}
