package io.agentinstruct.worker.run;

import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.engine.Engine;
import java.nio.file.Path;

class EmbeddedRunTest extends RunStory {
  @Override
  Engine engine(Path folder) {
    return new EmbeddedEngine();
  }
}
