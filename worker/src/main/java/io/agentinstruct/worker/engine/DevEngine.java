package io.agentinstruct.worker.engine;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.contracts.Attributes;
import io.agentinstruct.core.Json;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.serviceclient.WorkflowServiceStubsOptions;
import io.temporal.testing.TemporalDevServer;
import io.temporal.testing.TemporalDevServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The real dev server of the Temporal CLI, with its Web UI, on a SQLite file in the workspace;
 * started and stopped by us. One that a killed run left behind is found by its record and taken
 * over.
 */
public final class DevEngine implements Engine {
  private static final int PORT = 7233;
  private static final int UI_OFFSET = 1000;
  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration CONNECT = Duration.ofSeconds(20);

  private static final int REVIVALS = 3;
  private static final String RECORD = "server.json";

  private final Path binary;
  private final Path folder;
  private final Consumer<String> say;
  private final boolean found;
  private final Running running;

  // Guarded by this: the server that is there now may be another than the first one.
  private @Nullable TemporalDevServer server;
  private long pid;
  private boolean closed;
  private volatile @Nullable String broken;

  private DevEngine(
      Path binary,
      Path folder,
      @Nullable TemporalDevServer server,
      Running running,
      Consumer<String> say) {
    this.binary = binary;
    this.folder = folder;
    this.server = server;
    this.found = server == null;
    this.running = running;
    this.pid = running.pid();
    this.say = say;
    reviveAfter(pid);
  }

  /** What is known of a running server, in {@code dev/server.json}. */
  private record Running(long pid, int port, int uiPort) {
    String target() {
      return "127.0.0.1:" + port;
    }
  }

  /**
   * @param binary of the Temporal CLI
   * @param folder for the server's database, log and record
   * @param wanted port; absent = 7233, or any free one if that is taken
   * @param say one line for a person, where there is something worth saying
   * @throws EngineTrouble if the wanted port is taken, or the server doesn't start
   */
  public static DevEngine start(
      Path binary, Path folder, Optional<Integer> wanted, Consumer<String> say) {
    try {
      Files.createDirectories(folder);
      Path recordFile = folder.resolve(RECORD);
      Optional<Running> orphan = orphan(recordFile);
      if (orphan.isPresent()) {
        return new DevEngine(binary, folder, null, orphan.get(), say);
      }
      int port = port(wanted);
      int uiPort = free(port + UI_OFFSET) ? port + UI_OFFSET : anyFree();
      TemporalDevServer server =
          TemporalDevServer.start("default", options(binary, folder, port, uiPort));
      Running running = new Running(pidOfChild(port), port, uiPort);
      Files.writeString(recordFile, Json.write(running));
      return new DevEngine(binary, folder, server, running, say);
    } catch (IllegalStateException e) {
      throw new EngineTrouble(
          "The Temporal dev server did not start: "
              + firstLine(e)
              + "\n  Look at "
              + folder.resolve("server.log")
              + ", or run with --engine embedded.",
          e);
    } catch (IOException e) {
      throw new EngineTrouble(
          "Cannot use " + folder + " for the Temporal dev server: " + e.getMessage(), e);
    }
  }

  /**
   * A server that ends although nobody asked it to is started again on the same port and file: what
   * it knew is there, and workers find it by themselves.
   */
  private void reviveAfter(long served) {
    ProcessHandle.of(served)
        .ifPresent(process ->
            Thread.ofVirtual()
                .name("dev-server-watch")
                .start(() -> {
                  var _ = process.onExit().join();
                  revive();
                }));
  }

