package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Drop;
import io.agentinstruct.activities.store.Store.JourneyEnd;
import io.agentinstruct.activities.store.Store.KeptRow;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.dataset.Row;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The ledger's tables: journeys and their outcomes. */
final class Journeys {
  private static final String COMMITTED = "committed";
  private static final String FAILED = "failed";
  private static final String KEPT = "kept";
  private static final String DROPPED = "dropped";

  private static final String WRITE =
      """
      INSERT INTO journeys (run, seed, flow, version, state, reason) VALUES (?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, seed, flow) DO UPDATE
        SET version = excluded.version, state = excluded.state, reason = excluded.reason
      """;

  private static final String OUTCOME =
      """
      INSERT INTO outcomes (run, seed, flow, position, version, kind, lineage, instruction, row_id,
        exchange, answerability, verdicts, stage, agent, reason, detail)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String ROWS =
      "SELECT row_id, run, seed, flow, version, lineage, instruction, exchange, verdicts"
          + " FROM outcomes WHERE kind = 'kept' AND run ";

  private static final String IN_ORDER = " ORDER BY row_id, run, seed, flow, position";

  private static final String OUTCOMES =
      """
      SELECT kind, lineage, instruction, exchange, answerability, verdicts, stage, agent, reason,
        detail
      FROM outcomes WHERE run = ? AND seed = ? ORDER BY flow, position
      """;

  private Journeys() {}

  static boolean commit(Session session, JourneyRecord record) throws SQLException {
    if (state(session, record).filter(COMMITTED::equals).isPresent()) {
      return false;
    }
    boolean failed = !record.failure().isEmpty();
    session.change(
        WRITE,
        record.run(),
        record.seed(),
        record.flow(),
        record.version(),
        failed ? FAILED : COMMITTED,
        failed ? record.failure() : record.declined());
    Totals.begin(session, record.run());
    if (!failed) {
      writeOutcomes(session, record);
    }
    return true;
  }

  private static Optional<String> state(Session session, JourneyRecord record) throws SQLException {
    return session.first(
        "SELECT state FROM journeys WHERE run = ? AND seed = ? AND flow = ?",
        row -> row.getString(1),
        record.run(),
        record.seed(),
        record.flow());
  }

  private static void writeOutcomes(Session session, JourneyRecord record) throws SQLException {
    int kept = 0;
    for (int position = 0; position < record.outcomes().size(); position++) {
      switch (record.outcomes().get(position)) {
        case Outcome.Kept row -> {
          kept++;
          write(session, record, position, row);
        }
        case Outcome.Dropped drop -> {
          write(session, record, position, drop);
          tally(session, record, drop);
        }
      }
    }
    if (!record.declined().isEmpty()) {
      Totals.tally(session, record.run(), Totals.DECLINED, record.declined());
    }
    Totals.committed(session, record.run(), kept, record.counts());
  }

  private static void tally(Session session, JourneyRecord record, Outcome.Dropped drop)
      throws SQLException {
    Totals.tally(
        session,
        record.run(),
        drop.instruction() == null ? Totals.LOST : Totals.DROPPED,
        new Drop(drop.at().folder(), drop.agent(), drop.reason()));
  }

  private static void write(Session session, JourneyRecord record, int position, Outcome.Kept kept)
      throws SQLException {
    session.change(
        OUTCOME,
        record.run(),
        record.seed(),
        record.flow(),
        position,
        record.version(),
        KEPT,
        kept.lineage().path(),
        kept.instruction(),
        Row.id(record.seed(), record.version(), kept.lineage()),
        kept.exchange(),
        kept.answerability().word(),
        String.join(" ", kept.verdicts()),
        null,
        null,
        null,
        null);
  }

  private static void write(
      Session session, JourneyRecord record, int position, Outcome.Dropped dropped)
      throws SQLException {
    session.change(
        OUTCOME,
        record.run(),
        record.seed(),
        record.flow(),
        position,
        record.version(),
        DROPPED,
        dropped.lineage().path(),
        dropped.instruction(),
        null,
        null,
        null,
        null,
        dropped.at().folder(),
        dropped.agent(),
        dropped.reason(),
        dropped.detail());
  }

  static void keptRows(Session session, String run, Consumer<KeptRow> each) throws SQLException {
    session.each(ROWS + "= ?" + IN_ORDER, row -> each.accept(keptRow(row)), run);
  }

  static List<KeptRow> findRows(Session session, @Nullable String run, String prefix)
      throws SQLException {
    String within = " AND row_id >= ? AND row_id < ?" + IN_ORDER;
    String end = prefix + Character.MAX_VALUE; // no id has one so high
    return run == null
        ? session.list(
            ROWS + "IN (SELECT run FROM totals)" + within, Journeys::keptRow, prefix, end)
        : session.list(ROWS + "= ?" + within, Journeys::keptRow, run, prefix, end);
  }

  static List<JourneyEnd> ends(Session session, String run, @Nullable String state)
      throws SQLException {
    return session.list(
        """
        SELECT seed, flow, version, state, reason FROM journeys
        WHERE run = ? AND state = coalesce(?, state) ORDER BY seed, flow
        """,
        row ->
            new JourneyEnd(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5)),
        run,
        state);
  }

  static List<Outcome> outcomes(Session session, String run, String seed) throws SQLException {
    return session.list(OUTCOMES, Journeys::outcome, run, seed);
  }

  private static KeptRow keptRow(ResultSet row) throws SQLException {
    return new KeptRow(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        row.getString(5),
        row.getString(6),
        row.getString(7),
        row.getString(8),
        verdicts(row.getString(9)));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    Lineage lineage = new Lineage(row.getString(2));
    return row.getString(1).equals(KEPT)
        ? new Outcome.Kept(
            lineage,
            row.getString(3),
            row.getString(4),
            Answerability.named(row.getString(5)).orElseThrow(),
            verdicts(row.getString(6)))
        : new Outcome.Dropped(
            lineage,
            row.getString(3),
            Stage.valueOf(row.getString(7).toUpperCase(Locale.ROOT)),
            row.getString(8),
            row.getString(9),
            row.getString(10));
  }

  private static List<String> verdicts(String joined) {
    return joined.isEmpty() ? List.of() : List.of(joined.split(" ", -1));
  }
}
