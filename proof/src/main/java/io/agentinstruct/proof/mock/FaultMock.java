package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * An OpenAI-compatible endpoint on the loopback address that fails by plan and keeps a ledger of
 * all who came. {@code GET /stats} and {@code GET /ledger} tell; {@code POST /control} gives orders
 * ({@link Phases#obey}) and sets marks ({@code {"mark":"kill"}}).
 */
public final class FaultMock implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BACKLOG = 1_000;

  /** The first caller must not pay for this process's own beginning. */
  private static final String WARM_UP =
      "{\"messages\":[{\"role\":\"user\",\"content\":\"\"}],\"max_tokens\":1}";

  private static final String JSON_TYPE = "application/json";

  private final ServerSocket server;
  private final FaultPlan plan;
  private final VisitBook book;
  private final Phases phases;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicLong connections = new AtomicLong();

  private FaultMock(ServerSocket server, FaultPlan plan, VisitBook book) {
    this.server = server;
    this.plan = plan;
    this.book = book;
    this.phases = new Phases(plan, System.nanoTime());
  }

  /**
   * @param port 0 = any free one
   * @param ledger file that lines are added to; null = in memory alone
   */
  public static FaultMock start(int port, FaultPlan plan, @Nullable Path ledger)
      throws IOException {
    ServerSocket server = new ServerSocket();
    server.setReuseAddress(true);
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
    var _ = Reply.to(ChatRequest.of(WARM_UP), Fault.NONE);
    FaultMock mock = new FaultMock(server, plan, new VisitBook(ledger));
    Thread.ofPlatform().name("fault-mock").daemon().start(mock::accept);
    return mock;
  }

  /** As {@code --port}, {@code --plan} and {@code --ledger} say; prints READY and the address. */
  public static void main(String[] args) throws IOException, InterruptedException {
    int port = 0;
    FaultPlan plan = FaultPlan.quiet("constant:20");
    Path ledger = null;
    for (int i = 0; i + 1 < args.length; i += 2) {
      switch (args[i]) {
        case "--port" -> port = Integer.parseInt(args[i + 1]);
        case "--plan" -> plan = FaultPlan.read(Path.of(args[i + 1]));
        case "--ledger" -> ledger = Path.of(args[i + 1]);
        default -> throw new IllegalArgumentException("unknown option " + args[i]);
      }
    }
    try (FaultMock mock = start(port, plan, ledger)) {
      System.out.println("READY " + mock.endpoint());
      Thread.currentThread().join();
    }
  }

  /** With {@code /v1}, as the program wants it. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1");
  }

  public List<Visit> visits() {
    return book.all();
  }

  /** Requests that have begun. */
  public long calls() {
    return book.calls();
  }

  /** Writes a mark into the ledger, with the number of requests then on the wire. */
  public Visit mark(String text) {
    return book.mark(text);
  }

  /** The same as {@code POST /control}. */
  public void obey(String order) {
    try {
      obey(JSON.readTree(order));
    } catch (IOException e) {
      throw new IllegalArgumentException("no order: " + order, e);
    }
  }

  private void obey(JsonNode order) {
    if (order.has("mark")) {
      mark(order.path("mark").asText());
    }
    phases.obey(order, System.nanoTime());
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> converse(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void converse(Socket socket) {
    try (HttpWire wire = new HttpWire(socket)) {
      if (plan.ignores(connections.incrementAndGet(), book.calls())) {
        ignore(wire);
        return;
      }
      boolean again = true;
      while (again) {
        HttpWire.Request request = wire.next();
        again = request != null && answer(wire, request);
      }
    } catch (IOException | UncheckedIOException over) {
      // The other side went away: what it missed stands in the ledger.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(socket);
    }
  }

  private void ignore(HttpWire wire) throws IOException {
    String name = "connection-" + connections.get();
    ChatRequest unread =
        new ChatRequest(name, "unread", false, false, name, JSON.missingNode(), 0, 0);
    Visit begun = book.begin(unread);
    try {
      wire.goesAwayWithin(plan.stallMillis());
    } finally {
      book.end(begun, Fault.STALL_ACCEPT, 0, false, false, VisitBook.Price.NOTHING, 0);
    }
  }

  private boolean answer(HttpWire wire, HttpWire.Request request)
      throws IOException, InterruptedException {
    if (request.asks("POST", "/chat/completions")) {
      return complete(wire, request.body());
    }
    if (request.asks("POST", "/control")) {
      obey(JSON.readTree(request.body()));
      wire.answer(200, JSON_TYPE, "", "{}".getBytes(StandardCharsets.UTF_8));
    } else if (request.asks("GET", "/stats")) {
      wire.answer(200, JSON_TYPE, "", book.stats().getBytes(StandardCharsets.UTF_8));
    } else if (request.asks("GET", "/ledger")) {
      wire.answer(200, JSON_TYPE, "", JSON.writeValueAsBytes(book.all()));
    } else if (request.asks("GET", "/models")) {
      String models =
          "{\"object\":\"list\",\"data\":[{\"id\":\"fault-mock\",\"object\":\"model\"}]}";
      wire.answer(200, JSON_TYPE, "", models.getBytes(StandardCharsets.UTF_8));
    } else {
      wire.answer(404, JSON_TYPE, "", "{}".getBytes(StandardCharsets.UTF_8));
    }
    return true;
  }

  private boolean complete(HttpWire wire, String body) throws IOException, InterruptedException {
    ChatRequest request = ChatRequest.of(body);
    Visit begun = book.begin(request);
    Phases.Verdict verdict = phases.of(request, System.nanoTime());
    Fault fault = verdict.fault();
    if (fault == Fault.NONE && !request.probe()) {
      fault = plan.choose(request, begun.attempt(), begun.number());
    }
    Performance performance = new Performance(plan, book, wire, begun);
    Reply reply = Reply.to(request, fault);
    if (fault == Fault.NONE || fault.kind() == Fault.Kind.CONTENT || fault == Fault.REPLY_LOST) {
      long nanos = plan.latencyNanos(request.digest());
      Thread.sleep(nanos / 1_000_000, (int) (nanos % 1_000_000));
      phases.wrote(reply.outputTokens());
    }
    return performance.play(fault, verdict.waitNanos(), reply);
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket socket : sockets) {
      socket.close();
    }
    book.close();
  }
}
