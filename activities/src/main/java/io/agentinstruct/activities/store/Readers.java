package io.agentinstruct.activities.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;

/**
 * A few connections that read. As few as there are cores: a read holds its carrier thread for as
 * long as SQLite takes, a dozen microseconds, so more at once would only wait for each other. That
 * is shorter than the way to a thread of its own and back; whoever waits for a connection waits
 * parked, outside of SQLite.
 */
final class Readers implements AutoCloseable {
  private final Diagnosis diagnosis;
  private final int count;
  private final Semaphore free;
  private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();
  private volatile boolean closed;

  private Readers(List<Session> sessions, Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
    this.count = sessions.size();
    this.free = new Semaphore(count);
    idle.addAll(sessions);
  }

  static Readers open(Path file, Diagnosis diagnosis) throws SQLException {
    int count = Math.max(2, Runtime.getRuntime().availableProcessors());
    List<Session> sessions = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sessions.add(Session.toRead(file));
      }
    } catch (SQLException e) {
      sessions.forEach(session -> session.closeAfter(e));
      throw e;
    }
    return new Readers(sessions, diagnosis);
  }

  <T> T read(Session.Work<T> work) {
    free.acquireUninterruptibly();
    try {
      if (closed) {
        throw new IllegalStateException("the store is closed");
      }
      Session session = idle.pop(); // the one last used: its cache is warm
      try {
        return work.on(session);
      } finally {
        idle.push(session);
      }
    } catch (SQLException e) {
      throw diagnosis.of(e);
    } finally {
      free.release();
    }
  }

  /** Waits for those who are reading. */
  @Override
  public void close() throws SQLException {
    free.acquireUninterruptibly(count);
    closed = true;
    free.release(count);
    Session session = idle.poll();
    while (session != null) {
      session.close();
      session = idle.poll();
    }
  }
}
