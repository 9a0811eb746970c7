package io.agentinstruct.activities.tool;

import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.activities.tool.ToolsFile.McpServer.Command;
import io.agentinstruct.activities.tool.ToolsFile.McpServer.Endpoint;
import io.agentinstruct.core.Json;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.McpHttpClientTransportAuthorizationException;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Implementation;
import io.modelcontextprotocol.spec.McpSchema.ListToolsResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.modelcontextprotocol.spec.McpTransportException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** One session with a server of tools. Whatever the server does, each call ends in time. */
final class McpConnection implements AutoCloseable {
  /** Of the protocol, the newest last: it is what we ask for. */
  static final List<String> VERSIONS =
      List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25");

  private static final McpJsonMapper JSON = new JacksonMcpJsonMapper(Json.MAPPER.copy());
  private static final int MOST_BYTES = 4 << 20;
  private static final int MOST_PAGES = 20;
  private static final int MOST_TOOLS = 200;
  private static final Duration GOODBYE = Duration.ofSeconds(3);

  /** How long a server may take; npx downloads before it starts. */
  record Patience(Duration start, Duration call) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(30));
  }

  private final McpServer server;
  private final Patience patience;
  private final McpSyncClient client;
  private final CompletableFuture<Void> ended;
  private final Supplier<String> lastWords;
  private final AtomicBoolean changed = new AtomicBoolean();

  private McpConnection(McpServer server, Patience patience) throws McpTrouble {
    this.server = server;
    this.patience = patience;
    McpClientTransport transport =
        switch (server) {
          case Command command -> {
            PipeTransport pipe = new PipeTransport(command, JSON);
            pipe.start();
            this.ended = pipe.ended();
            this.lastWords = pipe::lastWords;
            yield pipe;
          }
          case Endpoint endpoint -> {
            this.ended = new CompletableFuture<>();
            this.lastWords = () -> "";
            yield http(endpoint);
          }
        };
    this.client =
        McpClient.sync(new ChangeWatch(transport, () -> changed.set(true)))
            .clientInfo(Implementation.builder("agentinstruct", "1").build())
            .requestTimeout(patience.call())
            .initializationTimeout(patience.start())
            .jsonSchemaValidator(unasked())
            .build();
  }

  static McpConnection open(McpServer server, Patience patience)
      throws McpTrouble, InterruptedException {
    McpConnection connection = new McpConnection(server, patience);
    try {
      connection.within(patience.start(), connection.client::initialize);
      return connection;
    } catch (McpTrouble | InterruptedException e) {
      connection.close();
      throw e;
    }
  }

  private static McpClientTransport http(Endpoint endpoint) {
    URI url = endpoint.url();
    String path = url.getRawPath();
    return HttpClientStreamableHttpTransport.builder(
            url.getScheme() + "://" + url.getRawAuthority())
        .endpoint(path == null || path.isEmpty() ? "/" : path)
        .jsonMapper(JSON)
        .maxResponseSize(MOST_BYTES)
        .supportedProtocolVersions(VERSIONS)
        .addHttpRequestCustomizer((request, method, uri, body, context) -> {
          if (endpoint.key().given()) {
            request.setHeader("Authorization", "Bearer " + endpoint.key().value());
          }
        })
        .build();
  }

  /** Output schemas are the server's affair: what it says is data to us in any case. */
  private static JsonSchemaValidator unasked() {
    return (schema, content) -> JsonSchemaValidator.ValidationResponse.asValid("");
  }

  /** Whether nothing more can be asked here. */
  boolean over() {
    return ended.isDone();
  }

  /** Whether the server said since the last question that its tools are others now. */
  boolean changedSince() {
    return changed.getAndSet(false);
  }

  List<Tool> tools() throws McpTrouble, InterruptedException {
    List<Tool> tools = new ArrayList<>();
    String cursor = "";
    for (int page = 0; page < MOST_PAGES; page++) {
      String from = cursor;
      ListToolsResult listed =
          within(
              patience.call(),
              () -> client.listTools(from.isEmpty() ? null : from)); // null = the first page
      tools.addAll(listed.tools());
      cursor = listed.nextCursor() == null ? "" : listed.nextCursor();
      if (cursor.isEmpty() || tools.size() > MOST_TOOLS) {
        break;
      }
    }
    return tools.size() > MOST_TOOLS ? tools.subList(0, MOST_TOOLS) : tools;
  }

  CallToolResult call(String tool, Map<String, Object> arguments)
      throws McpTrouble, InterruptedException {
    return within(
        patience.call(), () -> client.callTool(new CallToolRequest(tool, arguments, null)));
  }

  /** On a thread that can be left behind: neither a full pipe nor a silent server may hold us. */
  private <T> T within(Duration time, Supplier<T> ask) throws McpTrouble, InterruptedException {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Thread asking =
        Thread.ofVirtual()
            .name("tool-server-call")
            .start(() -> {
              try {
                answer.complete(ask.get());
              } catch (RuntimeException e) {
                answer.completeExceptionally(e);
              }
            });
    try {
      CompletableFuture.anyOf(answer, ended).get(time.toMillis(), TimeUnit.MILLISECONDS);
      if (!answer.isDone()) {
        throw new McpTrouble("the server ended" + because());
      }
      return answer.get();
    } catch (TimeoutException e) {
      throw new McpTrouble("the server did not answer within " + time.toSeconds() + " seconds");
    } catch (ExecutionException e) {
      throw new McpTrouble(told(e.getCause() == null ? e : e.getCause()));
    } finally {
      asking.interrupt();
    }
  }

  private String because() {
    String words = lastWords.get();
    return words.isEmpty() ? "" : " (" + words + ")";
  }

  /** The SDK's messages may hold requests, and those hold keys: only what is known is told on. */
  private String told(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof McpError error && error.getJsonRpcError() != null) {
        return "the server says: " + Clip.line(error.getJsonRpcError().message(), 300);
      }
      if (cause instanceof McpHttpClientTransportAuthorizationException) {
        return server instanceof Endpoint endpoint && endpoint.key().given()
            ? "the server refuses the key in " + endpoint.key()
            : "the server wants a key; name its variable in 'key-name'";
      }
      if (cause instanceof TimeoutException) {
        return "the server did not answer in time";
      }
      if (cause instanceof McpTransportException trouble && server instanceof Command) {
        return trouble.getMessage() + because(); // of our own making
      }
    }
    return "the server can't be reached, or does not speak the Model Context Protocol" + because();
  }

  /** In time, too: the SDK says goodbye to servers that may not listen. */
  @Override
  public void close() {
    Thread closing = Thread.ofVirtual().name("tool-server-end").start(client::closeGracefully);
    try {
      closing.join(GOODBYE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
