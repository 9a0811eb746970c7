package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Reply;
import java.sql.SQLException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Where the money of each attempt goes. It is reserved first, and ends in one of three ways:
 * released, lost (perhaps billed, and charged at its worst cost), or replaced by what the reply
 * cost.
 */
final class Spending {
  private static final String CHARGE_DAY =
      """
      INSERT INTO days (day, cost_micros, lost_micros) VALUES (?, ?, ?)
      ON CONFLICT (day) DO UPDATE SET cost_micros = cost_micros + excluded.cost_micros,
        lost_micros = lost_micros + excluded.lost_micros
      """;

  private static final String ABANDON = "UPDATE calls SET abandoned = 1, trouble = ? WHERE id = ?";

  private static final String LOSE =
      "INSERT INTO lost (call, run, day, micros, trouble) VALUES (?, ?, ?, ?, ?)";

  private static final String LAST_LOST =
      "SELECT id, run, day, micros FROM lost WHERE call = ? ORDER BY id DESC LIMIT 1";

  private Spending() {}

  /** As providers count days: in UTC. */
  static String day(InstantSource clock) {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
  }

  /**
   * What is reserved for an open call.
   *
   * @param call its row
   * @param micros worst cost
   */
  record Reserved(long call, String run, long micros) {}

  static void reserve(Session session, Reserved reserved) throws SQLException {
    session.change(
        "INSERT INTO reservations (call, run, micros) VALUES (?, ?, ?)",
        reserved.call(),
        reserved.run(),
        reserved.micros());
    Totals.attempted(session, reserved.run(), reserved.micros());
  }

  /** The attempt was answered. */
  static void close(Session session, Reserved reserved) throws SQLException {
    session.change("DELETE FROM reservations WHERE call = ?", reserved.call());
    Totals.closed(session, reserved.run(), reserved.micros());
  }

  /** The attempt was certainly not billed. */
  static void release(Session session, Reserved reserved, String trouble) throws SQLException {
    close(session, reserved);
    session.change(ABANDON, trouble, reserved.call());
  }

  static void lose(Session session, Reserved reserved, String day, String trouble)
      throws SQLException {
    release(session, reserved, trouble);
    session.change(LOSE, reserved.call(), reserved.run(), day, reserved.micros(), trouble);
    Totals.lost(session, reserved.run(), 1, reserved.micros());
    session.change(CHARGE_DAY, day, 0, reserved.micros());
  }

  /** The process that had these calls on the wire is gone, and nobody heard how they ended. */
  static void loseAll(Session session, String day) throws SQLException {
    List<Reserved> open =
        session.list(
            "SELECT call, run, micros FROM reservations ORDER BY call",
            row -> new Reserved(row.getLong(1), row.getString(2), row.getLong(3)));
    for (Reserved reserved : open) {
      lose(session, reserved, day, "the process ended");
    }
  }

  static void charge(Session session, String run, Reply reply, String day) throws SQLException {
    Totals.answered(session, run, reply);
    session.change(CHARGE_DAY, day, reply.costMicros(), 0);
  }

  /**
   * A reply that nothing is reserved for is that of an attempt given up for lost: its cost takes
   * the place of what was charged then, on that day and to that run.
   */
  static void chargeLate(Session session, long call, String run, Reply reply, String day)
      throws SQLException {
    record Lost(long id, String run, String day, long micros) {}
    Optional<Lost> lost =
        session.first(
            LAST_LOST,
            row -> new Lost(row.getLong(1), row.getString(2), row.getString(3), row.getLong(4)),
            call);
    if (lost.isEmpty()) {
      charge(session, run, reply, day);
      return;
    }
    session.change("DELETE FROM lost WHERE id = ?", lost.get().id());
    Totals.lost(session, lost.get().run(), -1, -lost.get().micros());
    session.change(CHARGE_DAY, lost.get().day(), 0, -lost.get().micros());
    charge(session, lost.get().run(), reply, lost.get().day());
  }
}
