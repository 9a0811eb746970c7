package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import java.time.Duration;
import java.util.Optional;

/**
 * How a gate stands, for people.
 *
 * @param cause why it is not open; absent while it is, or where a person paused it
 * @param message what happened and what happens next; empty while it is open
 * @param lasting how long it has been so
 * @param waiting calls in front of it
 * @param inFlight calls on the wire
 * @param limit calls that may be on the wire at once, as things stand
 * @param next when a paused gate lets its next probe through, or a shut one opens; absent = only a
 *     person can say
 */
public record GateState(
    Kind kind,
    Optional<Trouble> cause,
    String message,
    Duration lasting,
    int waiting,
    int inFlight,
    int limit,
    Optional<Duration> next) {

  /** From bad to worse. */
  public enum Kind {
    /** Calls go. */
    OPEN,
    /** Calls go, but few at once, since too many of them have to be sent again. */
    SLOWED,
    /** Nothing goes until a known moment, which the endpoint named. */
    SHUT,
    /** Nothing goes but one probe now and then, or nothing at all until a person unpauses it. */
    PAUSED,
    /** Nothing goes any more in this process. */
    CLOSED
  }
}
