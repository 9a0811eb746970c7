package io.agentinstruct.activities.teacher;

import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.client.ActivityCompletionException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * One ticker for all calls. The SDK doesn't heartbeat by itself, and the missing heartbeat alone
 * tells the server that a worker was killed: without it, its calls come back only after their whole
 * time-out.
 */
public final class Heartbeats implements AutoCloseable {
  private static final long EVERY_SECONDS = 3;

  private final Map<ActivityExecutionContext, Thread> beating = new ConcurrentHashMap<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("heartbeats").factory());

  public Heartbeats() {
    var _ =
        ticker.scheduleWithFixedDelay(this::beat, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  /** Beats for the current activity until the result is closed. Local activities need no beat. */
  public Beat start() {
    ActivityExecutionContext context = Activity.getExecutionContext();
    if (context.getInfo().isLocal()) {
      return () -> {};
    }
    beating.put(context, Thread.currentThread());
    return () -> beating.remove(context);
  }

  /** Ends the beating of one activity. */
  public interface Beat extends AutoCloseable {
    @Override
    void close();
  }

  private void beat() {
    beating.forEach((context, caller) -> {
      try {
        context.heartbeat(null);
      } catch (ActivityCompletionException over) {
        beating.remove(context);
        caller.interrupt(); // nobody waits for this call any more: don't go on paying for it
      }
    });
  }

  @Override
  public void close() {
    ticker.shutdownNow();
  }
}
