package io.agentinstruct.worker.estimate;

import java.util.Map;

/**
 * What one journey took.
 *
 * @param characters of its seed
 * @param costMicros at today's prices, in millionths of the currency unit; 0 where none is known
 * @param wireMillis line (endpoint and model) to the time that its calls were on the wire, added up
 */
record Taken(
    int characters,
    int rows,
    double calls,
    double inputTokens,
    double cachedTokens,
    double outputTokens,
    double costMicros,
    Map<String, Double> wireMillis) {}
