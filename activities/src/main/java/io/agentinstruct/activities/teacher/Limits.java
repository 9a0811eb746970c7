package io.agentinstruct.activities.teacher;

/**
 * How much an endpoint's model bears, whoever says so. A number of 0 = no such limit.
 *
 * @param inFlight calls at once
 * @param requests a minute
 * @param tokens a minute, of prompt and reply together
 * @param inputTokens a minute, of prompts
 * @param outputTokens a minute, of replies
 */
record Limits(
    int inFlight, double requests, double tokens, double inputTokens, double outputTokens) {
  static final Limits NONE = new Limits(0, 0, 0, 0, 0);

  static Limits of(Role role) {
    return new Limits(
        role.inFlight(),
        role.requestsPerMinute(),
        role.tokensPerMinute(),
        role.inputTokensPerMinute(),
        role.outputTokensPerMinute());
  }

  /** Of each, the narrower. */
  Limits and(Limits other) {
    return new Limits(
        (int) narrower(inFlight, other.inFlight),
        narrower(requests, other.requests),
        narrower(tokens, other.tokens),
        narrower(inputTokens, other.inputTokens),
        narrower(outputTokens, other.outputTokens));
  }

  private static double narrower(double one, double other) {
    return one == 0 ? other : other == 0 ? one : Math.min(one, other);
  }

  /**
   * One member's part of it.
   *
   * @param places of the calls at once
   * @param rate of all that counts by the minute, 0 to 1
   */
  Limits part(int places, double rate) {
    return new Limits(
        Math.max(1, Math.min(inFlight, places)),
        requests * rate,
        tokens * rate,
        inputTokens * rate,
        outputTokens * rate);
  }
}
