package io.agentinstruct.activities.teacher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Where the processes of this machine that use one endpoint and model see each other, so that
 * together they keep to its limits: each writes what it wants and until when it was told to wait,
 * and takes its fair part. A small file of its own; four looks a second by one thread, none of them
 * in the way of a call.
 */
public final class GateBoard implements AutoCloseable {
  static final String FILE = "gates.db";
  private static final long EVERY_MILLIS = 250;

  /** Who has not been seen for so long is gone. */
  private static final long GONE_MILLIS = 5_000;

  private static final long FORGOTTEN_MILLIS = TimeUnit.DAYS.toMillis(1);

  /** Two clocks' rounding must not lengthen a wait from look to look. */
  private static final long ROUNDING_MILLIS = 10;

  private final Connection connection;
  private final String member;
  private final LongSupplier millis;
  private final Map<String, Gate> gates = new ConcurrentHashMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("gate-board").factory());

  /**
   * @param millis wall clock, which all processes of a machine share
   */
  GateBoard(Path file, String member, LongSupplier millis) throws IOException, SQLException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    this.member = member;
    this.millis = millis;
    this.connection = DriverManager.getConnection("jdbc:sqlite:file:" + file.toUri().getRawPath());
    try (Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 200");
      statement.execute("PRAGMA journal_mode = WAL");
      statement.execute("PRAGMA synchronous = OFF"); // what a power cut takes is worth nothing
      statement.execute(
          "CREATE TABLE IF NOT EXISTS members (gate TEXT, member TEXT, seen INTEGER, wants INTEGER,"
              + " shut_until INTEGER, PRIMARY KEY (gate, member))");
      statement.execute("CREATE TABLE IF NOT EXISTS pauses (gate TEXT PRIMARY KEY, reason TEXT)");
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /**
   * The board of this user on this machine: {@code AGENTINSTRUCT_GATES}, or in {@code
   * XDG_STATE_HOME} or {@code ~/.local/state}; in the workspace where that can't be written. Absent
   * = nowhere; then each process has the limits for itself.
   */
  public static Optional<GateBoard> open(Map<String, String> env, Path workspace) {
    List<Path> places = new ArrayList<>();
    String wanted = env.getOrDefault("AGENTINSTRUCT_GATES", "");
    String state = env.getOrDefault("XDG_STATE_HOME", "");
    String home = env.getOrDefault("HOME", "");
    if (!wanted.isBlank()) {
      places.add(Path.of(wanted));
    } else if (!state.isBlank()) {
      places.add(Path.of(state, "agentinstruct", FILE));
    } else if (!home.isBlank()) {
      places.add(Path.of(home, ".local", "state", "agentinstruct", FILE));
    }
    places.add(workspace.resolve(FILE));
    String member = ProcessHandle.current().pid() + "-" + Long.toHexString(System.nanoTime());
    for (Path place : places) {
      try {
        GateBoard board = new GateBoard(place, member, System::currentTimeMillis);
        board.tick();
        return Optional.of(board);
      } catch (IOException | SQLException unusable) {
        // The next place may do.
      }
    }
    return Optional.empty();
  }

  /** What names a gate on the board: who shares all of it shares its limits. */
  public static String name(Role role) {
    return role.endpoint() + " " + role.model() + " " + role.keyName();
  }

  private void tick() {
    var _ =
        ticker.scheduleWithFixedDelay(
            this::look, EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Has a gate share its limits from now on. */
  public void join(String name, Gate gate) {
    gates.put(name, gate);
    look();
  }

  /** Pauses an endpoint's gates in all processes, with a reason for people. */
  public void pause(String name, String reason) throws SQLException {
    synchronized (connection) {
      write("INSERT OR REPLACE INTO pauses (gate, reason) VALUES (?, ?)", name, reason);
    }
  }

  /** Ends what {@link #pause} began. */
  public void unpause(String name) throws SQLException {
    synchronized (connection) {
      write("DELETE FROM pauses WHERE gate = ?", name);
    }
  }

  /** What others want and have been told. */
  private record Seen(List<Integer> others, long shutUntil, @Nullable String paused) {}

  /** One look. Where the file can't be used for the moment, all stays as it is. */
  void look() {
    gates.forEach((name, gate) -> {
      Seen seen;
      try {
        synchronized (connection) {
          seen = exchange(name, gate);
        }
      } catch (SQLException busy) {
        return;
      }
      heed(gate, seen);
    });
  }

  private Seen exchange(String name, Gate gate) throws SQLException {
    long now = millis.getAsLong();
    long shut = gate.shutStill().toMillis();
    write(
        "INSERT OR REPLACE INTO members (gate, member, seen, wants, shut_until) VALUES (?, ?, ?, ?, ?)",
        name,
        member,
        now,
        gate.waiting() + gate.inFlight(),
        shut > 0 ? now + shut : 0);
    write("DELETE FROM members WHERE seen < ?", now - FORGOTTEN_MILLIS);
    List<Integer> others = new ArrayList<>();
    long shutUntil = 0;
    try (PreparedStatement read =
        connection.prepareStatement(
            "SELECT wants, shut_until FROM members WHERE gate = ? AND member <> ? AND seen > ?")) {
      bind(read, name, member, now - GONE_MILLIS);
      ResultSet rows = read.executeQuery();
      while (rows.next()) {
        others.add(rows.getInt(1));
        shutUntil = Math.max(shutUntil, rows.getLong(2));
      }
    }
    return new Seen(
        others,
        Math.max(0, shutUntil - now - Math.max(0, shut) - ROUNDING_MILLIS) > 0
            ? shutUntil - now
            : 0,
        paused(name));
  }

  private @Nullable String paused(String name) throws SQLException {
    try (PreparedStatement read =
        connection.prepareStatement("SELECT reason FROM pauses WHERE gate = ?")) {
      bind(read, name);
      ResultSet row = read.executeQuery();
      return row.next() ? row.getString(1) : null;
    }
  }

  private static void heed(Gate gate, Seen seen) {
    if (seen.others().isEmpty()) {
      gate.share(Integer.MAX_VALUE, 1);
    } else {
      int total = gate.wanted();
      int[] others = seen.others().stream().mapToInt(Integer::intValue).toArray();
      double part = Share.of(total, gate.waiting() + gate.inFlight(), others);
      gate.share(Math.max(1, (int) part), part / total);
    }
    if (seen.shutUntil() > 0) {
      gate.shutFor(Duration.ofMillis(seen.shutUntil()));
    }
    gate.pauseByNeighbour(seen.paused());
  }

  private void write(String sql, Object... values) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(statement, values);
      statement.executeUpdate();
    }
  }

  private static void bind(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
  }

  /** Leaves the board, so that others have its part at once. */
  @Override
  public void close() {
    ticker.shutdownNow();
    try {
      synchronized (connection) {
        write("DELETE FROM members WHERE member = ?", member);
        connection.close();
      }
    } catch (SQLException gone) {
      // Others notice in a few seconds.
    }
  }
}
