package io.agentinstruct.worker;

import java.nio.file.Path;

/** The folder that holds the store, the pinned flows and the runs; where each thing lies in it. */
public record Workspace(Path root) {
  public Path flows() {
    return root.resolve("flows");
  }

  public Path runs() {
    return root.resolve("runs");
  }

  public Path run(String id) {
    return runs().resolve(id);
  }

  /** Runs that wait for a worker. */
  public Path inbox() {
    return root.resolve("inbox");
  }

  public Path log() {
    return root.resolve("agentinstruct.log");
  }
}
