package io.agentinstruct.activities.sandbox;

import io.agentinstruct.core.check.CodeRunner.Ran;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * One program in its jail, from its start to its end. Whoever starts it must live as long as it
 * does: the jail ends with the thread that made it.
 */
final class Confined {
  private static final long LOOK_MILLIS = 20;
  private static final long SETTLE_SECONDS = 5;
  private static final int SIGNAL = 128;
  private static final int SIGXCPU = 24;
  private static final int SIGKILL = 9;

  private final Limits limits;
  private final Process process;
  private final String mark;
  private final AtomicLong printed = new AtomicLong();
  private final Capped output;
  private final Capped errors;
  private final long deadline;

  private Confined(Process process, Limits limits, String mark) {
    this.process = process;
    this.mark = mark;
    this.limits = limits;
    this.deadline = System.nanoTime() + limits.wall().toNanos();
    this.output = new Capped(process.getInputStream(), limits.kept(), false, printed);
    this.errors = new Capped(process.getErrorStream(), limits.kept(), true, printed);
  }

  /**
   * @param input what the program reads; empty: nothing at all
   * @param mark that stands in the command line of all that the command starts
   */
  static Ran run(List<String> command, String input, Limits limits, String mark)
      throws InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).directory(Path.of("/").toFile());
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    if (input.isEmpty()) {
      builder.redirectInput(Redirect.from(Path.of("/dev/null").toFile()));
    }
    try {
      return new Confined(builder.start(), limits, mark).toItsEnd(input);
    } catch (IOException e) {
      throw new UncheckedIOException("the sandbox could not be started", e);
    }
  }

  private Ran toItsEnd(String input) throws InterruptedException {
    Thread readsOutput = Thread.ofPlatform().daemon().name("sandbox output").start(output);
    Thread readsErrors = Thread.ofPlatform().daemon().name("sandbox errors").start(errors);
    if (!input.isEmpty()) {
      Thread.ofPlatform().daemon().name("sandbox input").start(() -> give(input));
    }
    try {
      Optional<String> stopped = watch();
      boolean left = process.waitFor(SETTLE_SECONDS, TimeUnit.SECONDS);
      readsOutput.join(TimeUnit.SECONDS.toMillis(SETTLE_SECONDS));
      readsErrors.join(TimeUnit.SECONDS.toMillis(SETTLE_SECONDS));
      int exit = left ? process.exitValue() : SIGNAL + SIGKILL;
      return new Ran(exit, output.text(), errors.text(), stopped.or(() -> byTheKernel(exit)));
    } finally {
      kill();
    }
  }

  /** Waits for its end, or ends it for a reason. */
  private Optional<String> watch() throws InterruptedException {
    while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      Optional<String> reason = excess();
      if (reason.isPresent()) {
        kill();
        return reason;
      }
    }
    return tooMuchPrinted();
  }

  private Optional<String> excess() {
    if (System.nanoTime() - deadline > 0) {
      return Optional.of(
          "ended by force after %s seconds".formatted(seconds(limits.wall().toMillis())));
    }
    if (Footprint.of(process.pid()) > limits.memory()) {
      return Optional.of(
          "ended by force: it used more than %d MB of memory".formatted(limits.memory() >> 20));
    }
    return tooMuchPrinted();
  }

  private Optional<String> tooMuchPrinted() {
    return printed.get() > limits.printed()
        ? Optional.of(
            "ended by force: it printed more than %d kB".formatted(limits.printed() >> 10))
        : Optional.empty();
  }

  private Optional<String> byTheKernel(int exit) {
    return exit == SIGNAL + SIGXCPU
        ? Optional.of(
            "ended by force: it used more than %d seconds of processor time"
                .formatted(limits.cpuSeconds()))
        : Optional.empty();
  }

  /** The jail ends with bubblewrap; those below are named too, in case it had only just begun. */
  private void kill() {
    if (!process.isAlive()) {
      return;
    }
    List<ProcessHandle> below = process.descendants().toList();
    process.destroyForcibly();
    below.forEach(ProcessHandle::destroyForcibly);
    process
        .onExit()
        .orTimeout(SETTLE_SECONDS, TimeUnit.SECONDS)
        .exceptionally(slow -> process)
        .join();
    Stragglers.end(mark);
  }

  private void give(String input) {
    try (OutputStream to = process.getOutputStream()) {
      to.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // A program need not read what it is given.
    }
  }

  private static String seconds(long millis) {
    return millis % 1_000 == 0 ? "" + millis / 1_000 : "" + millis / 1_000.0;
  }
}
