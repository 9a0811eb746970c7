package io.agentinstruct.activities.teacher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.contracts.Trouble;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every model behind an endpoint must do while the endpoint or the way there is out of order.
 */
abstract class ChatModelOutageContract extends ChatModelStage {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "<html><body>502 Bad Gateway</body></html>",
        "{\"choices\":[{\"message\":{\"content\":\"cut he",
        "{\"choices\":[]} trailing",
        "[1,2]",
        "null",
        "\"text\"",
        "{\"status\":\"ok\"}",
        "\u0000\u0001\u0002"
      })
  void whatIsNoCompletionIsAPassingTrouble(String body) {
    ModelTrouble trouble = trouble(json(200, body).build());

    assertThat(trouble.trouble()).isEqualTo(Trouble.TRANSIENT);
    assertThat(trouble.mayBeBilled()).isTrue();
    assertThat(trouble)
        .hasMessage(
            "a reply of %s for model m-1 is cut or is no chat completion; the call is sent again later",
            host());
  }

  @Test
  void aBodyCutAnywhereIsAPassingTrouble() {
    Random random = new Random(7);
    for (int i = 0; i < 12; i++) {
      int cut = random.nextInt(HELLO.length() - 1);
      MockResponse response =
          new MockResponse.Builder()
              .body(new Buffer().writeUtf8(HELLO.substring(0, cut)))
              .setHeader("Content-Length", HELLO.length())
              .onResponseEnd(new SocketEffect.CloseSocket())
              .build();
      assertThat(trouble(response).trouble()).as("cut at %d", cut).isEqualTo(Trouble.TRANSIENT);
    }
  }

  @Test
  void aLostLastChunkIsAPassingTrouble() {
    MockResponse response =
        new MockResponse.Builder()
            .clearHeaders()
            .addHeader("Transfer-Encoding", "chunked")
            .body(
                new Buffer()
                    .writeUtf8(Integer.toHexString(HELLO.length()) + "\r\n" + HELLO + "\r\n"))
            .removeHeader("Content-Length")
            .setHeader("Transfer-Encoding", "chunked")
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build();
    assertThat(trouble(response).trouble()).isEqualTo(Trouble.TRANSIENT);
  }

  @Test
  void badGzipIsAPassingTrouble() {
    MockResponse response = json(200, HELLO).setHeader("Content-Encoding", "gzip").build();
    assertThat(trouble(response).trouble()).isEqualTo(Trouble.TRANSIENT);
  }

  @Test
  void aReplyThatNeverEndsIsNotReadForEver() {
    MockResponse response =
        new MockResponse.Builder().body(new Buffer().write(new byte[9 << 20])).build();
    assertThat(trouble(response).trouble()).isEqualTo(Trouble.TRANSIENT);
  }

  @Test
  void aConnectionClosedInsteadOfAnAnswerIsAPassingTrouble() {
    MockResponse response =
        new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
    ModelTrouble trouble = trouble(response);
    assertThat(trouble.trouble()).isEqualTo(Trouble.TRANSIENT);
    assertThat(trouble.mayBeBilled()).isTrue();
    assertThat(trouble).hasMessageStartingWith("the connection to " + host() + " broke (");
    assertThat(server.getRequestCount()).as("no retry of its own").isEqualTo(1);
  }

  @Test
  void silenceEndsAtTheDeadline() {
    MockResponse response =
        new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
    assertThat(trouble(response, hasty(), new Shape.Text()))
        .hasMessage(
            "no whole reply from %s for model m-1 within 400 ms (nothing came); the call is sent again later",
            host())
        .extracting(ModelTrouble::trouble, ModelTrouble::code, ModelTrouble::mayBeBilled)
        .containsExactly(Trouble.TRANSIENT, "deadline", true);
  }

  @Test
  void aStallAfterTheHeadersEndsAtTheDeadline() {
    MockResponse response = json(200, HELLO).onResponseBody(SocketEffect.Stall.INSTANCE).build();
    assertThat(trouble(response, hasty(), new Shape.Text()).code()).isEqualTo("deadline");
  }

  @Test
  void aDripEndsAtTheDeadline() throws IOException {
    try (ServerSocket tap = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> drip(tap));
      Role role = role("http://127.0.0.1:" + tap.getLocalPort() + "/v1", Duration.ofMillis(400));
      assertThat(catchThrowableOfType(ModelTrouble.class, () -> asked(role, new Shape.Text())))
          .hasMessageMatching(
              "no whole reply from .* within 400 ms \\([0-9]+ bytes of it had come\\); the call is sent again later");
    }
  }

  /** A byte now and then, for ever: each comes in time, the whole never does. */
  private static void drip(ServerSocket tap) {
    try (Socket socket = tap.accept()) {
      OutputStream out = socket.getOutputStream();
      out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(UTF_8));
      while (true) {
        out.write(' ');
        Thread.sleep(10);
      }
    } catch (IOException | InterruptedException hungUp) {
      // The caller had enough.
    }
  }

  @Test
  void aRefusalThatStallsEndsAtTheDeadline() {
    MockResponse response =
        json(500, "{\"error\":{}}").onResponseBody(SocketEffect.Stall.INSTANCE).build();
    assertThat(trouble(response, hasty(), new Shape.Text()))
        .extracting(ModelTrouble::trouble, ModelTrouble::mayBeBilled)
        .containsExactly(Trouble.TRANSIENT, false);
  }

  @ParameterizedTest
  @CsvSource({
    "400, false",
    "401, false",
    "429, false",
    "500, false",
    "502, false",
    "503, false",
    "529, false",
    "504, true",
    "524, true"
  })
  void aRefusalIsNotBilledUnlessItComesOfAGatewayThatOnlyWaited(int status, boolean billed) {
    assertThat(trouble(json(status, "{\"error\":{}}").build()).mayBeBilled()).isEqualTo(billed);
  }

  @ParameterizedTest
  @CsvSource({"429, false", "400, false", "502, true"})
  void aFailureWithinASuccessMayBeBilledARefusalIsNot(int code, boolean billed) {
    String body = "{\"error\":{\"code\":%d}}".formatted(code);
    assertThat(trouble(json(200, body).build()).mayBeBilled()).isEqualTo(billed);
  }

  @Test
  void aCallerThatIsInterruptedStopsTheCallAndStaysInterrupted() throws Exception {
    server.enqueue(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build());
    AtomicReference<String> seen = new AtomicReference<>("");
    CountDownLatch done = new CountDownLatch(1);
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              ModelTrouble trouble =
                  catchThrowableOfType(ModelTrouble.class, () -> asked(role(), new Shape.Text()));
              seen.set(trouble.code() + " " + Thread.currentThread().isInterrupted());
              done.countDown();
            });
    var _ = server.takeRequest();
    caller.interrupt();

    done.await();
    assertThat(seen.get()).isEqualTo("interrupted true");
  }

  @Test
  void aHostWhereNobodyListensIsAPassingTrouble() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Role role = role("http://127.0.0.1:" + port + "/v1", Duration.ofSeconds(20));
    assertThat(catchThrowableOfType(ModelTrouble.class, () -> asked(role, new Shape.Text())))
        .hasMessage(
            "cannot connect to 127.0.0.1:%d; check that it runs and that 'base-url' of the role teacher is right",
            port)
        .extracting(ModelTrouble::trouble, ModelTrouble::mayBeBilled)
        .containsExactly(Trouble.TRANSIENT, false);
  }

  @Test
  void aHostThatDoesNotExistIsAPassingTrouble() {
    Role role = role("http://no-such-host.invalid/v1", Duration.ofSeconds(20));
    assertThat(catchThrowableOfType(ModelTrouble.class, () -> asked(role, new Shape.Text())))
        .hasMessage(
            "cannot find no-such-host.invalid; check the network and 'base-url' of the role teacher")
        .extracting(ModelTrouble::trouble, ModelTrouble::mayBeBilled)
        .containsExactly(Trouble.TRANSIENT, false);
  }

  @Test
  void aServerOnOneOfTwoLoopbacksIsFound() throws Exception {
    server.enqueue(json(200, HELLO).build());
    Role role = role("http://localhost:" + server.getPort() + "/v1", Duration.ofSeconds(20));
    assertThat(asked(role, new Shape.Text()).text()).isEqualTo("Hello");
  }
}
