package io.agentinstruct.worker.engine;

import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowClientOptions;
import io.temporal.serviceclient.WorkflowServiceStubs;
import io.temporal.worker.WorkerFactory;
import java.util.concurrent.TimeUnit;

/** A session with a server that stands in another process. */
record Connected(WorkflowClient client, WorkerFactory workers) implements Engine.Session {
  private static final long GRACE_SECONDS = 10;

  static Connected to(WorkflowServiceStubs stubs, WorkflowClientOptions options, int window) {
    WorkflowClient client = WorkflowClient.newInstance(stubs, options);
    return new Connected(client, WorkerFactory.newInstance(client, Tuning.factory(window)));
  }

  @Override
  public void close() {
    workers.shutdownNow();
    workers.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
    WorkflowServiceStubs stubs = client.getWorkflowServiceStubs();
    stubs.shutdownNow();
    stubs.awaitTermination(1, TimeUnit.SECONDS);
  }
}
