package io.agentinstruct.worker.run;

import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.engine.ServerEngine;
import java.nio.file.Path;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** On any Temporal server that the environment names. */
@EnabledIfEnvironmentVariable(
    named = "TEMPORAL_ADDRESS",
    matches = ".+",
    disabledReason = "TEMPORAL_ADDRESS names no server")
class ServerRunTest extends RunStory {
  @Override
  Engine engine(Path folder) {
    return ServerEngine.connect();
  }
}
