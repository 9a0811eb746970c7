package io.agentinstruct.activities.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Who has a workspace open for writing, looked at from outside. */
public final class Occupant {
  private Occupant() {}

  /**
   * Process id, or {@code ?} where that is not to be read; absent = nobody, as far as can be seen.
   */
  public static Optional<String> of(Path workspace) {
    try {
      return Files.isDirectory(workspace)
          ? Ownership.holderOf(workspace.toRealPath()).map(pid -> pid.isEmpty() ? "?" : pid)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // opening it says what is the matter
    }
  }
}
