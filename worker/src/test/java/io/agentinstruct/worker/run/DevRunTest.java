package io.agentinstruct.worker.run;

import io.agentinstruct.worker.engine.DevEngine;
import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.engine.TemporalBinary;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.condition.EnabledIf;

/** On the real dev server, where the Temporal CLI is at hand. */
@EnabledIf(value = "hasTemporal", disabledReason = "there is no Temporal CLI on this machine")
class DevRunTest extends RunStory {
  static boolean hasTemporal() {
    return TemporalBinary.find(System.getenv()).isPresent();
  }

  @Override
  Engine engine(Path folder) {
    return DevEngine.start(
        TemporalBinary.find(System.getenv()).orElseThrow(), folder, Optional.empty());
  }
}
