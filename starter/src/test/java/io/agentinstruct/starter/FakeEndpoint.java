package io.agentinstruct.starter;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentinstruct.core.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** An endpoint that answers as it is told, and remembers what it was asked. */
final class FakeEndpoint implements AutoCloseable {
  static final String OK =
      """
      {"choices":[{"index":0,"message":{"role":"assistant","content":"{"},"finish_reason":"length"}],
       "usage":{"prompt_tokens":50,"completion_tokens":2}}\
      """;

  private final HttpServer server;
  private final List<JsonNode> asked = new CopyOnWriteArrayList<>();
  private final Map<String, String> headers = new ConcurrentHashMap<>();
  private volatile Answer models = new Answer(404, "");

  /**
   * @param status 0 = the connection is closed without a word
   */
  record Answer(int status, String body) {}

  private FakeEndpoint(HttpServer server) {
    this.server = server;
  }

  static FakeEndpoint answering(int status, String body) {
    return answering(request -> new Answer(status, body));
  }

  static FakeEndpoint answering(Function<JsonNode, Answer> script) {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      FakeEndpoint endpoint = new FakeEndpoint(server);
      server.createContext(
          "/v1/chat/completions",
          exchange -> {
            JsonNode request = Json.MAPPER.readTree(exchange.getRequestBody().readAllBytes());
            endpoint.asked.add(request);
            endpoint.send(exchange, script.apply(request));
          });
      server.createContext("/v1/models", exchange -> endpoint.send(exchange, endpoint.models));
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  static String error(String code, String message) {
    return Json.write(Map.of("error", Map.of("message", message, "code", code)));
  }

  FakeEndpoint listing(String json) {
    models = new Answer(200, json);
    return this;
  }

  FakeEndpoint with(String header, String value) {
    headers.put(header, value);
    return this;
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/v1";
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** Requests for a completion, in order. */
  List<JsonNode> asked() {
    return asked;
  }

  private void send(HttpExchange exchange, Answer answer) throws IOException {
    if (answer.status() == 0) {
      exchange.close();
      return;
    }
    headers.forEach(exchange.getResponseHeaders()::set);
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
