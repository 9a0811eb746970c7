package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * What goes wrong, how often and how. Which call it meets is told by a hash of plan, request and
 * attempt, so that the order of calls changes nothing. What a reply says depends on the request
 * alone: a fault of content comes again each time the same is asked.
 *
 * @param latency {@code constant:MILLIS} or {@code lognormal:MEDIAN_MILLIS:SIGMA}
 * @param faults share of calls, 0 to 1, by the word of a fault or of a kind
 * @param faultsFrom calls before which nothing drawn goes wrong: a cold program is slow to hear
 * @param faultsUntil calls after which nothing drawn goes wrong any more; 0 = never
 * @param mostAttempts a request fails by the wire at most so many times; 0 = without end
 * @param waitMillis what a 429 asks for
 * @param stallMillis how long a stall lasts, unless the other side goes away first
 * @param reasks whether faults of content also meet requests that already are a second try
 * @param requestsPerMinute of a true bucket; 0 = none
 * @param tokensPerMinute of a true bucket; 0 = none
 * @param burst what both buckets hold, in seconds of their rate
 * @param tellsWait whether an empty bucket says when to come again
 * @param inputPrice per million tokens, in currency units
 * @param outputPrice per million tokens
 * @param quotaAfter calls after which the quota is used up; 0 = never
 * @param quotaSeconds until it renews
 * @param keyUntil calls after which the key is revoked; 0 = never
 * @param downAfter calls after which the provider is down; 0 = never
 * @param downSeconds how long it is down
 */
public record FaultPlan(
    long seed,
    String latency,
    Map<String, Double> faults,
    @JsonProperty("faults-from") long faultsFrom,
    @JsonProperty("faults-until") long faultsUntil,
    @JsonProperty("most-attempts") int mostAttempts,
    @JsonProperty("wait-millis") long waitMillis,
    @JsonProperty("stall-millis") long stallMillis,
    boolean reasks,
    @JsonProperty("requests-per-minute") double requestsPerMinute,
    @JsonProperty("tokens-per-minute") double tokensPerMinute,
    double burst,
    @JsonProperty("tells-wait") boolean tellsWait,
    @JsonProperty("input-price") double inputPrice,
    @JsonProperty("output-price") double outputPrice,
    @JsonProperty("quota-after") long quotaAfter,
    @JsonProperty("quota-seconds") double quotaSeconds,
    @JsonProperty("key-until") long keyUntil,
    @JsonProperty("down-after") long downAfter,
    @JsonProperty("down-seconds") double downSeconds) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /** Connections of a start's first look at the endpoint, which is not tried again. */
  private static final int FIRST_LOOKS = 4;

  private static final long MOST_LATENCY_NANOS = 600_000_000_000L;

  public FaultPlan {
    latency = latency == null || latency.isEmpty() ? "constant:20" : latency;
    faults = faults == null ? Map.of() : Map.copyOf(faults);
    waitMillis = waitMillis == 0 ? 1_000 : waitMillis;
    stallMillis = stallMillis == 0 ? 600_000 : stallMillis;
    burst = burst == 0 ? 1 : burst;
    faults.keySet().forEach(Fault::named);
  }

  /** Only the latency. */
  public static FaultPlan quiet(String latency) {
    return of("{\"latency\":\"" + latency + "\"}");
  }

  /**
   * @throws IllegalArgumentException naming what is not understood
   */
  public static FaultPlan of(String json) {
    try {
      return JSON.readValue(json, FaultPlan.class);
    } catch (IOException e) {
      throw new IllegalArgumentException("this is no fault plan: " + e.getMessage(), e);
    }
  }

  public static FaultPlan read(Path file) {
    try {
      return of(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the fault plan " + file, e);
    }
  }

  /** What meets a request: a fault of the wire, else one of content, else none. */
  Fault choose(ChatRequest request, int attempt, long number) {
    if (!goesWrong(number)) {
      return Fault.NONE;
    }
    if (mostAttempts == 0 || attempt <= mostAttempts) {
      Fault wire = draw(share("wire", request.digest(), attempt), false, request);
      if (wire != Fault.NONE) {
        return wire;
      }
    }
    return request.reask() && !reasks
        ? Fault.NONE
        : draw(share("content", request.digest(), 0), true, request);
  }

  /** Whether a connection is one of those whose requests are never read. */
  boolean ignores(long connection, long number) {
    if (connection <= FIRST_LOOKS || !goesWrong(number)) {
      return false;
    }
    return share("accept", String.valueOf(connection), 0)
        < faults.getOrDefault(Fault.STALL_ACCEPT.word(), 0.0);
  }

  private boolean goesWrong(long number) {
    return number >= faultsFrom && (faultsUntil == 0 || number <= faultsUntil);
  }

  private Fault draw(double dice, boolean content, ChatRequest request) {
    double upTo = 0;
    for (Map.Entry<String, Double> entry : new TreeMap<>(faults).entrySet()) {
      var named = Fault.named(entry.getKey());
      for (Fault fault : named) {
        if (fault == Fault.STALL_ACCEPT || (fault.kind() == Fault.Kind.CONTENT) != content) {
          continue;
        }
        upTo += entry.getValue() / named.size();
        if (dice < upTo) {
          return request.shaped() || !needsShape(fault) ? fault : Fault.NONE;
        }
      }
    }
    return Fault.NONE;
  }

  private static boolean needsShape(Fault fault) {
    return fault == Fault.MALFORMED || fault == Fault.SCHEMA_BREAK || fault == Fault.REFUSAL_WORDS;
  }

  long latencyNanos(String digest) {
    String[] parts = latency.split(":", -1);
    double millis = Double.parseDouble(parts[1]);
    if (parts[0].equals("lognormal")) {
      Random random = new Random(hash("latency", digest, 0));
      millis *= Math.exp(Double.parseDouble(parts[2]) * random.nextGaussian());
    }
    return Math.min(MOST_LATENCY_NANOS, (long) (millis * 1e6));
  }

  /** In millionths of the currency unit, rounded up. */
  long micros(long inputTokens, long outputTokens) {
    return (long) Math.ceil(inputTokens * inputPrice + outputTokens * outputPrice);
  }

  private double share(String what, String digest, int attempt) {
    return (hash(what, digest, attempt) >>> 11) * 0x1.0p-53;
  }

  private long hash(String what, String digest, int attempt) {
    byte[] sha = sha256(seed + "/" + what + "/" + digest + "/" + attempt);
    long hash = 0;
    for (int i = 0; i < 8; i++) {
      hash = hash << 8 | (sha[i] & 0xff);
    }
    return hash;
  }

  static byte[] sha256(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
