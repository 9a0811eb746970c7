package io.agentinstruct.worker.scripted;

import java.util.Locale;

/** How a passage is built, as far as its outside shows it. */
enum Shape {
  DIALOGUE,
  STEPS,
  VERSE,
  DATED,
  ARGUED,
  TOLD;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
