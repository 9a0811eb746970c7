import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;

/**
 * An OpenAI-compatible endpoint that only takes time: it answers the agents of {@code bench/flows/seventeen-calls} after a
 * law of latency. Latency and answer depend on the request alone, so that runs can be compared. As cheap as can be, since
 * it shares the machine with what it measures.
 *
 * <p>{@code java bench/LatencyMock.java PORT constant:50|lognormal:400:0.5}; GET /stats tells what it saw.
 */
final class LatencyMock {
  private final AtomicLong calls = new AtomicLong();
  private final AtomicLong sleptMicros = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger peak = new AtomicInteger();
  private final String law;
  private final double median;
  private final double sigma;

  private LatencyMock(String latency) {
    String[] parts = latency.split(":");
    law = parts[0];
    median = Double.parseDouble(parts[1]);
    sigma = parts.length > 2 ? Double.parseDouble(parts[2]) : 0;
  }

  public static void main(String[] args) throws IOException {
    LatencyMock mock = new LatencyMock(args[1]);
    try (ServerSocket server = new ServerSocket(Integer.parseInt(args[0]), 1000, InetAddress.getLoopbackAddress())) {
      System.out.println("READY " + server.getLocalPort());
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.startVirtualThread(() -> mock.serve(socket));
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 15);
      OutputStream out = socket.getOutputStream();
      String first = line(in);
      while (first != null) {
        byte[] body = body(in);
        out.write(first.startsWith("GET") ? http(stats()) : http(answer(body)));
        out.flush();
        first = line(in);
      }
    } catch (IOException | InterruptedException over) {
      // the client closed the connection
    }
  }

  private byte[] answer(byte[] body) throws InterruptedException {
    calls.incrementAndGet();
    peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    CRC32 crc = new CRC32();
    crc.update(body);
    long mark = crc.getValue();
    double millis = law.equals("constant") ? median : median * Math.exp(sigma * new Random(mark).nextGaussian());
    sleptMicros.addAndGet((long) (millis * 1000));
    Thread.sleep((long) millis, (int) (millis * 1_000_000 % 1_000_000));
    byte[] completion = completion(new String(body, StandardCharsets.ISO_8859_1), mark);
    inFlight.decrementAndGet();
    return completion;
  }

  /** The stage is told by the name of the schema; an answer without a schema is the student's. */
  private static byte[] completion(String request, long mark) {
    int schema = request.indexOf("json_schema");
    String name = schema < 0 ? "" : request.substring(schema, Math.min(request.length(), schema + 400));
    StringBuilder text = new StringBuilder();
    if (name.contains("transform-")) {
      text.append("{'declined':'','title':'Notes ").append(mark).append("','text':'");
      for (int i = 0; i < 8; i++) {
        text.append("The council of Harrow weighed the cost of heating against the number of readers. ");
      }
      text.append("File ").append(mark).append(".'}");
    } else if (name.contains("instruct-")) {
      text.append("{'declined':'','items':[");
      for (int i = 1; i <= 3; i++) {
        text.append(i > 1 ? "," : "").append("{'task':'What does the passage say of item ").append(mark).append('.').append(i)
            .append("?','expected':'that it was weighed ").append(i).append("'}");
      }
      text.append("]}");
    } else if (name.contains("-suggest")) {
      text.append("{'declined':'','suggestions':['Ask for the cause as well, and for its effect on file ").append(mark).append("']}");
    } else if (name.contains("-edit")) {
      text.append("{'declined':'','task':'Why was file ").append(mark).append(" weighed, and with what effect?','expected':'for its cost'}");
    } else {
      text.append("The passage says that the council weighed the cost against the readers, which is why ").append(mark).append(" was settled.");
    }
    String content = text.toString().replace('\'', '"').replace("\"", "\\\"");
    return ("{\"id\":\"m\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"latency-mock\",\"choices\":[{\"index\":0,\"message\":"
            + "{\"role\":\"assistant\",\"content\":\"" + content + "\"},\"finish_reason\":\"stop\"}],"
            + "\"usage\":{\"prompt_tokens\":300,\"completion_tokens\":90,\"total_tokens\":390}}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private byte[] stats() {
    return "{\"calls\":%d,\"sleptMicros\":%d,\"inFlight\":%d,\"peak\":%d}"
        .formatted(calls.get(), sleptMicros.get(), inFlight.get(), peak.get())
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] http(byte[] body) {
    byte[] head =
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    byte[] all = java.util.Arrays.copyOf(head, head.length + body.length);
    System.arraycopy(body, 0, all, head.length, body.length);
    return all;
  }

  private static byte[] body(InputStream in) throws IOException {
    int length = 0;
    boolean chunked = false;
    for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      String lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring("content-length:".length()).strip());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.contains("chunked");
    }
    if (!chunked) {
      return in.readNBytes(length);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
      all.write(in.readNBytes(size));
      line(in);
    }
    line(in);
    return all.toByteArray();
  }

  private static String line(InputStream in) throws IOException {
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
}