  private synchronized void revive() {
    for (int tried = 1; !closed; tried++) {
      try {
        server =
            TemporalDevServer.start(
                "default", options(binary, folder, running.port(), running.uiPort()));
        pid = pidOfChild(running.port());
        Files.writeString(
            folder.resolve(RECORD), Json.write(new Running(pid, running.port(), running.uiPort())));
        say.accept("The Temporal dev server had ended; it was started again, and the run goes on.");
        reviveAfter(pid);
        return;
      } catch (IllegalStateException | IOException e) {
        if (tried == REVIVALS) {
          broken =
              "the Temporal dev server ended and does not start again (%s); look at %s, or go on with --engine embedded"
                  .formatted(firstLine(e), folder.resolve("server.log"));
          return;
        }
      }
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public Optional<String> broken() {
    return Optional.ofNullable(broken);
  }

  private static TemporalDevServerOptions options(Path binary, Path folder, int port, int uiPort) {
    List<String> extra =
        new ArrayList<>(
            List.of(
                "--sqlite-pragma", "journal_mode=wal",
                "--sqlite-pragma", "synchronous=normal",
                "--dynamic-config-value", "matching.numTaskqueueReadPartitions=1",
                "--dynamic-config-value", "matching.numTaskqueueWritePartitions=1"));
    for (var attribute :
        List.of(Attributes.RUN, Attributes.SKILL, Attributes.LANGUAGE, Attributes.OUTCOME)) {
      extra.addAll(List.of("--search-attribute", attribute.getName() + "=Keyword"));
    }
    extra.addAll(List.of("--search-attribute", Attributes.KEPT.getName() + "=Int"));
    return TemporalDevServerOptions.newBuilder()
        .setExistingPath(binary.toString())
        .setDownloadEnabled(false)
        .setPort(port)
        .setUiEnabled(true)
        .setUiPort(uiPort)
        .setDatabaseFilename(folder.resolve("temporal.db").toString())
        .setLogLevel("error")
        .setLogFile(folder.resolve("server.log").toString())
        .setStartupTimeout(START)
        .setExtraArgs(extra)
        .build();
  }

  /**
   * A server that was left behind by a killed run and still answers. One that doesn't answer is
   * ended.
   */
  private static Optional<Running> orphan(Path recordFile) throws IOException {
    if (!Files.exists(recordFile)) {
      return Optional.empty();
    }
    JsonNode json = Json.MAPPER.readTree(Files.readString(recordFile));
    Running running =
        new Running(
            json.path("pid").asLong(), json.path("port").asInt(), json.path("uiPort").asInt());
    Optional<ProcessHandle> process = ProcessHandle.of(running.pid()).filter(DevEngine::isTemporal);
    if (process.isEmpty()) {
      Files.deleteIfExists(recordFile);
      return Optional.empty();
    }
    if (answers(running)) {
      return Optional.of(running);
    }
    end(process.get());
    Files.deleteIfExists(recordFile);
    return Optional.empty();
  }

  private static boolean isTemporal(ProcessHandle process) {
    return process.isAlive()
        && process.info().commandLine().orElse("temporal").contains("temporal");
  }

  private static boolean answers(Running running) {
    try {
      WorkflowServiceStubs stubs = stubs(running, Duration.ofSeconds(3));
      stubs.shutdownNow();
      return true;
    } catch (RuntimeException e) { // the SDK throws its own kinds for "no answer"
      return false;
    }
  }

  private static WorkflowServiceStubs stubs(Running running, Duration patience) {
    return WorkflowServiceStubs.newConnectedServiceStubs(
        WorkflowServiceStubsOptions.newBuilder().setTarget(running.target()).build(), patience);
  }

  private static long pidOfChild(int port) {
    return ProcessHandle.current()
        .descendants()
        .filter(child -> child.info().commandLine().orElse("").contains("start-dev"))
        .filter(child -> child.info().commandLine().orElse("").contains(String.valueOf(port)))
        .map(ProcessHandle::pid)
        .findFirst()
        .orElse(-1L);
  }

  private static int port(Optional<Integer> wanted) throws IOException {
    if (wanted.isPresent()) {
      if (!free(wanted.get())) {
        throw EngineTrouble.portTaken(
            "Port "
                + wanted.get()
                + " is in use by another program.\n  Name another with --port, or leave --port out to take any free one.");
      }
      return wanted.get();
    }
    return free(PORT) ? PORT : anyFree();
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int anyFree() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public Session open(int window) {
    return Connected.to(stubs(running, CONNECT), Tuning.client("default"), window);
  }

  @Override
  public String name() {
    return "dev";
  }

  @Override
  public String describe() {
    return "Temporal dev server"
        + (found ? " (found running)" : "")
        + ", Web UI http://localhost:"
        + running.uiPort();
  }

  @Override
  public Optional<String> ui() {
    return Optional.of("http://localhost:" + running.uiPort());
  }

  @Override
  public Optional<Integer> seedsPerSession() {
    return Optional.empty();
  }

  @Override
  public boolean remembers() {
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    Path recordFile = folder.resolve(RECORD);
    try {
      if (server != null) {
        server.close();
      } else {
        ProcessHandle.of(pid).filter(DevEngine::isTemporal).ifPresent(DevEngine::end);
      }
      Files.deleteIfExists(recordFile);
    } catch (IOException e) {
      throw new EngineTrouble("Cannot remove " + recordFile + ": " + e.getMessage(), e);
    }
  }

  private static void end(ProcessHandle process) {
    process.destroy();
    try {
      var _ = process.onExit().get(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
      process.destroyForcibly();
    }
  }

  /** For messages: how to get the UI where there is no binary. */
  public static String howToGet(Map<String, String> env) {
    return "install the Temporal CLI (https://docs.temporal.io/cli) or put its binary at "
        + TemporalBinary.cache(env).resolve("temporal");
  }
}
