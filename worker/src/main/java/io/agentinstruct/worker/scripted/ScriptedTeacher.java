package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentinstruct.core.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An OpenAI-compatible endpoint on this machine that answers by rule instead of by a model. The
 * same request always gets the same answer. It owns up to what it is: its only model is {@value
 * #MODEL}.
 */
public final class ScriptedTeacher implements AutoCloseable {
  public static final String MODEL = "scripted-teacher";

  private static final Logger LOG = LoggerFactory.getLogger(ScriptedTeacher.class);
  private static final int CHARACTERS_A_TOKEN = 4;
  private static final int BACKLOG = 512;

  private final HttpServer server;
  private final ExecutorService threads;
  private final ScriptedLines lines;
  private final AtomicLong calls = new AtomicLong();

  private ScriptedTeacher(HttpServer server, ExecutorService threads, ScriptedLines lines) {
    this.server = server;
    this.threads = threads;
    this.lines = lines;
  }

  /**
   * @param port 0 = any that is free
   */
  public static ScriptedTeacher start(int port) throws IOException {
    return start(port, ScriptedLines.NONE);
  }

  /**
   * @param port 0 = any that is free
   * @param lines are said where they fit; elsewhere the rules speak
   */
  public static ScriptedTeacher start(int port, ScriptedLines lines) throws IOException {
    // Read once, when the first server of the process is made.
    setUnlessSet("sun.net.httpserver.nodelay", "true");
    setUnlessSet("sun.net.httpserver.maxIdleConnections", "2000");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    ScriptedTeacher teacher = new ScriptedTeacher(server, threads, lines);
    server.setExecutor(threads);
    server.createContext("/v1/chat/completions", teacher::complete);
    server.createContext("/v1/models", teacher::models);
    server.start();
    return teacher;
  }

  private static void setUnlessSet(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  /** Requests for an answer so far, refused ones included. */
  public long calls() {
    return calls.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void models(HttpExchange exchange) throws IOException {
    ObjectNode list = Json.MAPPER.createObjectNode().put("object", "list");
    list.putArray("data")
        .addObject()
        .put("id", MODEL)
        .put("object", "model")
        .put("created", 0)
        .put("owned_by", "agentinstruct");
    send(exchange, 200, list);
  }

  private void complete(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    if (!exchange.getRequestMethod().equals("POST")) {
      send(exchange, 405, error("only POST is answered here"));
      return;
    }
    calls.incrementAndGet();
    try {
      ChatRequest request = ChatRequest.read(body);
      String content = lines.to(request).orElseGet(() -> ScriptedReplies.to(request));
      send(exchange, 200, completion(request, content, body.length));
    } catch (ChatRequest.Refused e) {
      send(exchange, 400, error(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // The server would drop the connection without a word.
      LOG.error("no rule for this request", e);
      send(exchange, 500, error("the scripted teacher failed: " + e));
    }
  }

  private static ObjectNode completion(ChatRequest request, String content, int bodyLength) {
    ObjectNode completion =
        Json.MAPPER
            .createObjectNode()
            .put("id", "chatcmpl-" + request.digest())
            .put("object", "chat.completion")
            .put("created", 0)
            .put("model", MODEL);
    ObjectNode choice = completion.putArray("choices").addObject().put("index", 0);
    choice.putObject("message").put("role", "assistant").put("content", content).putNull("refusal");
    choice.putNull("logprobs").put("finish_reason", "stop");
    int in = Math.ceilDiv(bodyLength, CHARACTERS_A_TOKEN);
    int out = Math.ceilDiv(content.length(), CHARACTERS_A_TOKEN);
    completion
        .putObject("usage")
        .put("prompt_tokens", in)
        .put("completion_tokens", out)
        .put("total_tokens", in + out);
    return completion;
  }

  private static ObjectNode error(String message) {
    ObjectNode error = Json.MAPPER.createObjectNode();
    error
        .putObject("error")
        .put("message", message)
        .put("type", "invalid_request_error")
        .putNull("param")
        .putNull("code");
    return error;
  }

  private static void send(HttpExchange exchange, int status, ObjectNode json) throws IOException {
    byte[] bytes = Json.MAPPER.writeValueAsBytes(json);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }
}
