package io.agentinstruct.contracts;

import io.agentinstruct.core.Digest;
import java.net.URI;

/** Names of task queues: one for decisions and book-keeping, one for each endpoint and model. */
public final class TaskQueues {
  public static final String HOUSE = "agentinstruct";

  private TaskQueues() {}

  /** Readable in the UI, and the same in every process that talks to this endpoint and model. */
  public static String of(URI endpoint, String model) {
    String host = endpoint.getHost() == null ? "model" : endpoint.getHost();
    return "%s %s @ %s %s"
        .formatted(HOUSE, model, host, Digest.of(endpoint + " " + model).substring(0, 6));
  }
}
