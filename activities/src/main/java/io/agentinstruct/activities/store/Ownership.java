package io.agentinstruct.activities.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write in a workspace: a lock on its file {@code lock}, which also says whose it is.
 * The lock dies with its process; a file left behind means nothing.
 */
final class Ownership implements AutoCloseable {
  private static final String FILE = "lock";

  /** Far behind the process id, since on Windows nobody else may read what is locked. */
  private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

  /**
   * On POSIX systems a process that closes any channel to a file loses its locks on it: never open
   * one twice.
   */
  private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

  private final Path workspace;
  private final FileChannel channel;

  private Ownership(Path workspace, FileChannel channel) {
    this.workspace = workspace;
    this.channel = channel;
  }

  /**
   * @param workspace as a real path
   * @throws StoreTrouble if another process has it
   */
  static Ownership of(Path workspace) throws IOException {
    if (!HELD_HERE.add(workspace)) {
      throw taken(
          workspace,
          Long.toString(ProcessHandle.current().pid()),
          new OverlappingFileLockException());
    }
    try {
      return new Ownership(workspace, locked(workspace));
    } catch (IOException | RuntimeException e) {
      HELD_HERE.remove(workspace);
      throw e;
    }
  }

  /** Process id of whoever has the workspace, empty where it is not known; absent = nobody. */
  static Optional<String> holderOf(Path workspace) throws IOException {
    if (HELD_HERE.contains(workspace)) {
      return Optional.of(Long.toString(ProcessHandle.current().pid()));
    }
    try (FileChannel channel =
        FileChannel.open(
            workspace.resolve(FILE), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      return channel.tryLock(LOCKED_BYTE, 1, false) == null
          ? Optional.of(holder(channel))
          : Optional.empty();
    } catch (NoSuchFileException nobodyEverHad) {
      return Optional.empty();
    }
  }

  private static FileChannel locked(Path workspace) throws IOException {
    FileChannel channel =
        FileChannel.open(
            workspace.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
        throw taken(
            workspace, holder(channel), new IOException("locked: " + workspace.resolve(FILE)));
      }
      channel.truncate(0);
      channel.write(utf8(ProcessHandle.current().pid() + "\n"), 0);
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static ByteBuffer utf8(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(32);
    channel.read(content, 0);
    return new String(content.array(), 0, content.position(), StandardCharsets.UTF_8).strip();
  }

  /**
   * Process that has the workspace, without asking for the lock: whoever asks, has it for a moment.
   * Empty = none that is alive.
   */
  static Optional<Long> holder(Path workspace) {
    try {
      long own = ProcessHandle.current().pid();
      if (HELD_HERE.contains(workspace.toRealPath())) {
        return Optional.of(own);
      }
      String written = Files.readString(workspace.resolve(FILE)).strip();
      return written.matches("\\d{1,18}")
          ? Optional.of(Long.valueOf(written))
              .filter(pid -> pid != own)
              .filter(pid -> ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty(); // nobody was ever here
    }
  }

  private static StoreTrouble taken(Path workspace, String holder, Exception cause) {
    String process = holder.isEmpty() ? "another process" : "process " + holder;
    return new StoreTrouble(
        StoreTrouble.Kind.LOCKED,
        workspace
            + " is in use by "
            + process
            + ", and only one may write there. Wait until it has ended, or end it;"
            + " reading (status, show) works meanwhile.",
        cause);
  }

  @Override
  public void close() throws IOException {
    if (channel.isOpen()) { // closing twice must not take it from the next one here
      channel.close();
      HELD_HERE.remove(workspace);
    }
  }
}
