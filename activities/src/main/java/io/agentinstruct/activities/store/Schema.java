package io.agentinstruct.activities.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Objects;

/** Which tables the file has, by {@code PRAGMA user_version}; see {@code schema.sql}. */
final class Schema {
  private static final int VERSION = 3;

  private Schema() {}

  /** Makes the tables of a new file, or brings older ones up to date, one version a transaction. */
  static void prepare(Session session, Path file) throws SQLException {
    if (version(session) == 0) {
      if (session.number("SELECT count(*) FROM sqlite_master") > 0) {
        throw stranger(file, "is the database of another program. Choose another workspace.");
      }
      run(session, "schema.sql", VERSION);
    }
    for (long old = version(session); old < VERSION; old++) {
      run(session, "schema-%d-to-%d.sql".formatted(old, old + 1), old + 1);
    }
    check(session, file);
  }

  static void check(Session session, Path file) throws SQLException {
    long version = version(session);
    if (version == 0) {
      throw stranger(file, "holds no runs yet. Start one, then look again.");
    }
    if (version < VERSION) {
      throw stranger(
          file,
          "has tables of version %d, this program knows version %d.".formatted(version, VERSION)
              + " Resume a run there, or start one, and they are brought up to date.");
    }
    if (version > VERSION) {
      throw stranger(
          file,
          "has tables of version %d, this program knows version %d.".formatted(version, VERSION)
              + " Use the agentinstruct that made it, or a newer one.");
    }
  }

  private static long version(Session session) throws SQLException {
    return session.number("PRAGMA user_version");
  }

  private static void run(Session session, String script, long version) throws SQLException {
    session.runOnce("BEGIN IMMEDIATE");
    for (String statement : text(script).split(";\\s*\\n", 0)) {
      session.runOnce(statement);
    }
    session.runOnce("PRAGMA user_version = " + version);
    session.runOnce("COMMIT");
  }

  private static StoreTrouble stranger(Path file, String what) {
    String message = file + " " + what;
    return new StoreTrouble(StoreTrouble.Kind.OTHER, message, new IllegalStateException(message));
  }

  private static String text(String script) {
    try (InputStream stream = Schema.class.getResourceAsStream(script)) {
      return new String(
          Objects.requireNonNull(stream, script + " is packed with this class").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + script, e);
    }
  }
}
