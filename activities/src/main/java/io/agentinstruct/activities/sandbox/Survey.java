package io.agentinstruct.activities.sandbox;

import io.agentinstruct.activities.sandbox.Jail.Python;
import io.agentinstruct.activities.sandbox.Jail.Tools;
import io.agentinstruct.activities.sandbox.PythonSandbox.Finding;
import io.agentinstruct.activities.sandbox.PythonSandbox.Found;
import io.agentinstruct.activities.sandbox.PythonSandbox.Missing;
import io.agentinstruct.core.check.CodeRunner.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Finds what a sandbox is made of, and believes none of it before a program has tried the walls.
 */
final class Survey {
  private static final String READY = "every wall stands";
  private static final String WHERE =
      "import os, sys; print(os.path.realpath(sys.executable)); print(os.path.realpath(sys.base_prefix))";

  private final Limits limits;
  private final List<Path> folders;

  Survey(Limits limits) {
    this(
        limits,
        Stream.concat(
                Stream.of("/usr/bin", "/bin", "/usr/local/bin"),
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":")))
            .filter(name -> name.startsWith("/"))
            .distinct()
            .map(Path::of)
            .toList());
  }

  /**
   * @param folders to look in for programs, in this order
   */
  Survey(Limits limits, List<Path> folders) {
    this.limits = limits;
    this.folders = folders;
  }

  Finding finding() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return new Missing("code is run on Linux only: the sandbox is made of its namespaces");
    }
    Optional<byte[]> filter = SyscallFilter.of(System.getProperty("os.arch"));
    if (filter.isEmpty()) {
      return new Missing(
          "there is no filter of system calls for this machine: " + System.getProperty("os.arch"));
    }
    boolean root = isRoot();
    List<String> names =
        root ? List.of("bwrap", "prlimit", "setpriv", "sh") : List.of("bwrap", "prlimit", "sh");
    for (String name : names) {
      if (program(name).isEmpty()) {
        return new Missing(
            "there is no '%s': install the packages bubblewrap and util-linux (on Debian and Ubuntu:"
                    .formatted(name)
                + " apt-get install bubblewrap util-linux)");
      }
    }
    return withPython(filter.get(), root);
  }

  private Finding withPython(byte[] filter, boolean root) {
    Tools tools =
        new Tools(
            program("bwrap").orElseThrow(),
            itself(program("prlimit").orElseThrow()),
            program("setpriv"));
    List<String> troubles = new ArrayList<>();
    for (Python python : pythons()) {
      PythonSandbox sandbox =
          new PythonSandbox(new Jail(tools, python, limits, root), filter, limits);
      Optional<String> trouble = trouble(sandbox);
      if (trouble.isEmpty()) {
        return new Found(sandbox);
      }
      troubles.add(python.program() + ": " + trouble.get());
    }
    return new Missing(
        troubles.isEmpty()
            ? "there is no python3: install it (on Debian and Ubuntu: apt-get install python3)"
            : "the sandbox can't be closed here (in a container or on a hardened system, user"
                + " namespaces may be forbidden): "
                + String.join("; ", troubles));
  }

  private Optional<String> trouble(PythonSandbox sandbox) {
    try {
      Ran ran = sandbox.python(probe() + "\ncheck(" + limits.processes() + ")\n", "");
      if (ran.well() && ran.output().strip().equals(READY)) {
        return Optional.empty();
      }
      String said = (ran.output() + ran.errors()).strip();
      return Optional.of(ran.stopped().orElse(said.isEmpty() ? "exit " + ran.exit() : said));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("interrupted");
    }
  }

  /** Each python3 of the machine once, however many names it has. */
  private Set<Python> pythons() {
    Set<Python> pythons = new LinkedHashSet<>();
    for (Path folder : folders) {
      Path python = folder.resolve("python3");
      if (Files.isExecutable(python)) {
        asked(python).ifPresent(pythons::add);
      }
    }
    return pythons;
  }

  /** What is on the PATH may be a link or a script: the interpreter itself is asked where it is. */
  private static Optional<Python> asked(Path python) {
    try {
      Process process = new ProcessBuilder(python.toString(), "-I", "-c", WHERE).start();
      process.getOutputStream().close();
      try (InputStream out = process.getInputStream()) {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.empty();
        }
        List<String> lines =
            new String(out.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        return lines.size() == 2
            ? at(Path.of(lines.get(0)), Path.of(lines.get(1)))
            : Optional.empty();
      }
    } catch (IOException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  /** A prefix that holds a home is no prefix to lend. */
  private static Optional<Python> at(Path program, Path prefix) {
    if (prefix.startsWith("/usr")) {
      return Optional.of(new Python(program, Optional.empty()));
    }
    Path home = Path.of(System.getProperty("user.home"));
    boolean tooMuch = home.startsWith(prefix) || prefix.getNameCount() < 2;
    return tooMuch || !program.startsWith(prefix)
        ? Optional.empty()
        : Optional.of(new Python(program, Optional.of(prefix)));
  }

  private Optional<Path> program(String name) {
    return folders.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** It is started inside, where links of the host lead nowhere. */
  private static Path itself(Path program) {
    try {
      return program.toRealPath();
    } catch (IOException e) {
      return program;
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException e) {
      throw new UncheckedIOException("/proc can't be read", e);
    }
  }

  private static String probe() {
    try (InputStream in = Survey.class.getResourceAsStream("probe.py")) {
      if (in == null) {
        throw new IllegalStateException("the build has lost probe.py");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
