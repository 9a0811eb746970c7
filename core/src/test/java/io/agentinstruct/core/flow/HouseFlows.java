package io.agentinstruct.core.flow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The flows that the house ships, as they stand in {@code flows/}. */
final class HouseFlows {
  private HouseFlows() {}

  static Path folder() {
    String root =
        Objects.requireNonNull(
            System.getProperty("house.root"), "Maven sets house.root; so must you");
    return Path.of(root, "flows");
  }

  static List<FlowFiles> all() {
    try (Stream<Path> folders = Files.list(folder())) {
      return folders
          .filter(path -> !String.valueOf(path.getFileName()).startsWith("_"))
          .filter(path -> Files.exists(path.resolve("flow.yaml")))
          .sorted()
          .map(path -> files(String.valueOf(path.getFileName())))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static FlowFiles files(String skill) {
    try {
      return FlowFiles.read(folder().resolve(skill), folder().resolve(FlowFiles.SHARED));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
