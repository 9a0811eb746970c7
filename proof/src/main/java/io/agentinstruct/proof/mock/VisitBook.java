package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The mock's ledger: each line is in the file before the next thing happens, since the mock itself
 * may be killed. One that finds a file goes on with it.
 */
final class VisitBook implements AutoCloseable {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private final long bornMicros = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  private final long bornNanos = System.nanoTime();
  private final @Nullable FileChannel file;
  private final List<Visit> visits = new ArrayList<>();
  private final Map<String, Integer> attempts = new HashMap<>();
  private long number;
  private int onTheWire;
  private int peak;

  /**
   * @param path null = in memory alone
   */
  VisitBook(@Nullable Path path) throws IOException {
    if (path == null) {
      file = null;
      return;
    }
    if (Files.exists(path)) {
      for (Visit visit : read(path)) {
        visits.add(visit);
        if (visit.what().equals(Visit.BEGIN)) {
          attempts.merge(visit.digest(), 1, Integer::sum);
          number = Math.max(number, visit.number());
        }
      }
    }
    file = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    if (!visits.isEmpty()) {
      long ended = visits.stream().filter(visit -> visit.what().equals(Visit.END)).count();
      Visit last = visits.getLast();
      append(Visit.mark(number - ended, last.at(), "kill of the endpoint"));
    }
  }

  /** A last line that a killed mock did not finish is left out. */
  static List<Visit> read(Path path) throws IOException {
    List<Visit> visits = new ArrayList<>();
    String text = Files.readString(path);
    int from = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      visits.add(JSON.readValue(text.substring(from, end), Visit.class));
      from = end + 1;
    }
    return visits;
  }

  synchronized Visit begin(ChatRequest request) {
    int attempt = attempts.merge(request.digest(), 1, Integer::sum);
    peak = Math.max(peak, ++onTheWire);
    return append(Visit.begin(++number, now(), request.digest(), attempt, request.agent()));
  }

  /**
   * @param gateNanos what it was told to stay away for
   */
  synchronized void end(
      Visit begun,
      Fault fault,
      int status,
      boolean complete,
      boolean billed,
      Price price,
      long gateNanos) {
    onTheWire--;
    append(
        new Visit(
            Visit.END,
            begun.number(),
            now(),
            begun.digest(),
            begun.attempt(),
            begun.agent(),
            fault.word(),
            status,
            complete,
            billed,
            price.input,
            price.output,
            price.micros,
            gateNanos / 1000));
  }

  /** What a reply takes. */
  record Price(long input, long output, long micros) {
    static final Price NOTHING = new Price(0, 0, 0);
  }

  synchronized Visit mark(String text) {
    return append(Visit.mark(onTheWire, now(), text));
  }

  private Visit append(Visit visit) {
    visits.add(visit);
    if (file != null) {
      try {
        byte[] line = (JSON.writeValueAsString(visit) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
          var _ = file.write(bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("cannot write the mock's ledger", e);
      }
    }
    return visit;
  }

  synchronized List<Visit> all() {
    return List.copyOf(visits);
  }

  synchronized String stats() throws IOException {
    Map<String, Long> faults = new java.util.TreeMap<>();
    long ended = 0;
    long billed = 0;
    long micros = 0;
    for (Visit visit : visits) {
      if (visit.what().equals(Visit.END)) {
        ended++;
        faults.merge(visit.fault(), 1L, Long::sum);
        billed += visit.billed() ? 1 : 0;
        micros += visit.micros();
      }
    }
    Map<String, Object> stats = new java.util.LinkedHashMap<>();
    stats.put("calls", number);
    stats.put("ended", ended);
    stats.put("onTheWire", onTheWire);
    stats.put("peak", peak);
    stats.put("billed", billed);
    stats.put("micros", micros);
    stats.put("faults", faults);
    return JSON.writeValueAsString(stats);
  }

  /** Requests that have begun: cheap, for those who watch. */
  synchronized long calls() {
    return number;
  }

  private long now() {
    return bornMicros + (System.nanoTime() - bornNanos) / 1000;
  }

  @Override
  public void close() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
