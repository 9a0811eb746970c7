package io.agentinstruct.activities.store;

import io.agentinstruct.contracts.RunSetting;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The caps on money: what a run may cost, and what all runs of the workspace may cost in a day. A
 * cap is asked for its room in the transaction that takes it, so that it holds whoever else asks.
 */
final class Caps {
  private static final Reservation MADE = new Reservation.Made();
  private static final Reservation WAITS = new Reservation.Waits();

  private static final String LIMITS =
      "SELECT name, value FROM settings WHERE run = ? AND name IN ('budget', 'budget-per-day')";

  private static final String OF_RUN =
      "SELECT cost_micros + lost_micros, reserved_micros FROM totals WHERE run = ?";

  /**
   * A call that is open is counted for whichever day it is: the endpoint may bill it today,
   * whenever it was sent.
   */
  private static final String OF_DAY =
      """
      SELECT coalesce((SELECT cost_micros + lost_micros FROM days WHERE day = ?), 0),
        coalesce((SELECT sum(micros) FROM reservations), 0)
      """;

  private Caps() {}

  /**
   * @param limit in millionths, as is all
   * @param spent what was perhaps billed included
   */
  private record Cap(RunSetting setting, long limit, long spent, long reserved) {
    boolean isOver(long wanted) {
      return spent + wanted > limit;
    }

    boolean isTight(long wanted) {
      return spent + reserved + wanted > limit;
    }
  }

  /** Answers, and reserves nothing yet. What costs nothing is never refused. */
  static Reservation room(Session session, String run, String day, long wanted)
      throws SQLException {
    if (wanted == 0) {
      return MADE;
    }
    List<Cap> caps = caps(session, run, day);
    for (Cap cap : caps) {
      if (cap.isOver(wanted)) {
        return new Reservation.Over(
            cap.setting(), cap.limit(), cap.spent(), cap.reserved(), wanted);
      }
    }
    return caps.stream().anyMatch(cap -> cap.isTight(wanted)) ? WAITS : MADE;
  }

  private static List<Cap> caps(Session session, String run, String day) throws SQLException {
    record Limit(String name, long micros) {}
    List<Cap> caps = new ArrayList<>();
    for (Limit limit :
        session.list(
            LIMITS, row -> new Limit(row.getString(1), Money.micros(row.getString(2))), run)) {
      boolean daily = limit.name().equals(RunSetting.BUDGET_PER_DAY.word());
      RunSetting setting = daily ? RunSetting.BUDGET_PER_DAY : RunSetting.BUDGET;
      caps.add(
          session
              .first(
                  daily ? OF_DAY : OF_RUN,
                  row -> new Cap(setting, limit.micros(), row.getLong(1), row.getLong(2)),
                  daily ? day : run)
              .orElse(new Cap(setting, limit.micros(), 0, 0)));
    }
    return caps;
  }
}
