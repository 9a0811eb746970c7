package io.agentinstruct.worker.run;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.agentinstruct.core.Digest;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A scripted teacher that spoils its first answer to some requests and gives the right one when
 * asked the same again; or that answers so many and then holds its tongue until it may go on.
 */
final class FickleTeacher implements AutoCloseable {
  private static final String SPOILED = "SPOILED";
  private final ScriptedTeacher teacher = ScriptedTeacher.start(0);
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final Predicate<String> spoils;
  private final String content;
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong calls = new AtomicLong();
  private final CountDownLatch mayGoOn = new CountDownLatch(1);
  private volatile long holdsFrom = Long.MAX_VALUE;

  /** Answers so many calls and holds the next until {@link #goOn}. */
  static FickleTeacher holdingAfter(long answers) throws IOException {
    FickleTeacher teacher = new FickleTeacher(body -> false, "");
    teacher.holdsFrom = answers;
    return teacher;
  }

  void goOn() {
    mayGoOn.countDown();
  }

  /** Whether calls are held. */
  boolean holds() {
    return calls.get() > holdsFrom;
  }

  /**
   * @param spoils whether the first answer to that body is spoiled
   * @param content of a spoiled answer
   */
  FickleTeacher(Predicate<String> spoils, String content) throws IOException {
    this.spoils = spoils;
    this.content = content;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/v1/chat/completions", this::complete);
    server.start();
  }

  /** Garbles the verdict on about every third exchange, also when it is asked for once more. */
  static FickleTeacher judgingBadly() throws IOException {
    return new FickleTeacher(
        body -> body.contains("\"judge-") && (third(body) || body.contains(SPOILED)), SPOILED);
  }

  /** Gives about every third answer empty. */
  static FickleTeacher answeringNothing() throws IOException {
    return new FickleTeacher(body -> !body.contains("json_schema") && third(body), "");
  }

  private static boolean third(String body) {
    return Digest.of(body).charAt(0) % 3 == 0;
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/v1");
  }

  long calls() {
    return calls.get();
  }

  private void complete(HttpExchange exchange) throws IOException {
    if (calls.incrementAndGet() > holdsFrom) {
      awaitGoOn();
    }
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] answer =
        spoils.test(body) && seen.add(Digest.of(body)) ? spoiled(content) : forward(body);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private static byte[] spoiled(String content) {
    return """
    {"id":"x","object":"chat.completion","created":0,"model":"scripted-teacher","choices":[{"index":0,
    "message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],
    "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
    """
        .formatted(content)
        .getBytes(StandardCharsets.UTF_8);
  }

  private void awaitGoOn() throws IOException {
    try {
      mayGoOn.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private byte[] forward(String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(teacher.endpoint() + "/chat/completions"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofByteArray()).body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    client.close();
    teacher.close();
  }
}
