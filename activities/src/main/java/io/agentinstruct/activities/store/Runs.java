package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Run;
import io.agentinstruct.contracts.RunSetting;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The table of runs. */
final class Runs {
  private static final String INSERT =
      """
      INSERT INTO runs (id, created, spec, state, note) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (id) DO NOTHING
      """;

  private static final String SELECT = "SELECT id, created, spec, state, note FROM runs";

  private static final String FLOWS =
      """
      SELECT max(1, count(*))
      FROM runs r, json_each(CASE WHEN json_valid(r.spec) THEN r.spec ELSE '{}' END, '$.flows')
      WHERE r.id = ?
      """;

  private Runs() {}

  /** Journeys that a seed of the run makes where nothing else is said: one through each flow. */
  static int flows(Session session, String id) throws SQLException {
    return (int) session.number(FLOWS, id);
  }

  static void create(Session session, Run run) throws SQLException {
    int created =
        session.change(
            INSERT, run.id(), run.created().toString(), run.spec(), run.state(), run.note());
    if (created == 0) {
      throw new IllegalArgumentException("There is already a run " + run.id());
    }
    Totals.begin(session, run.id());
  }

  static Optional<Run> find(Session session, String id) throws SQLException {
    return session.first(SELECT + " WHERE id = ?", Runs::read, id);
  }

  static List<Run> newestFirst(Session session) throws SQLException {
    return session.list(SELECT, Runs::read).stream()
        .sorted(Comparator.comparing(Run::created).reversed().thenComparing(Run::id))
        .toList();
  }

  static void setState(Session session, String id, String state, String note) throws SQLException {
    mustExist(
        session.change("UPDATE runs SET state = ?, note = ? WHERE id = ?", state, note, id), id);
  }

  static void setReadingDone(Session session, String id, boolean done) throws SQLException {
    mustExist(
        session.change("UPDATE runs SET reading_done = ? WHERE id = ?", done ? 1 : 0, id), id);
  }

  static boolean readingDone(Session session, String id) throws SQLException {
    return session.number("SELECT reading_done FROM runs WHERE id = ?", id) == 1;
  }

  static Map<String, String> settings(Session session, String run) throws SQLException {
    Map<String, String> settings = new TreeMap<>();
    session.each(
        "SELECT name, value FROM settings WHERE run = ?",
        row -> settings.put(row.getString(1), row.getString(2)),
        run);
    return settings;
  }

  static void set(Session session, String run, RunSetting setting, String value)
      throws SQLException {
    String name = setting.word();
    if (setting == RunSetting.BUDGET || setting == RunSetting.BUDGET_PER_DAY) {
      mustBeMoney(name, value);
    }
    if (value.isEmpty()) {
      session.change("DELETE FROM settings WHERE run = ? AND name = ?", run, name);
    } else {
      session.change(
          "INSERT INTO settings (run, name, value) VALUES (?, ?, ?)"
              + " ON CONFLICT (run, name) DO UPDATE SET value = excluded.value",
          run,
          name,
          value);
    }
  }

  /** Else no call could be made: what is no cap can't be kept. */
  private static void mustBeMoney(String name, String value) {
    try {
      var _ = value.isEmpty() ? 0 : Money.micros(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  private static void mustExist(int changed, String id) {
    if (changed == 0) {
      throw new IllegalArgumentException("There is no run " + id);
    }
  }

  private static Run read(ResultSet row) throws SQLException {
    return new Run(
        row.getString(1),
        Instant.parse(row.getString(2)),
        row.getString(3),
        row.getString(4),
        row.getString(5));
  }
}
