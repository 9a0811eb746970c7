package io.agentinstruct.worker.preflight;

import com.sun.management.OperatingSystemMXBean;
import io.agentinstruct.activities.store.Occupant;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.contracts.Trouble;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is looked at on this machine: the JDK, memory, the workspace, its disk, its owner. */
public final class PlaceChecks {
  /** Below it a run could not even write down what it pays for. */
  public static final long FLOOR_BYTES = 200L << 20;

  /** In the store, per call: request, reply and pieces, compressed; measured at 2 to 5 KB. */
  private static final long BYTES_A_CALL = 6L << 10;

  private static final long ROOM_BESIDE_THE_HEAP = 700L << 20;

  private PlaceChecks() {}

  /**
   * @param heap that a run would take, in bytes
   */
  public static Finding memory(long heap) {
    long physical =
        ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
            ? system.getTotalMemorySize()
            : Long.MAX_VALUE;
    return memory(heap, physical);
  }

  static Finding memory(long heap, long physical) {
    if (physical == Long.MAX_VALUE) {
      return Finding.fine("memory", "a run takes up to %s".formatted(size(heap)));
    }
    if (heap + ROOM_BESIDE_THE_HEAP > physical) {
      return Finding.warning(
          "memory",
          "A run takes up to %s, and this machine has %s. Set AGENTINSTRUCT_HEAP lower, such as 1g."
              .formatted(size(heap), size(physical)));
    }
    return Finding.fine(
        "memory", "a run takes up to %s of %s".formatted(size(heap), size(physical)));
  }

  public static Finding jdk() {
    return Finding.fine(
        "jdk",
        "%s by %s, %d processors"
            .formatted(
                Runtime.version(),
                System.getProperty("java.vendor"),
                Runtime.getRuntime().availableProcessors()));
  }

  /**
   * Whether what is still to be asked can be written down.
   *
   * @param calls that a run has still to make, as far as that is known
   */
  public static Finding disk(Path workspace, double calls) {
    try {
      return disk(workspace, Files.getFileStore(nearest(workspace)).getUsableSpace(), calls);
    } catch (IOException e) {
      return Finding.warning(
          "disk", "The free space at %s is not known: %s.".formatted(workspace, e.getMessage()));
    }
  }

  static Finding disk(Path workspace, long free, double calls) {
    if (free < FLOOR_BYTES) {
      return Finding.fault(
          "disk",
          Trouble.INTERNAL,
          "Only %s are free at %s, and at least %s are needed.\n  Free some space, or name another folder with --workspace."
              .formatted(size(free), workspace, size(FLOOR_BYTES)));
    }
    long needed = FLOOR_BYTES + (long) (calls * BYTES_A_CALL);
    if (free < needed) {
      return Finding.warning(
          "disk",
          "%s are free at %s, and about %.0f calls may take %s. If it gets full, the run pauses and loses nothing."
              .formatted(size(free), workspace, calls, size(needed)));
    }
    return Finding.fine("disk", "%s are free at %s".formatted(size(free), workspace));
  }

  /** The nearest folder that exists: a new workspace is made there. */
  private static Path nearest(Path workspace) {
    @Nullable Path folder = workspace.toAbsolutePath();
    while (folder != null && !Files.exists(folder)) {
      folder = folder.getParent();
    }
    return folder == null ? Path.of("").toAbsolutePath() : folder;
  }

  /** Who writes in the workspace, if anybody does, and whether we could. */
  public static Finding workspace(Path workspace) {
    Path there = nearest(workspace);
    if (!Files.isDirectory(there) || !Files.isWritable(there)) {
      return Finding.fault(
          "workspace",
          Trouble.INTERNAL,
          "%s may not be written.\n  Give yourself the right to write there, or name another folder with --workspace."
              .formatted(there));
    }
    Optional<String> holder = Occupant.of(workspace);
    if (holder.isPresent()) {
      return Finding.warning(
          "workspace",
          "%s is in use by process %s, which %s. A second run there has to wait for it; name another folder with --workspace to run beside it."
              .formatted(workspace, holder.get(), told(holder.get())));
    }
    return Finding.fine(
        "workspace",
        Files.exists(workspace.resolve(SqliteStore.FILE))
            ? workspace + ", in nobody's use"
            : workspace + ", new");
  }

  private static String told(String pid) {
    return pid.matches("[0-9]{1,18}")
            && ProcessHandle.of(Long.parseLong(pid)).filter(ProcessHandle::isAlive).isPresent()
        ? "is alive"
        : "is not seen from here";
  }

  static String size(long bytes) {
    return bytes >= 1L << 30
        ? String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30))
        : bytes / (1L << 20) + " MiB";
  }
}
