package io.agentinstruct.activities.sandbox;

import io.agentinstruct.core.check.CodeRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;

/**
 * Runs Python programs, each in a sandbox of its own that ends with it: namespaces of its own, no
 * network, a read-only root, a small scratch folder in memory, limits. Either all of it is in
 * force, or there is no sandbox: {@link #find}.
 */
public final class PythonSandbox implements CodeRunner {
  private static final Set<String> NAMES = Set.of("python", "python3", "py", "py3");

  private final Jail jail;
  private final byte[] filter;
  private final Limits limits;

  /** Programs that run at a time: as many as there are processors, so that each has its time. */
  private final Semaphore room = new Semaphore(Runtime.getRuntime().availableProcessors(), true);

  PythonSandbox(Jail jail, byte[] filter, Limits limits) {
    this.jail = jail;
    this.filter = filter.clone();
    this.limits = limits;
  }

  /** Whether code can be run on this machine. */
  public sealed interface Finding {}

  public record Found(PythonSandbox sandbox) implements Finding {}

  /**
   * @param reason what is missing and how to get it, for people
   */
  public record Missing(String reason) implements Finding {}

  /** Looks for all that is needed, and tries whether every wall of the sandbox stands. */
  public static Finding find() {
    return find(Limits.USUAL);
  }

  public static Finding find(Limits limits) {
    return new Survey(limits).finding();
  }

  /** The same sandbox with other limits. */
  public PythonSandbox with(Limits others) {
    return new PythonSandbox(jail.with(others), filter, others);
  }

  @Override
  public Optional<Ran> run(String language, String code) {
    if (!NAMES.contains(language.toLowerCase(Locale.ROOT))) {
      return Optional.empty();
    }
    try {
      return Optional.of(python(code, ""));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      CancellationException cancelled = new CancellationException("interrupted while code ran");
      cancelled.initCause(e);
      throw cancelled;
    }
  }

  /**
   * Runs one Python program.
   *
   * @param input what it can read; empty: its input is closed
   */
  public Ran python(String code, String input) throws InterruptedException {
    room.acquire();
    try {
      Ran ran = once(code, input);
      return neverBegan(ran) ? once(code, input) : ran;
    } finally {
      room.release();
    }
  }

  /** Bubblewrap's own words: the machine was short of something for a moment. */
  private static boolean neverBegan(Ran ran) {
    return ran.exit() != 0 && ran.output().isEmpty() && ran.errors().startsWith("bwrap: ");
  }

  private Ran once(String code, String input) throws InterruptedException {
    Path folder = folder();
    try {
      Path program = Files.writeString(folder.resolve("main.py"), sendable(code));
      Path refused = Files.write(folder.resolve("filter"), filter);
      String mark = String.valueOf(folder.getFileName());
      return besides(() -> Confined.run(jail.command(refused, program, mark), input, limits, mark));
    } catch (IOException e) {
      throw new UncheckedIOException("the program could not be written to " + folder, e);
    } finally {
      delete(folder);
    }
  }

  /**
   * A thread of the system that waits for the whole of it: the jail would end with a shorter one.
   */
  private static Ran besides(Callable<Ran> work) throws InterruptedException {
    FutureTask<Ran> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().name("sandbox").start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the sandbox failed: " + e.getCause(), e);
    } finally {
      thread.interrupt();
    }
  }

  /** Half of a surrogate pair can't be written as UTF-8. */
  private static String sendable(String code) {
    return code.codePoints()
        .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("agentinstruct-code-");
    } catch (IOException e) {
      throw new UncheckedIOException("there is no room for a temporary folder", e);
    }
  }

  private static void delete(Path folder) {
    try {
      Files.deleteIfExists(folder.resolve("main.py"));
      Files.deleteIfExists(folder.resolve("filter"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("the temporary folder could not be deleted: " + folder, e);
    }
  }
}
