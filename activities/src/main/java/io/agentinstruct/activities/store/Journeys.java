package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Drop;
import io.agentinstruct.activities.store.Store.DropFilter;
import io.agentinstruct.activities.store.Store.JourneyEnd;
import io.agentinstruct.activities.store.Store.KeptRow;
import io.agentinstruct.activities.store.Store.WithDrops;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.Json;
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
      INSERT INTO journeys (run, seed, flow, version, state, reason, counts)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, seed, flow) DO UPDATE
        SET version = excluded.version, state = excluded.state, reason = excluded.reason,
          counts = excluded.counts
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

  private static final String OUTCOMES_OF_FLOW =
      OUTCOMES.replace("seed = ? ORDER", "seed = ? AND flow = ? ORDER");

  private static final String WITH_DROPS =
      """
      SELECT DISTINCT seed, flow, version FROM outcomes
      WHERE run = ? AND seed >= ? AND seed < ? AND kind = 'dropped'
        AND stage = coalesce(nullif(?, ''), stage) AND reason = coalesce(nullif(?, ''), reason)
      ORDER BY seed, flow
      """;

  private Journeys() {}

  static boolean commit(Session session, JourneyRecord record) throws SQLException {
    Optional<String> state = state(session, record);
    if (state.filter(COMMITTED::equals).isPresent()) {
      return false;
    }
    boolean failed = !record.failure().isEmpty();
    if (state.filter(Reopenings.REOPENED::equals).isPresent()) {
      if (failed) {
        Reopenings.failed(session, record);
      } else {
        commitAgain(session, record);
      }
      return true;
    }
    write(session, record, failed);
    Totals.begin(session, record.run());
    if (!failed) {
      writeOutcomes(session, record);
    }
    return true;
  }

  /** In place of what was committed before, and so that all sums hold at every moment. */
  private static void commitAgain(Session session, JourneyRecord record) throws SQLException {
    List<Outcome> before = outcomes(session, record.run(), record.seed(), record.flow());
    Optional<List<Outcome>> now = Reopenings.merged(before, record.outcomes());
    Counts counts = Reopenings.counts(session, record);
    JourneyRecord earlier = with(record, before, counts);
    JourneyRecord merged =
        now.map(outcomes -> with(record, outcomes, record.counts())).orElse(earlier);
    takeBack(session, earlier);
    write(session, merged, false);
    writeOutcomes(session, merged);
  }

  private static JourneyRecord with(JourneyRecord record, List<Outcome> outcomes, Counts counts) {
    return new JourneyRecord(
        record.run(), record.seed(), record.flow(), record.version(), "", "", counts, outcomes);
  }

  private static void takeBack(Session session, JourneyRecord earlier) throws SQLException {
    int kept = 0;
    for (Outcome outcome : earlier.outcomes()) {
      switch (outcome) {
        case Outcome.Kept row -> kept++;
        case Outcome.Dropped drop -> Totals.untally(session, earlier.run(), what(drop), drop(drop));
      }
    }
    Totals.tookBack(session, earlier.run(), kept, earlier.counts());
    session.change(
        "DELETE FROM outcomes WHERE run = ? AND seed = ? AND flow = ?",
        earlier.run(),
        earlier.seed(),
        earlier.flow());
  }

  private static void write(Session session, JourneyRecord record, boolean failed)
      throws SQLException {
    session.change(
        WRITE,
        record.run(),
        record.seed(),
        record.flow(),
        record.version(),
        failed ? FAILED : COMMITTED,
        failed ? record.failure() : record.declined(),
        failed ? "" : Json.write(record.counts()));
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
    Totals.tally(session, record.run(), what(drop), drop(drop));
  }

  private static String what(Outcome.Dropped drop) {
    return drop.instruction() == null ? Totals.LOST : Totals.DROPPED;
  }

  private static Drop drop(Outcome.Dropped drop) {
    return new Drop(drop.at().folder(), drop.agent(), drop.reason());
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

  static List<Outcome> outcomes(Session session, String run, String seed, String flow)
      throws SQLException {
    return session.list(OUTCOMES_OF_FLOW, Journeys::outcome, run, seed, flow);
  }

  static List<WithDrops> withDrops(Session session, String run, DropFilter filter)
      throws SQLException {
    return session.list(
        WITH_DROPS,
        row -> new WithDrops(row.getString(1), row.getString(2), row.getString(3)),
        run,
        filter.seed(),
        filter.seed() + Character.MAX_VALUE,
        filter.stage(),
        filter.reason());
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
