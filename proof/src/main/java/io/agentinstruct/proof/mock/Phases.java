package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What changes as time goes by: the quota ends and renews, the key is revoked, the provider is
 * down, the buckets run empty. Begun by the plan or by a control call.
 */
final class Phases {
  private static final double NANOS = 1e9;

  private final FaultPlan plan;
  private final TokenBucket requests;
  private final TokenBucket tokens;
  private long begun;
  private boolean keyRevoked;
  private boolean quotaWasOut;
  private boolean wasDown;
  private long quotaBackAt = Long.MIN_VALUE;
  private long upAt = Long.MIN_VALUE;

  Phases(FaultPlan plan, long now) {
    this.plan = plan;
    this.requests = new TokenBucket(plan.requestsPerMinute(), plan.burst(), now);
    this.tokens = new TokenBucket(plan.tokensPerMinute(), plan.burst(), now);
  }

  /**
   * @param waitNanos what is told, where anything is
   */
  record Verdict(Fault fault, long waitNanos) {
    static final Verdict PASSED = new Verdict(Fault.NONE, 0);
  }

  synchronized Verdict of(ChatRequest request, long now) {
    begun++;
    if (plan.downAfter() > 0 && begun > plan.downAfter() && !wasDown) {
      wasDown = true;
      upAt = now + (long) (plan.downSeconds() * NANOS);
    }
    if (plan.keyUntil() > 0 && begun == plan.keyUntil() + 1) {
      keyRevoked = true;
    }
    if (plan.quotaAfter() > 0 && begun > plan.quotaAfter() && !quotaWasOut) {
      quotaWasOut = true;
      quotaBackAt = now + (long) (plan.quotaSeconds() * NANOS);
    }
    if (now < upAt) {
      return new Verdict(Fault.DOWN, 0);
    }
    if (keyRevoked) {
      return new Verdict(Fault.BAD_KEY, 0);
    }
    if (now < quotaBackAt) {
      return new Verdict(Fault.NO_QUOTA, 0);
    }
    return filled(request.inputTokens(), now);
  }

  private Verdict filled(long amount, long now) {
    long wait = Math.max(requests.untilThere(1, now), tokens.untilThere((double) amount, now));
    if (wait > 0) {
      return new Verdict(Fault.TOO_FAST, wait);
    }
    requests.take(1);
    tokens.take((double) amount);
    return Verdict.PASSED;
  }

  /** What a reply took besides what its request had announced. */
  synchronized void wrote(long outputTokens) {
    tokens.take((double) outputTokens);
  }

  /**
   * @param order such as {@code {"key":"good"}}, {@code {"quota-seconds":5}}, {@code
   *     {"down-seconds":5}}
   */
  synchronized void obey(JsonNode order, long now) {
    if (order.has("key")) {
      keyRevoked = !order.path("key").asText().equals("good");
    }
    if (order.has("quota-seconds")) {
      quotaWasOut = true;
      quotaBackAt = now + (long) (order.path("quota-seconds").asDouble() * NANOS);
    }
    if (order.has("down-seconds")) {
      wasDown = true;
      upAt = now + (long) (order.path("down-seconds").asDouble() * NANOS);
    }
  }
}
