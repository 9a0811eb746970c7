package io.agentinstruct.worker.engine;

import io.agentinstruct.contracts.Attributes;
import io.temporal.api.enums.v1.IndexedValueType;
import io.temporal.client.WorkflowClient;
import io.temporal.testing.TestEnvironmentOptions;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.worker.WorkerFactory;
import java.util.Optional;

/**
 * The in-memory server of temporal-testing, in this process: no binary, no network, no UI; it
 * always works.
 */
public final class EmbeddedEngine implements Engine {
  private static final int SEEDS = 500;

  @Override
  public Session open(int window) {
    TestWorkflowEnvironment server =
        TestWorkflowEnvironment.newInstance(
            TestEnvironmentOptions.newBuilder()
                .setUseTimeskipping(false)
                .setWorkflowClientOptions(Tuning.client("default"))
                .setWorkerFactoryOptions(Tuning.factory(window))
                .registerSearchAttribute(
                    Attributes.RUN.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    Attributes.SKILL.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    Attributes.LANGUAGE.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    Attributes.OUTCOME.getName(), IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD)
                .registerSearchAttribute(
                    Attributes.KEPT.getName(), IndexedValueType.INDEXED_VALUE_TYPE_INT)
                .build());
    return new InMemory(server);
  }

  private record InMemory(TestWorkflowEnvironment server) implements Session {
    @Override
    public WorkflowClient client() {
      return server.getWorkflowClient();
    }

    @Override
    public WorkerFactory workers() {
      return server.getWorkerFactory();
    }

    @Override
    public void close() {
      server.shutdownNow();
      // It waits some seconds for its own threads. Nobody needs what they still do: the store has
      // all.
      Thread.ofPlatform().daemon().name("embedded-close").start(server::close);
    }
  }

  @Override
  public String name() {
    return "embedded";
  }

  @Override
  public String describe() {
    return "embedded engine (in memory, no Web UI)";
  }

  @Override
  public Optional<String> ui() {
    return Optional.empty();
  }

  @Override
  public Optional<Integer> seedsPerSession() {
    return Optional.of(SEEDS);
  }

  @Override
  public boolean remembers() {
    return false;
  }

  @Override
  public void close() {}
}
