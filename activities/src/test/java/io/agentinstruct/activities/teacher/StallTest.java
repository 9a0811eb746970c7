package io.agentinstruct.activities.teacher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.teacher.ChatModel.Shape;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that stands still, in each phase of a call, and what is left behind: nothing. */
@Timeout(60)
class StallTest {
  private static final int CALLS = 8;

  private final BlockingQueue<Socket> hungUp = new LinkedBlockingQueue<>();
  private ServerSocket server = unbound();

  private static ServerSocket unbound() {
    try {
      return new ServerSocket();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  private Role role(Duration deadline, Duration idle) {
    return new Role(
        "teacher",
        URI.create("http://127.0.0.1:" + server.getLocalPort() + "/v1"),
        "m-1",
        "",
        CALLS,
        0,
        0,
        deadline,
        Optional.empty(),
        0,
        0,
        idle,
        Map.of(),
        List.of());
  }

  /**
   * Each call is told apart by what ended it: had another deadline done so, or none, the code would
   * be another, or the test hang.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "accept     | 300  | 60000 | deadline",
        "status     | 300  | 60000 | deadline",
        "headers    | 60000 | 300  | idle",
        "mid-body   | 60000 | 300  | idle",
        "drip       | 700  | 600   | deadline"
      })
  void aStalledCallIsGivenUpAtItsDeadlineAndItsSocketClosed(
      String phase, long deadline, long idle, String code) throws Exception {
    Thread accepting = Thread.ofVirtual().start(() -> serve(phase));
    Role role = role(Duration.ofMillis(deadline), Duration.ofMillis(idle));
    try (ChatModel model = new OpenAiChatModel(role, "")) {
      int sent = 0;
      while (sent < CALLS) {
        ModelTrouble trouble =
            catchThrowableOfType(
                ModelTrouble.class, () -> model.ask(ChatModelStage.request(new Shape.Text())));
        assertThat(trouble.code()).isEqualTo(code);
        if (trouble.mayBeBilled()) { // a slow machine may be late before it has sent anything
          assertThat(hungUp.take()).as("the caller closed its end").isNotNull();
          sent++;
        }
      }
    }
    server.close();
    accepting.join();
  }

  private void serve(String phase) {
    while (true) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> stall(socket, phase));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /** Ends when the caller hangs up: reading gives the end, or writing fails. */
  private void stall(Socket socket, String phase) {
    try (socket) {
      OutputStream out = socket.getOutputStream();
      if (!phase.equals("accept")) {
        out.write("HTTP/1.1 200 OK\r\n".getBytes(UTF_8));
      }
      if (List.of("headers", "mid-body", "drip").contains(phase)) {
        out.write("Content-Length: 100000\r\n\r\n".getBytes(UTF_8));
      }
      if (phase.equals("mid-body")) {
        out.write("{\"choices\":[".getBytes(UTF_8));
      }
      if (phase.equals("drip")) {
        drip(out);
      }
      var _ = socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException reset) {
      // The caller had enough: what is waited for.
    }
    hungUp.add(socket);
  }

  private static void drip(OutputStream out) throws IOException {
    try {
      while (true) {
        out.write(' ');
        Thread.sleep(20);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
