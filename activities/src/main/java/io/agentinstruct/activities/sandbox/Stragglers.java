package io.agentinstruct.activities.sandbox;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is left of a jail that was ended while it was being built. Bubblewrap's child asks to die
 * with its parent only once it is under way; ended before that, the parent leaves it behind, and
 * with it the program. The child is the first process of its namespace: all below end with it.
 */
final class Stragglers {
  private static final Path PROC = Path.of("/proc");
  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);
  private static final long LOOK_AGAIN_MILLIS = 5;

  private Stragglers() {}

  /**
   * Ends them by force; for a jail whose own process has ended.
   *
   * @param mark that stands in the command line of each of the jail's processes, and nowhere else
   */
  static void end(String mark) {
    long until = System.nanoTime() + PATIENCE_NANOS;
    List<ProcessHandle> left = marked(mark);
    while (!left.isEmpty() && System.nanoTime() - until < 0) {
      left.forEach(ProcessHandle::destroyForcibly);
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        marked(mark).forEach(ProcessHandle::destroyForcibly);
        return;
      }
      left = marked(mark);
    }
  }

  private static List<ProcessHandle> marked(String mark) {
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path process : processes) {
        if (commandLine(process).contains(mark)) {
          ProcessHandle.of(Long.parseLong(String.valueOf(process.getFileName())))
              .ifPresent(found::add);
        }
      }
    } catch (IOException e) {
      // Without /proc there was no jail either.
    }
    return found;
  }

  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.UTF_8);
    } catch (IOException gone) {
      return "";
    }
  }
}
