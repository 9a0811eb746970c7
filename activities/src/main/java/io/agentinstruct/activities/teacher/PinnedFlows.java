package io.agentinstruct.activities.teacher;

import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The flows that runs have pinned, by version. What is pinned never changes, so it is read once.
 */
public final class PinnedFlows {
  private final Path folder;
  private final Map<String, Flow> flows = new ConcurrentHashMap<>();

  /**
   * @param folder holds one folder a version
   */
  public PinnedFlows(Path folder) {
    this.folder = folder;
  }

  /** Pins a flow that was found to be in order. */
  public Flow pin(FlowFiles files) throws IOException {
    files.pin(folder);
    Files.writeString(folder.resolve(files.version()).resolve(".name"), files.name());
    return at(files.version());
  }

  /**
   * @throws IllegalStateException if the version was never pinned here or was damaged since
   */
  public Flow at(String version) {
    return flows.computeIfAbsent(version, this::read);
  }

  private Flow read(String version) {
    Path pinned = folder.resolve(version);
    try {
      FlowFiles files = FlowFiles.read(pinned, pinned.resolve(FlowFiles.SHARED));
      FlowFiles named = files.named(Files.readString(pinned.resolve(".name")).strip());
      if (!files.version().equals(version)) {
        throw new IllegalStateException(
            "the pinned flow in "
                + pinned
                + " was changed since it was pinned; restore it, or start a new run");
      }
      return FlowFolder.read(named, pinned + "/")
          .flow()
          .orElseThrow(
              () -> new IllegalStateException("the pinned flow in " + pinned + " is damaged"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the pinned flow in " + pinned, e);
    }
  }
}
