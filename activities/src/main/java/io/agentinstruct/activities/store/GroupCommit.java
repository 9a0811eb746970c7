package io.agentinstruct.activities.store;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that writes. Whatever waits goes into one transaction, without waiting for more;
 * nobody hears of their write before the transaction is durable. One write's failure is its own;
 * the medium's failure is everybody's, from then on.
 */
final class GroupCommit implements AutoCloseable {
  private static final int BATCH = 512;
  private static final int WAITING = 4 * BATCH;

  private final Session session;
  private final Diagnosis diagnosis;
  private final BlockingQueue<Pending<?>> queue = new ArrayBlockingQueue<>(WAITING);
  private final Pending<Boolean> stop = new Pending<>(any -> true);
  private final Thread writer;

  private volatile @Nullable StoreTrouble broken;
  private volatile boolean ended;

  /** Owns the session from now on. */
  GroupCommit(Session session, Diagnosis diagnosis) {
    this.session = session;
    this.diagnosis = diagnosis;
    this.writer =
        Thread.ofPlatform().name("store-writer").daemon().unstarted(this::writeUntilStopped);
    writer.start();
  }

  /** One write on its way. */
  private static final class Pending<T> {
    private final Session.Work<T> work;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private @Nullable T result;

    Pending(Session.Work<T> work) {
      this.work = work;
    }

    void write(Session session) throws SQLException {
      result = work.on(session);
    }

    void succeed() {
      done.complete(result);
    }

    void fail(Throwable cause) {
      done.completeExceptionally(cause);
    }
  }

  /**
   * Returns when the work is durable. Cannot be interrupted: an interrupted caller's write is as
   * good as another's.
   */
  <T> T write(Session.Work<T> work) {
    StoreTrouble trouble = broken;
    if (trouble != null) {
      throw diagnosis.again(trouble);
    }
    Pending<T> pending = new Pending<>(work);
    enqueue(pending);
    try {
      return pending.done.join();
    } catch (CompletionException e) {
      throw switch (e.getCause()) {
        case StoreTrouble cause -> diagnosis.again(cause);
        case RuntimeException cause -> cause;
        case null, default -> e;
      };
    }
  }

  private void enqueue(Pending<?> pending) {
    boolean interrupted = false;
    boolean queued = false;
    while (!queued && !ended) {
      try {
        queued = queue.offer(pending, 1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (ended) { // perhaps after the writer's last look into the queue
      pending.fail(closed());
    }
  }

  private void writeUntilStopped() {
    List<Pending<?>> batch = new ArrayList<>(BATCH);
    try {
      do {
        batch.clear();
        batch.add(queue.take());
        queue.drainTo(batch, BATCH - 1);
        commit(batch);
      } while (!batch.contains(stop));
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the store's writer", e);
    } finally {
      ended = true;
      queue.drainTo(batch);
      batch.forEach(pending -> pending.fail(closed())); // nothing happens to those that have ended
    }
  }

  private void commit(List<Pending<?>> batch) {
    StoreTrouble trouble = broken;
    if (trouble != null) {
      batch.forEach(pending -> pending.fail(trouble));
      return;
    }
    try {
      if (!committedTogether(batch)) {
        commitApart(batch);
      }
    } catch (SQLException e) {
      StoreTrouble cause = diagnosis.of(e);
      undo(cause);
      if (diagnosis.endsWriting(e)) {
        broken = cause;
      }
      batch.forEach(pending -> pending.fail(cause));
    }
  }

  /**
   * @return false if one of them failed by itself, and so nothing was written
   */
  private boolean committedTogether(List<Pending<?>> batch) throws SQLException {
    session.run("BEGIN IMMEDIATE");
    for (Pending<?> pending : batch) {
      if (failure(pending) != null) {
        session.run("ROLLBACK");
        return false;
      }
    }
    session.run("COMMIT");
    batch.forEach(Pending::succeed);
    return true;
  }

  /** Still one transaction, but each can be taken back without its neighbours. */
  private void commitApart(List<Pending<?>> batch) throws SQLException {
    session.run("BEGIN IMMEDIATE");
    for (Pending<?> pending : batch) {
      session.run("SAVEPOINT one");
      RuntimeException failure = failure(pending);
      if (failure != null) {
        session.run("ROLLBACK TO one");
        pending.fail(failure);
      }
      session.run("RELEASE one");
    }
    session.run("COMMIT");
    batch.forEach(Pending::succeed);
  }

  private @Nullable RuntimeException failure(Pending<?> pending) throws SQLException {
    try {
      pending.write(session);
      return null;
    } catch (SQLException e) {
      if (diagnosis.endsWriting(e)) {
        throw e;
      }
      return diagnosis.ofOne(e);
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** SQLite may have undone the transaction by itself already; then there is none to undo. */
  private void undo(StoreTrouble cause) {
    try {
      session.run("ROLLBACK");
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("the store is closed");
  }

  /** Writes what waits, then ends. */
  @Override
  public void close() throws SQLException {
    if (!ended) {
      enqueue(stop);
    }
    boolean interrupted = false;
    while (writer.isAlive()) {
      try {
        writer.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    session.close();
  }
}
