package io.agentinstruct.worker.preflight;

import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.engine.EngineTrouble;
import io.agentinstruct.worker.engine.Engines;
import io.agentinstruct.worker.engine.ServerEngine;
import io.agentinstruct.worker.engine.TemporalBinary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Which engine a run would take, and whether it is there. Starts none. */
public final class EngineCheck {
  private static final long PATIENCE_SECONDS = 10;

  private EngineCheck() {}

  /**
   * @param name one of {@link Engines#NAMES}
   */
  public static Finding of(String name, Map<String, String> env) {
    Optional<Path> binary = TemporalBinary.find(env);
    return switch (name) {
      case "embedded" -> Finding.fine("engine", "embedded: in memory, no Web UI");
      case "server" -> server();
      case "dev" ->
          binary
              .map(EngineCheck::dev)
              .orElseGet(() -> Finding.fault("engine", Trouble.TRANSIENT, Engines.noBinary(env)));
      default ->
          binary
              .map(EngineCheck::dev)
              .orElseGet(() ->
                  Finding.fine(
                      "engine", "embedded, without the Web UI: no Temporal CLI was found"));
    };
  }

  private static Finding server() {
    try {
      return Finding.fine("engine", ServerEngine.reach().describe());
    } catch (EngineTrouble trouble) {
      return Finding.fault("engine", Trouble.TRANSIENT, String.valueOf(trouble.getMessage()));
    }
  }

  private static Finding dev(Path binary) {
    Optional<String> version = version(binary);
    return version
        .map(words -> Finding.fine("engine", "dev: %s at %s".formatted(words, binary)))
        .orElseGet(() ->
            Finding.fault(
                "engine",
                Trouble.TRANSIENT,
                "%s does not tell its version, and may be no Temporal CLI.\n  Install it anew, or run with --engine embedded."
                    .formatted(binary)));
  }

  /** The first line that it says; absent where it fails or says nothing in time. */
  private static Optional<String> version(Path binary) {
    try {
      Process process =
          new ProcessBuilder(binary.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return Optional.empty();
      }
      String said = new String(process.getInputStream().readNBytes(1000), StandardCharsets.UTF_8);
      return process.exitValue() == 0
          ? said.lines().map(String::strip).filter(line -> !line.isEmpty()).findFirst()
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
