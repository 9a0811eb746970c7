package io.agentinstruct.activities.store;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/** One connection and the statements prepared on it. Belongs to one thread at a time. */
final class Session implements AutoCloseable {
  private static final int BUSY_MILLIS = 10_000;

  private final Connection connection;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();

  private Session(Connection connection) {
    this.connection = connection;
  }

  /**
   * What is done with a session; may be done again from the start if a neighbour in its transaction
   * fails.
   */
  @FunctionalInterface
  interface Work<T> {
    T on(Session session) throws SQLException;
  }

  @FunctionalInterface
  interface Change {
    void on(Session session) throws SQLException;
  }

  @FunctionalInterface
  interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  @FunctionalInterface
  interface RowVisitor {
    void visit(ResultSet row) throws SQLException;
  }

  static Session toWrite(Path file, SqliteStore.Durability durability) throws SQLException {
    Session session = open(file, false);
    try {
      session.runOnce("PRAGMA journal_mode = WAL");
      session.runOnce("PRAGMA synchronous = " + durability.name());
      session.runOnce("PRAGMA wal_autocheckpoint = 4000");
      session.runOnce("PRAGMA journal_size_limit = 67108864");
      session.runOnce("PRAGMA cache_size = -32000");
      return session;
    } catch (SQLException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  static Session toRead(Path file) throws SQLException {
    Session session = open(file, true);
    try {
      session.runOnce("PRAGMA cache_size = -8000");
      return session;
    } catch (SQLException e) {
      session.closeAfter(e);
      throw e;
    }
  }

  private static Session open(Path file, boolean readOnly) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(BUSY_MILLIS);
    config.setGetGeneratedKeys(false); // else one more query after each insert
    // As a URI, since the driver takes a question mark in a plain path for the start of its own
    // settings.
    return new Session(config.createConnection("jdbc:sqlite:file:" + file.toUri().getRawPath()));
  }

  /** Runs a statement that has neither values nor rows. */
  void run(String sql) throws SQLException {
    prepare(sql).execute();
  }

  /** The same for what is not run again, such as settings and schemas; rows are not read. */
  void runOnce(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /**
   * @return number of rows changed
   */
  int change(String sql, @Nullable Object... values) throws SQLException {
    return bound(sql, values).executeUpdate();
  }

  void each(String sql, RowVisitor visitor, @Nullable Object... values) throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      while (rows.next()) {
        visitor.visit(rows);
      }
    }
  }

  <T> List<T> list(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    List<T> found = new ArrayList<>();
    each(sql, row -> found.add(reader.read(row)), values);
    return found;
  }

  <T> Optional<T> first(String sql, RowReader<T> reader, @Nullable Object... values)
      throws SQLException {
    try (ResultSet rows = bound(sql, values).executeQuery()) {
      return rows.next() ? Optional.of(reader.read(rows)) : Optional.empty();
    }
  }

  long number(String sql, @Nullable Object... values) throws SQLException {
    return first(sql, row -> row.getLong(1), values).orElse(0L);
  }

  /** Everything read in it is of one moment. */
  <T> T atOneMoment(Work<T> work) throws SQLException {
    run("BEGIN");
    try {
      return work.on(this);
    } finally {
      run("COMMIT");
    }
  }

  /** All of it is written, or nothing. */
  void inOneTransaction(Change change) throws SQLException {
    run("BEGIN IMMEDIATE");
    try {
      change.on(this);
      run("COMMIT");
    } catch (SQLException | RuntimeException e) {
      run("ROLLBACK");
      throw e;
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = prepare(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  private PreparedStatement prepare(String sql) throws SQLException {
    PreparedStatement known = prepared.get(sql);
    if (known == null) {
      known = connection.prepareStatement(sql);
      prepared.put(sql, known);
    }
    return known;
  }

  /** The first trouble is the one to tell; what closing says is added to it. */
  void closeAfter(Exception trouble) {
    try {
      close();
    } catch (SQLException e) {
      trouble.addSuppressed(e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
