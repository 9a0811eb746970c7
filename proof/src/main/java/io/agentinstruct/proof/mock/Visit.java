package io.agentinstruct.proof.mock;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One line of the ledger: a request that began, the end of one, or a mark that somebody set. Times
 * are microseconds since 1970, from a clock that never goes back while the mock lives.
 *
 * @param what {@code begin}, {@code end} or {@code mark}
 * @param number of the request; of a mark, requests on the wire at that moment
 * @param digest of the request's body; of a mark, its text
 * @param fault word of what met it
 * @param status that was written; 0 = none
 * @param complete whether the whole of a good reply was written
 * @param billed whether it costs, seen or not
 * @param gate microseconds that it was told to stay away for
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Visit(
    String what,
    long number,
    long at,
    String digest,
    int attempt,
    String agent,
    String fault,
    int status,
    boolean complete,
    boolean billed,
    long input,
    long output,
    long micros,
    long gate) {
  public static final String BEGIN = "begin";
  public static final String END = "end";
  public static final String MARK = "mark";

  public Visit {
    digest = digest == null ? "" : digest;
    agent = agent == null ? "" : agent;
    fault = fault == null ? "" : fault;
  }

  public static Visit begin(long number, long at, String digest, int attempt, String agent) {
    return new Visit(BEGIN, number, at, digest, attempt, agent, "", 0, false, false, 0, 0, 0, 0);
  }

  public static Visit mark(long onTheWire, long at, String text) {
    return new Visit(MARK, onTheWire, at, text, 0, "", "", 0, false, false, 0, 0, 0, 0);
  }
}
