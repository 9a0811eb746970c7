package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A role of models, configured. Flows name roles; only this knows vendors. Holds the *name* of the
 * key's environment variable, never the key.
 *
 * @param keyName environment variable that holds the key; empty = the endpoint wants none
 * @param inFlight calls on the wire at once
 * @param requestsPerMinute 0 = not limited by us
 * @param tokensPerMinute input and output together; 0 = not limited by us
 * @param deadline of one call, from sending to the last byte
 * @param price per million tokens; absent = unknown
 * @param inputTokensPerMinute of prompts alone; 0 = not limited by us
 * @param outputTokensPerMinute of replies alone; 0 = not limited by us
 * @param idle how long a reply that has begun may stand still
 * @param extraBody fields that every request has besides the program's own, such as {@code top_p}
 * @param standbys who is asked in its place while its endpoint is out of order, first choice first
 */
public record Role(
    String name,
    URI endpoint,
    String model,
    String keyName,
    int inFlight,
    int requestsPerMinute,
    long tokensPerMinute,
    Duration deadline,
    Optional<Price> price,
    long inputTokensPerMinute,
    long outputTokensPerMinute,
    Duration idle,
    Map<String, JsonNode> extraBody,
    List<Role> standbys) {
  static final Duration IDLE = Duration.ofSeconds(30);

  public Role {
    extraBody = Map.copyOf(extraBody);
    standbys = List.copyOf(standbys);
  }

  /** A role without separate limits of tokens, fields of its own and standbys. */
  public Role(
      String name,
      URI endpoint,
      String model,
      String keyName,
      int inFlight,
      int requestsPerMinute,
      long tokensPerMinute,
      Duration deadline,
      Optional<Price> price) {
    this(
        name,
        endpoint,
        model,
        keyName,
        inFlight,
        requestsPerMinute,
        tokensPerMinute,
        deadline,
        price,
        0,
        0,
        IDLE,
        Map.of(),
        List.of());
  }

  /** The same model under another role's name, with standbys. */
  Role playing(String other, List<Role> others) {
    return new Role(
        other,
        endpoint,
        model,
        keyName,
        inFlight,
        requestsPerMinute,
        tokensPerMinute,
        deadline,
        price,
        inputTokensPerMinute,
        outputTokensPerMinute,
        idle,
        extraBody,
        others);
  }

  /**
   * In currency units per million tokens.
   *
   * @param output also of what a model thinks before it answers
   * @param batchFactor what all of it is multiplied by, for an endpoint that bills a batch tariff;
   *     0 to 1
   */
  public record Price(double input, double cachedInput, double output, double batchFactor) {
    public Price(double input, double cachedInput, double output) {
      this(input, cachedInput, output, 1);
    }

    /** Millionths of the currency unit, rounded up. */
    public long micros(long inputTokens, long cachedTokens, long outputTokens) {
      long fresh = Math.max(0, inputTokens - cachedTokens);
      return (long)
          Math.ceil(
              batchFactor * (fresh * input + cachedTokens * cachedInput + outputTokens * output));
    }

    /** The same, for whoever does not know yet how much of the input will be found cached. */
    public long worstMicros(long inputTokens, long outputTokens) {
      return Math.max(
          micros(inputTokens, 0, outputTokens), micros(inputTokens, inputTokens, outputTokens));
    }
  }
}
