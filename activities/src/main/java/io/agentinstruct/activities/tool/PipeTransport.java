package io.agentinstruct.activities.tool;

import io.agentinstruct.activities.tool.ToolsFile.McpServer.Command;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpTransportException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * A server that is our child, one JSON message a line. The SDK's own transport hands our whole
 * environment down, keys included, reads lines of any length, and ends only the child but not what
 * the child started (npx starts node); this one does not.
 */
final class PipeTransport implements McpClientTransport {
  private static final int MOST_BYTES = 4 << 20;
  private static final int TAIL = 300;
  private static final long GRACE_MILLIS = 3_000;

  private final Command command;
  private final McpJsonMapper json;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final CompletableFuture<Void> heard = new CompletableFuture<>();
  private final Thread atExit = new Thread(this::kill, "end-of-tool-server");
  private volatile @Nullable Process process;
  private volatile String lastWords = "";

  PipeTransport(Command command, McpJsonMapper json) {
    this.command = command;
    this.json = json;
  }

  /** Completes when the child has ended, for whatever reason. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** What it wrote to its standard error last, without what we gave it; empty = nothing. */
  String lastWords() {
    String words = lastWords;
    for (String given : command.env().values()) {
      words = given.length() >= 6 ? words.replace(given, "…") : words;
    }
    return Clip.line(words, TAIL);
  }

  @Override
  public List<String> protocolVersions() {
    return McpConnection.VERSIONS;
  }

  /** Before anything is sent. */
  void start() throws McpTrouble {
    ProcessBuilder builder = new ProcessBuilder(command.command());
    builder.environment().clear();
    builder.environment().putAll(command.env());
    try {
      Process started = builder.start();
      process = started;
      Runtime.getRuntime().addShutdownHook(atExit);
      // its last words may come after its end; a child of its own may keep the line open
      var _ =
          started
              .onExit()
              .thenCompose(
                  end -> heard.completeOnTimeout(null, GRACE_MILLIS, TimeUnit.MILLISECONDS))
              .thenRun(() -> ended.complete(null));
      Thread.ofVirtual().name("tool-server-words").start(() -> listen(started.getErrorStream()));
    } catch (IOException e) {
      throw new McpTrouble(
          "the program '"
              + Clip.line(command.command().getFirst(), 80)
              + "' can't be started; install it, or mend 'command'");
    }
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return Mono.fromRunnable(() ->
        Thread.ofVirtual()
            .name("tool-server-messages")
            .start(() -> read(running().getInputStream(), handler)));
  }

  private Process running() {
    return Objects.requireNonNull(process, "started before it is spoken to");
  }

  private void read(
      InputStream from, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    try (InputStream in = new BufferedInputStream(from)) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int next = in.read(); next >= 0; next = in.read()) {
        if (next != '\n') {
          line.write(next);
        } else {
          message(line.toString(StandardCharsets.UTF_8), handler);
          line.reset();
        }
        if (line.size() > MOST_BYTES) {
          lastWords = "it wrote a line of more than " + MOST_BYTES + " bytes";
          break;
        }
      }
    } catch (IOException e) {
      // the child ended, or we ended it: both are told by its end
    } finally {
      kill();
    }
  }

  /** Lines that are no messages are what careless servers print; they are passed over. */
  private void message(String line, Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    if (!line.startsWith("{")) {
      return;
    }
    try {
      JSONRPCMessage message = McpSchema.deserializeJsonRpcMessage(json, line);
      handler.apply(Mono.just(message)).subscribe(answered -> {}, unanswerable -> {});
    } catch (IOException | IllegalArgumentException e) {
      lastWords = "it wrote a message that is no JSON-RPC";
    }
  }

  private void listen(InputStream from) {
    byte[] piece = new byte[4096];
    try (from) {
      for (int n = from.read(piece); n >= 0; n = from.read(piece)) {
        String words = lastWords + new String(piece, 0, n, StandardCharsets.UTF_8);
        lastWords = words.substring(Math.max(0, words.length() - 2 * TAIL));
      }
    } catch (IOException e) {
      // as above
    } finally {
      heard.complete(null);
    }
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromRunnable(() -> send(message));
  }

  private synchronized void send(JSONRPCMessage message) {
    try {
      OutputStream out = running().getOutputStream();
      out.write((json.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (IOException e) {
      throw new McpTransportException("the server has ended");
    }
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromRunnable(this::end);
  }

  /** Its input ends first, which servers take as the word to go. */
  private void end() {
    Process child = running();
    // asked before: once the child is gone, nobody knows whose children its children were
    List<ProcessHandle> family = child.descendants().toList();
    try {
      child.getOutputStream().close();
      child.waitFor(GRACE_MILLIS, TimeUnit.MILLISECONDS);
    } catch (IOException e) {
      // it has ended already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    family.forEach(ProcessHandle::destroyForcibly);
    kill();
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException goingDown) {
      // the hook runs by itself
    }
  }

  /**
   * At once, with all that it started. By its handle: the process itself would close the pipe with
   * the last words before they are read.
   */
  private void kill() {
    ProcessHandle child = running().toHandle();
    child.descendants().forEach(ProcessHandle::destroyForcibly);
    child.destroyForcibly();
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return json.convertValue(data, type);
  }
}
