package io.agentinstruct.activities.sandbox;

import java.time.Duration;

/**
 * What a program may use.
 *
 * @param wall from its start to its end
 * @param cpuSeconds of each of its processes
 * @param memory bytes: address space of each process, and what all of them together hold
 * @param processes processes and threads at a time
 * @param scratch bytes of its folder, which lies in memory; no file is larger
 * @param openFiles of each process
 * @param printed bytes that it may print before it is ended; more than is kept of them
 * @param kept bytes that are kept of its output, and of its error output
 */
public record Limits(
    Duration wall,
    int cpuSeconds,
    long memory,
    int processes,
    long scratch,
    int openFiles,
    long printed,
    int kept) {
  private static final long MIB = 1 << 20;

  public static final Limits USUAL =
      new Limits(Duration.ofSeconds(10), 8, 512 * MIB, 32, 16 * MIB, 64, 4 * MIB, 64 << 10);

  public Limits withWall(Duration longest) {
    return new Limits(longest, cpuSeconds, memory, processes, scratch, openFiles, printed, kept);
  }
}
