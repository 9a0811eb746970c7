package io.agentinstruct.proof.mock;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Every way in which a call can go, the good one first. */
public enum Fault {
  NONE(Kind.NONE),

  RATE_SECONDS(Kind.RATE),
  RATE_DATE(Kind.RATE),
  RATE_MILLIS(Kind.RATE),
  RATE_RESET_REQUESTS(Kind.RATE),
  RATE_RESET_TOKENS(Kind.RATE),
  RATE_WORDS(Kind.RATE),
  /** No word of when. */
  RATE_BARE(Kind.RATE),

  ERROR_500(Kind.SERVER),
  /** With a page of HTML, as proxies do. */
  ERROR_502(Kind.SERVER),
  ERROR_503(Kind.SERVER),
  ERROR_529(Kind.SERVER),

  RESET_BEFORE_HEAD(Kind.NETWORK),
  RESET_MID_BODY(Kind.NETWORK),
  SHORT_BODY(Kind.NETWORK),
  GARBAGE_HTTP(Kind.NETWORK),
  HTML_BODY(Kind.NETWORK),
  BROKEN_ENVELOPE(Kind.NETWORK),
  /** The whole work was done and is billed; the answer is never seen. */
  REPLY_LOST(Kind.NETWORK),

  /** The connection is accepted and its request never read. */
  STALL_ACCEPT(Kind.STALL),
  STALL_AFTER_REQUEST(Kind.STALL),
  STALL_AFTER_HEAD(Kind.STALL),
  STALL_MID_BODY(Kind.STALL),
  /** A byte now and then, for ever longer than anybody waits. */
  DRIP(Kind.STALL),

  /** Words instead of JSON. */
  MALFORMED(Kind.CONTENT),
  /** JSON that is not what the schema asks for. */
  SCHEMA_BREAK(Kind.CONTENT),
  TRUNCATED(Kind.CONTENT),
  REFUSAL_FIELD(Kind.CONTENT),
  REFUSAL_FINISH(Kind.CONTENT),
  /** A polite no in plain words where JSON was asked for. */
  REFUSAL_WORDS(Kind.CONTENT),
  /** A bill and no reply. */
  EMPTY_CHOICES(Kind.CONTENT),
  NO_USAGE(Kind.CONTENT),

  /** Scripted: see {@link Phases}. */
  NO_QUOTA(Kind.PHASE),
  BAD_KEY(Kind.PHASE),
  DOWN(Kind.PHASE),
  /** The token bucket is empty. */
  TOO_FAST(Kind.PHASE);

  /** What a plan can ask for together. */
  public enum Kind {
    NONE,
    RATE,
    SERVER,
    NETWORK,
    STALL,
    CONTENT,
    PHASE
  }

  private final Kind kind;

  Fault(Kind kind) {
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  /** As plans and ledgers spell it, such as {@code rate-seconds}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * One fault by its word, or all of a kind by the kind's.
   *
   * @throws IllegalArgumentException naming the word, if there is neither
   */
  public static List<Fault> named(String word) {
    String name = word.replace('-', '_').toUpperCase(Locale.ROOT);
    List<Fault> found =
        Arrays.stream(values())
            .filter(fault -> fault.name().equals(name) || fault.kind.name().equals(name))
            .toList();
    if (found.isEmpty()) {
      throw new IllegalArgumentException("there is no fault '" + word + "'");
    }
    return found;
  }
}
