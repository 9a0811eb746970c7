package io.agentinstruct.proof.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the program lies, and where trials may write.
 *
 * @param root folder of the launcher
 * @param scratch folder for what trials leave
 */
public record House(Path root, Path scratch) {
  private static final int SENTENCES = 8;

  public static House at(Path root) {
    try {
      return new House(root.toAbsolutePath(), Files.createTempDirectory("proof"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a folder for trials", e);
    }
  }

  Path launcher() {
    return root.resolve("agentinstruct");
  }

  Path flow() {
    return root.resolve("bench/flows/seventeen-calls");
  }

  /** The same documents for all trials of a size: a row tells where its seed came from. */
  Path documents(int count) {
    Path file = scratch.resolve("documents-" + count + ".jsonl");
    if (Files.exists(file)) {
      return file;
    }
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < count; i++) {
      lines.append("{\"title\":\"Minutes ").append(i).append("\",\"text\":\"Minutes of meeting ");
      lines.append(i).append(". ");
      for (int j = 0; j < SENTENCES; j++) {
        lines.append("In winter ").append(1900 + (i + j) % 120);
        lines.append(" the council of Harrow met about the library and the cost of heating. ");
      }
      lines.append("\"}\n");
    }
    try {
      return Files.writeString(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }

  /** Folder of one trial, empty. */
  Path folder(String trial) throws IOException {
    Path folder = scratch.resolve(trial);
    delete(folder);
    return Files.createDirectories(folder);
  }

  static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
