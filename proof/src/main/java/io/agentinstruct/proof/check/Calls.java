package io.agentinstruct.proof.check;

import io.agentinstruct.proof.mock.Visit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The endpoint's ledger, put in order: requests with their ends, and the marks between them.
 *
 * @param marks {@code start} of a process, {@code kill} of one, {@code key-good}
 */
public record Calls(List<Call> calls, List<Visit> marks) {
  public static final String START = "start";
  public static final String KILL = "kill";
  public static final String KEY_GOOD = "key-good";

  /**
   * A reply that left less than so long before a kill may not have been written down yet: on a busy
   * machine a cold process takes seconds to read its first one. How many they are is asked apart.
   */
  static final long SETTLING_MICROS = 2_000_000;

  /** A request that the killed process had sent may be read from the socket after the kill. */
  static final long SOCKET_MICROS = 250_000;

  /**
   * @param end null = it never had one, since the endpoint itself was killed
   */
  public record Call(Visit begin, @Nullable Visit end) {
    public long endedAt() {
      return end == null ? Long.MAX_VALUE : end.at();
    }

    public boolean billed() {
      return end != null && end.billed();
    }

    public boolean complete() {
      return end != null && end.complete();
    }

    public boolean met(String fault) {
      return end != null && end.fault().equals(fault);
    }

    public boolean probe() {
      return begin.agent().startsWith("probe");
    }

    /** Whether a process that was killed then may have known nothing of the reply. */
    boolean unsettledAt(long moment) {
      return begin.at() <= moment + SOCKET_MICROS && endedAt() >= moment - SETTLING_MICROS;
    }
  }

  public static Calls of(List<Visit> visits) {
    Map<Long, Visit> begun = new LinkedHashMap<>();
    Map<Long, Visit> ended = new TreeMap<>();
    List<Visit> marks = new ArrayList<>();
    for (Visit visit : visits) {
      switch (visit.what()) {
        case Visit.BEGIN -> begun.put(visit.number(), visit);
        case Visit.END -> ended.put(visit.number(), visit);
        default -> marks.add(visit);
      }
    }
    List<Call> calls = new ArrayList<>();
    begun.forEach((number, begin) -> calls.add(new Call(begin, ended.get(number))));
    return new Calls(List.copyOf(calls), List.copyOf(marks));
  }

  public List<Visit> marks(String text) {
    return marks.stream().filter(mark -> mark.digest().startsWith(text)).toList();
  }

  /** Without probes, by what was asked. */
  public Map<String, List<Call>> byQuestion() {
    Map<String, List<Call>> questions = new LinkedHashMap<>();
    for (Call call : calls) {
      if (!call.probe()) {
        questions.computeIfAbsent(call.begin().digest(), any -> new ArrayList<>()).add(call);
      }
    }
    return questions;
  }

  /** Replies that were billed for a question that had been answered and billed before. */
  public long paidTwice() {
    return byQuestion().values().stream()
        .mapToLong(asked -> Math.max(0, asked.stream().filter(Call::billed).count() - 1))
        .sum();
  }

  /** Requests begun and not ended at the kills, as the endpoint saw it. */
  public long onTheWireAtKills() {
    return marks(KILL).stream().mapToLong(Visit::number).sum();
  }

  /** Questions that have been answered in full. */
  public long answered() {
    return byQuestion().values().stream()
        .filter(asked -> asked.stream().anyMatch(Call::complete))
        .count();
  }

  /** What was billed, in millionths. */
  public long micros() {
    return calls.stream().map(Call::end).mapToLong(end -> end == null ? 0 : end.micros()).sum();
  }
}
