package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.Json;
import io.agentinstruct.worker.engine.DevEngine;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.engine.Engine;
import io.agentinstruct.worker.engine.TemporalBinary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** On the real dev server, where the Temporal CLI is at hand. */
@EnabledIf(value = "hasTemporal", disabledReason = "there is no Temporal CLI on this machine")
class DevRunTest extends RunStory {
  private final List<String> said = new CopyOnWriteArrayList<>();

  static boolean hasTemporal() {
    return TemporalBinary.find(System.getenv()).isPresent();
  }

  @Override
  Engine engine(Path folder) {
    return DevEngine.start(
        TemporalBinary.find(System.getenv()).orElseThrow(), folder, Optional.empty(), said::add);
  }

  @Test
  void aServerThatIsKilledIsStartedAgainAndTheRunGoesOnByItself()
      throws IOException, InterruptedException {
    Home.Found undisturbed = home("undisturbed").walk(new EmbeddedEngine(), true, runner -> {});
    long ideal = teacher.calls();
    Path files = folder.resolve("engine");

    Home.Found found;
    try (Engine engine = engine(files)) {
      found =
          home("here")
              .walk(
                  engine,
                  false,
                  runner -> {
                    awaitCalls(ideal + ideal / 3);
                    kill(files.resolve("server.json"));
                  });
    }

    assertThat(said)
        .containsExactly(
            "The Temporal dev server had ended; it was started again, and the run goes on.");
    assertThat(found.end()).isInstanceOf(RunEnd.Finished.class);
    assertThat(found.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
    assertThat(teacher.calls()).as("nothing was paid for twice").isEqualTo(2 * ideal);
  }

  private static void kill(Path recordOfServer) {
    try {
      long pid = Json.MAPPER.readTree(Files.readString(recordOfServer)).path("pid").asLong();
      ProcessHandle.of(pid).orElseThrow().destroyForcibly();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
