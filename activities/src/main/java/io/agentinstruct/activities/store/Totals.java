package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Drop;
import io.agentinstruct.activities.store.Store.Figures;
import io.agentinstruct.activities.store.Store.Reply;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.contracts.Ledger.Counts;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;

/** Running sums of each run; changed only in the transaction that changes what they sum. */
final class Totals {
  static final String SKIPPED = "skipped";
  static final String DECLINED = "declined";
  static final String DROPPED = "dropped";
  static final String LOST = "lost";

  private static final String BEGIN =
      "INSERT INTO totals (run) VALUES (?) ON CONFLICT (run) DO NOTHING";

  private static final String ATTEMPT =
      """
      INSERT INTO totals (run, attempts, open_intents, reserved_micros) VALUES (?, 1, 1, ?)
      ON CONFLICT (run) DO UPDATE SET attempts = attempts + 1, open_intents = open_intents + 1,
        reserved_micros = reserved_micros + excluded.reserved_micros
      """;

  private static final String CLOSE =
      """
      UPDATE totals
      SET open_intents = open_intents - 1, reserved_micros = reserved_micros - ?
      WHERE run = ?
      """;

  private static final String LOSE =
      """
      UPDATE totals SET lost_calls = lost_calls + ?, lost_micros = lost_micros + ? WHERE run = ?
      """;

  private static final String ANSWER =
      """
      UPDATE totals
      SET calls = calls + 1, input_tokens = input_tokens + ?, cached_tokens = cached_tokens + ?,
        output_tokens = output_tokens + ?, cost_micros = cost_micros + ?
      WHERE run = ?
      """;

  private static final String JOURNEY =
      """
      UPDATE totals
      SET journeys_kept = journeys_kept + ?, journeys_dropped = journeys_dropped + ?,
        threads_kept = threads_kept + ?, materials = materials + ?, instructions = instructions + ?,
        refined = refined + ?, exchanges = exchanges + ?
      WHERE run = ?
      """;

  private static final String TALLY =
      """
      INSERT INTO tallies (run, what, stage, agent, reason, count) VALUES (?, ?, ?, ?, ?, 1)
      ON CONFLICT DO UPDATE SET count = count + 1
      """;

  private static final String OF_RUN =
      """
      SELECT t.seeds, coalesce(r.reading_done, 0), t.journeys_kept, t.journeys_dropped, t.materials,
        t.instructions, t.refined, t.exchanges, t.threads_kept, t.calls, t.attempts, t.open_intents,
        t.input_tokens, t.cached_tokens, t.output_tokens, t.cost_micros, t.reserved_micros,
        t.lost_micros, t.lost_calls, s.value, t.assigned
      FROM totals t LEFT JOIN runs r ON r.id = t.run
        LEFT JOIN settings s ON s.run = t.run AND s.name = 'budget'
      WHERE t.run = ?
      """;

  private static final String FAILURES =
      """
      SELECT reason, count(*) FROM journeys WHERE run = ? AND state = 'failed'
      GROUP BY reason ORDER BY reason
      """;

  private static final String TALLIES =
      """
      SELECT stage, agent, reason, count FROM tallies WHERE run = ? AND what = ?
      ORDER BY stage, agent, reason
      """;

  private static final Figures NOTHING =
      new Figures(
          0,
          false,
          Map.of(),
          0,
          0,
          0,
          Map.of(),
          Counts.NONE,
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          Spend.NONE,
          0);

  private Totals() {}

  static void begin(Session session, String run) throws SQLException {
    session.change(BEGIN, run);
  }

  static void attempted(Session session, String run, long reservedMicros) throws SQLException {
    session.change(ATTEMPT, run, reservedMicros);
  }

  static void closed(Session session, String run, long reservedMicros) throws SQLException {
    session.change(CLOSE, reservedMicros, run);
  }

  static void lost(Session session, String run, int calls, long micros) throws SQLException {
    session.change(LOSE, calls, micros, run);
  }

  static void answered(Session session, String run, Reply reply) throws SQLException {
    session.change(
        ANSWER,
        reply.inputTokens(),
        reply.cachedTokens(),
        reply.outputTokens(),
        reply.costMicros(),
        run);
  }

