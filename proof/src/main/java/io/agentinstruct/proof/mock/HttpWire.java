package io.agentinstruct.proof.mock;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 over one socket, with the means to break it. */
final class HttpWire implements AutoCloseable {
  private static final int MOST_BYTES = 16 << 20;

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;

  HttpWire(Socket socket) throws IOException {
    this.socket = socket;
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 1 << 14);
    this.out = socket.getOutputStream();
  }

  /**
   * @param line such as {@code POST /v1/chat/completions HTTP/1.1}
   */
  record Request(String line, String body) {
    boolean asks(String method, String path) {
      return line.startsWith(method + " ") && line.contains(path);
    }
  }

  /** The next request; null = the other side went away. */
  @Nullable Request next() throws IOException {
    String first = line();
    if (first == null) {
      return null;
    }
    int length = 0;
    boolean chunked = false;
    for (String header = line(); header != null && !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    byte[] body = chunked ? chunks() : in.readNBytes(Math.min(length, MOST_BYTES));
    return new Request(first, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = size(); size > 0 && all.size() < MOST_BYTES; size = size()) {
      all.write(in.readNBytes(size));
      line();
    }
    line();
    return all.toByteArray();
  }

  private int size() throws IOException {
    String line = line();
    return line == null ? 0 : Integer.parseInt(line.strip(), 16);
  }

  private @Nullable String line() throws IOException {
    StringBuilder line = new StringBuilder(64);
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        return null;
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  /**
   * @param headers each with its line end
   */
  void answer(int status, String type, String headers, byte[] body) throws IOException {
    byte[] head = head(status, type, headers, body.length);
    byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    out.write(all);
    out.flush();
  }

  /** A head and the first bytes of its body. */
  void begin(int length, byte[] body, int upTo) throws IOException {
    out.write(head(200, "application/json", "", length));
    out.write(body, 0, upTo);
    out.flush();
  }

  void write(byte[] bytes) throws IOException {
    out.write(bytes);
    out.flush();
  }

  private static byte[] head(int status, String type, String headers, int length) {
    String head =
        "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
            .formatted(status, status == 200 ? "OK" : "No", type, length, headers);
    return head.getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * Waits for the other side to go away; what it says meanwhile is not heard.
   *
   * @return whether it went
   */
  boolean goesAwayWithin(long millis) throws IOException {
    long until = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < until) {
      socket.setSoTimeout((int) Math.max(1, (until - System.nanoTime()) / 1_000_000));
      try {
        if (in.read() < 0) {
          return true;
        }
      } catch (SocketTimeoutException patienceEnds) {
        return false;
      } catch (IOException reset) {
        return true;
      }
    }
    return false;
  }

  /** Not a polite end but a reset. */
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
