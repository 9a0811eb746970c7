package io.agentinstruct.worker.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds the Temporal CLI: where it is named, on the PATH, in our cache. Never downloads it. */
public final class TemporalBinary {
  private TemporalBinary() {}

  /**
   * @param env AGENTINSTRUCT_TEMPORAL names the file; PATH, HOME and XDG_CACHE_HOME are searched
   */
  public static Optional<Path> find(Map<String, String> env) {
    String named = env.get("AGENTINSTRUCT_TEMPORAL");
    if (named != null && !named.isBlank()) {
      return Optional.of(Path.of(named)).filter(Files::isExecutable);
    }
    List<Path> places = new ArrayList<>();
    for (String folder : env.getOrDefault("PATH", "").split(java.io.File.pathSeparator, -1)) {
      if (!folder.isBlank()) {
        places.add(Path.of(folder, "temporal"));
      }
    }
    places.add(cache(env).resolve("temporal"));
    places.add(Path.of(env.getOrDefault("HOME", "."), "go", "bin", "temporal"));
    return places.stream().filter(Files::isExecutable).map(Path::toAbsolutePath).findFirst();
  }

  /** Where a person may put the binary for us alone. */
  public static Path cache(Map<String, String> env) {
    String home = env.getOrDefault("HOME", ".");
    return Path.of(env.getOrDefault("XDG_CACHE_HOME", home + "/.cache"), "agentinstruct");
  }
}