  /**
   * @param journeys that they are to make
   */
  static void addedSeeds(Session session, String run, int count, int journeys) throws SQLException {
    begin(session, run);
    session.change(
        "UPDATE totals SET seeds = seeds + ?, assigned = assigned + ? WHERE run = ?",
        count,
        journeys,
        run);
  }

  static void forgotSeeds(Session session, String run) throws SQLException {
    session.change("UPDATE totals SET seeds = 0, assigned = 0 WHERE run = ?", run);
    session.change("DELETE FROM tallies WHERE run = ? AND what = ?", run, SKIPPED);
  }

  static void committed(Session session, String run, int kept, Counts made) throws SQLException {
    begin(session, run);
    session.change(
        JOURNEY,
        kept > 0 ? 1 : 0,
        kept > 0 ? 0 : 1,
        kept,
        made.materials(),
        made.instructions(),
        made.refined(),
        made.exchanges(),
        run);
  }

  /** Of a journey that is committed anew in the same transaction. */
  static void tookBack(Session session, String run, int kept, Counts made) throws SQLException {
    session.change(
        JOURNEY,
        kept > 0 ? -1 : 0,
        kept > 0 ? 0 : -1,
        -kept,
        -made.materials(),
        -made.instructions(),
        -made.refined(),
        -made.exchanges(),
        run);
  }

  static void untally(Session session, String run, String what, Drop drop) throws SQLException {
    String of = " WHERE run = ? AND what = ? AND stage = ? AND agent = ? AND reason = ?";
    session.change(
        "UPDATE tallies SET count = count - 1" + of,
        run,
        what,
        drop.stage(),
        drop.agent(),
        drop.reason());
    session.change(
        "DELETE FROM tallies" + of + " AND count = 0",
        run,
        what,
        drop.stage(),
        drop.agent(),
        drop.reason());
  }

  static void tally(Session session, String run, String what, String reason) throws SQLException {
    tally(session, run, what, new Drop("", "", reason));
  }

  static void tally(Session session, String run, String what, Drop drop) throws SQLException {
    session.change(TALLY, run, what, drop.stage(), drop.agent(), drop.reason());
  }

  static int seeds(Session session, String run) throws SQLException {
    return (int) session.number("SELECT seeds FROM totals WHERE run = ?", run);
  }

  static Figures figures(Session session, String run) throws SQLException {
    Map<String, Integer> failures = new LinkedHashMap<>();
    session.each(FAILURES, row -> failures.put(row.getString(1), row.getInt(2)), run);
    Map<String, Integer> skipped = byReason(session, run, SKIPPED);
    Map<String, Integer> declined = byReason(session, run, DECLINED);
    Map<Drop, Integer> dropped = byDrop(session, run, DROPPED);
    Map<Drop, Integer> lost = byDrop(session, run, LOST);
    int failed = failures.values().stream().mapToInt(Integer::intValue).sum();
    return session
        .first(
            OF_RUN,
            row ->
                new Figures(
                    row.getInt(1),
                    row.getBoolean(2),
                    skipped,
                    row.getInt(3),
                    row.getInt(4),
                    failed,
                    declined,
                    new Counts(row.getInt(5), row.getInt(6), row.getInt(7), row.getInt(8)),
                    row.getInt(9),
                    dropped,
                    lost,
                    failures,
                    spend(row),
                    row.getInt(21)),
            run)
        .orElse(NOTHING);
  }

  private static Spend spend(ResultSet row) throws SQLException {
    String cap = row.getString(20);
    return new Spend(
        row.getLong(10),
        row.getLong(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getLong(15),
        row.getLong(16),
        row.getLong(17),
        row.getLong(18),
        row.getLong(19),
        cap == null ? OptionalLong.empty() : OptionalLong.of(Money.micros(cap)));
  }

  private static Map<String, Integer> byReason(Session session, String run, String what)
      throws SQLException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    session.each(TALLIES, row -> counts.put(row.getString(3), row.getInt(4)), run, what);
    return counts;
  }

  private static Map<Drop, Integer> byDrop(Session session, String run, String what)
      throws SQLException {
    Map<Drop, Integer> counts = new LinkedHashMap<>();
    session.each(
        TALLIES,
        row ->
            counts.put(
                new Drop(row.getString(1), row.getString(2), row.getString(3)), row.getInt(4)),
        run,
        what);
    return counts;
  }
}
