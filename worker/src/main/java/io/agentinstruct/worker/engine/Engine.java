package io.agentinstruct.worker.engine;

import io.temporal.client.WorkflowClient;
import io.temporal.worker.WorkerFactory;
import java.util.Optional;

/**
 * Where workflows live. The same code runs on each; what survives a crash is our own store, on all
 * of them.
 */
public sealed interface Engine extends AutoCloseable
    permits EmbeddedEngine, DevEngine, ServerEngine {

  /**
   * A place for workflows and workers. On the embedded engine each is a new, empty server, since
   * that engine never frees a finished workflow.
   *
   * @param window journeys under way at once; sizes caches and slots
   */
  Session open(int window);

  /** The word that chooses it: embedded, dev, server. */
  String name();

  /** One line for people: what it is, and where to look. */
  String describe();

  /** Address of the Temporal Web UI; absent where there is none that we know of. */
  Optional<String> ui();

  /** Seeds after which a new session is due; absent = never. */
  Optional<Integer> seedsPerSession();

  /** Why it will never answer again, for people; absent = it may. */
  default Optional<String> broken() {
    return Optional.empty();
  }

  /** Whether a workflow outlives this process. */
  boolean remembers();

  @Override
  void close();

  /** A client and a factory that are not yet started. */
  interface Session extends AutoCloseable {
    WorkflowClient client();

    WorkerFactory workers();

    @Override
    void close();
  }
}
