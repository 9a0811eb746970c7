package io.agentinstruct.activities.sandbox;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/**
 * The memory that a process and all below it hold, from /proc (proc(5)): the kernel limits each
 * process, but their sum only where a control group may be made.
 */
final class Footprint {
  private static final Path PROC = Path.of("/proc");
  private static final int MOST_PROCESSES = 1_000;

  private Footprint() {}

  /**
   * @return bytes; those of memory that processes share are counted for each
   */
  static long of(long pid) {
    long bytes = 0;
    Set<Long> seen = new HashSet<>();
    Deque<Long> open = new ArrayDeque<>();
    open.add(pid);
    while (!open.isEmpty() && seen.size() < MOST_PROCESSES) {
      long next = open.removeFirst();
      if (seen.add(next)) {
        bytes += own(next);
        addChildren(next, open);
      }
    }
    return bytes;
  }

  private static long own(long pid) {
    return read(PROC.resolve(pid + "/status"))
        .lines()
        .filter(line -> line.startsWith("RssAnon:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")) << 10)
        .sum();
  }

  private static void addChildren(long pid, Deque<Long> open) {
    Path tasks = PROC.resolve(pid + "/task");
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        for (String child : read(thread.resolve("children")).strip().split(" ", -1)) {
          if (!child.isEmpty()) {
            open.add(Long.valueOf(child));
          }
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException gone) {
      // It ended while we looked.
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException gone) {
      return "";
    }
  }
}
