package io.agentinstruct.worker.engine;

import io.agentinstruct.contracts.Payloads;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerOptions;
import java.time.Duration;

/** Settings of clients and workers, in one place. Figures behind them: docs/why/engines.md. */
public final class Tuning {
  private static final int POLLERS = 5;
  private static final long DEADLOCK_MILLIS = 10_000;

  /**
   * Local steps hold a slot while they wait at the gate, which orders them; virtual threads make
   * that cheap.
   */
  private static final int LOCAL_SLOTS = 50_000;

  private static final Duration STOP_POLLING = Duration.ofSeconds(2);

  private Tuning() {}

  public static WorkflowClientOptions client(String namespace) {
    return WorkflowClientOptions.newBuilder()
        .setNamespace(namespace)
        .setDataConverter(Payloads.converter())
        .setIdentity("agentinstruct-" + ProcessHandle.current().pid())
        .build();
  }

  /**
   * @param window journeys under way at once: all of them and their parents stay cached
   */
  public static WorkerFactoryOptions factory(int window) {
    return WorkerFactoryOptions.newBuilder()
        .setUsingVirtualWorkflowThreads(true)
        .setWorkflowCacheSize(window + 100)
        .build();
  }

  /** For decisions, book-keeping, and the local steps of journeys. */
  public static WorkerOptions house(int window) {
    return base()
        .setMaxConcurrentWorkflowTaskExecutionSize(window + 50)
        .setMaxConcurrentLocalActivityExecutionSize(LOCAL_SLOTS)
        .setMaxConcurrentActivityExecutionSize(50)
        .build();
  }

  /**
   * For one endpoint and model.
   *
   * @param inFlight calls on the wire at once; twice as many may be reserved, so that the gate
   *     never runs dry
   */
  public static WorkerOptions model(int inFlight) {
    return base().setMaxConcurrentActivityExecutionSize(2 * inFlight).build();
  }

  private static WorkerOptions.Builder base() {
    return WorkerOptions.newBuilder()
        .setUsingVirtualThreads(true)
        .setMaxConcurrentWorkflowTaskPollers(POLLERS)
        .setMaxConcurrentActivityTaskPollers(POLLERS)
        .setStickyTaskQueueDrainTimeout(STOP_POLLING)
        .setDefaultDeadlockDetectionTimeout(DEADLOCK_MILLIS);
  }
}
