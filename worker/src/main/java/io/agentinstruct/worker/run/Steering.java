package io.agentinstruct.worker.run;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.activities.teacher.Gate;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.worker.Wiring;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Heeds, four times a second, what a person wants of the run while it goes on. The wishes stand in
 * the store, whoever wrote them: a command, a signal, an update.
 */
final class Steering implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;

  private final Wiring wiring;
  private final Store store;
  private final String run;
  private final Voice voice;
  private final Retuning limits;
  private final Thread thread;
  private Map<String, String> heeded;
  private volatile Map<String, String> settings;
  private volatile @Nullable RunEnd end;
  private String pausedFor = "";
  private int rows;
  private long lastRow = System.nanoTime();

  /** Heeds what is wanted from the start before it returns. */
  Steering(Wiring wiring, Retuning limits, String run, Voice voice) {
    this.wiring = wiring;
    this.store = wiring.store();
    this.run = run;
    this.voice = voice;
    this.limits = limits;
    this.settings = store.settings(run);
    this.heeded = Map.of();
    this.rows = store.figures(run).threadsKept();
    look();
    this.thread = Thread.ofPlatform().daemon().name("steering").start(this::keepLooking);
  }

  /** Why the run is to end; empty = it goes on. */
  Optional<RunEnd> end() {
    return Optional.ofNullable(end);
  }

  /** What is in force. */
  Map<String, String> settings() {
    return settings;
  }

  private void keepLooking() {
    try {
      while (end == null) {
        Thread.sleep(LOOK_MILLIS);
        try {
          look();
        } catch (StoreTrouble trouble) {
          // who has to write meets it, too, and pulls the brake
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    Map<String, String> wanted = store.settings(run);
    settings = wanted;
    Store.Figures figures = store.figures(run);
    if (!wanted.equals(heeded)) {
      heed(wanted, figures);
      heeded = wanted;
    }
    watchRows(wanted, figures.threadsKept());
  }

  private void heed(Map<String, String> wanted, Store.Figures figures) {
    String cancelled = wanted.getOrDefault(RunSetting.CANCELLED.word(), "");
    if (!cancelled.isEmpty()) {
      stop(new RunEnd.Cancelled(cancelled), "the run is cancelled");
      return;
    }
    pauseOrGoOn(wanted.getOrDefault(RunSetting.PAUSED.word(), ""), figures);
    if (limits.heed(wanted)) {
      voice.retuned(wanted);
    }
  }

  private void pauseOrGoOn(String why, Store.Figures figures) {
    if (why.equals(pausedFor)) {
      return;
    }
    pausedFor = why;
    if (why.isEmpty()) {
      wiring.gates().values().forEach(Gate::unpause);
      store.setRunState(run, "running", "");
      voice.unpaused();
    } else {
      wiring.gates().values().forEach(gate -> gate.pause(why));
      store.setRunState(run, "paused", voice.paused(why, figures));
    }
  }

  /**
   * The goal is looked at before the patience: a run that has what it wanted did not wait in vain.
   */
  private void watchRows(Map<String, String> wanted, int kept) {
    if (kept > rows) {
      rows = kept;
      lastRow = System.nanoTime();
    }
    String goal = wanted.getOrDefault(RunSetting.ROWS.word(), "");
    if (!goal.isEmpty() && kept >= Integer.parseInt(goal)) {
      stop(new RunEnd.Reached(Integer.parseInt(goal)), "the goal of " + goal + " rows is reached");
      return;
    }
    String patience = wanted.getOrDefault(RunSetting.PATIENCE.word(), "");
    if (!patience.isEmpty()) {
      Duration longest = RunSetting.time(patience);
      if (System.nanoTime() - lastRow > longest.toNanos()) {
        stop(new RunEnd.Impatient(longest), "no new row was kept for " + patience);
      }
    }
  }

  private void stop(RunEnd why, String message) {
    if (end == null) {
      end = why;
      wiring.gates().values().forEach(gate -> gate.close(Trouble.DRAINING, message));
    }
  }

  @Override
  public void close() throws InterruptedException {
    thread.interrupt();
    thread.join();
  }
}
