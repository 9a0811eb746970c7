package io.agentinstruct.activities.sandbox;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The command that starts a program apart from everything: bubblewrap with namespaces of its own, a
 * root of nothing but what Python needs, and limits that the kernel keeps.
 */
final class Jail {
  /** Where the program's text lies inside. */
  static final String PROGRAM = "/code/main.py";

  /** Of a range that Debian's policy (9.2.2) keeps for nobody's use. */
  private static final int FIRST_USER = 65_000;

  private static final int USERS = 500;
  private static final String INSIDE = "1000";

  /** The shell opens what the host lends, as file descriptors, and becomes the jail. */
  private static final String LEND =
      "echo 1000 2>/dev/null >/proc/self/oom_score_adj; exec 3<\"$1\" 4<\"$2\"; shift 2; exec \"$@\"";

  private final Tools tools;
  private final Python python;
  private final Limits limits;
  private final boolean root;
  private final AtomicInteger users = new AtomicInteger();

  /**
   * @param root whether this process is root, who must become somebody else first: root is exempt
   *     from limits, and owns the host's files
   */
  Jail(Tools tools, Python python, Limits limits, boolean root) {
    this.tools = tools;
    this.python = python;
    this.limits = limits;
    this.root = root;
  }

  Jail with(Limits others) {
    return new Jail(tools, python, others, root);
  }

  /** Programs of the host that build the jail. */
  record Tools(Path bwrap, Path prlimit, Optional<Path> setpriv) {}

  /**
   * @param program its absolute path, links resolved
   * @param prefix the folder with its library, if that lies outside of /usr
   */
  record Python(Path program, Optional<Path> prefix) {}

  /**
   * @param mark stands in the command line of the jail's processes, without any other effect
   */
  List<String> command(Path filter, Path program, String mark) {
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("/bin/sh", "-c", LEND, "sandbox", filter.toString(), program.toString()));
    command.addAll(List.of("nice", "-n", "10"));
    if (root) {
      String user = String.valueOf(FIRST_USER + Math.floorMod(users.getAndIncrement(), USERS));
      String setpriv = tools.setpriv().orElseThrow().toString();
      command.addAll(List.of(setpriv, "--reuid", user, "--regid", user, "--clear-groups"));
    }
    command.add(tools.bwrap().toString());
    command.addAll(List.of("--unshare-user", "--uid", INSIDE, "--gid", INSIDE, "--unshare-pid"));
    command.addAll(
        List.of("--unshare-net", "--unshare-ipc", "--unshare-uts", "--unshare-cgroup-try"));
    command.addAll(List.of("--hostname", "sandbox", "--die-with-parent", "--new-session"));
    command.addAll(List.of("--cap-drop", "ALL", "--seccomp", "3", "--unsetenv", mark));
    addRoot(command);
    addEnvironment(command);
    command.add("--");
    addLimits(command);
    command.addAll(List.of(python.program().toString(), "-s", "-B", "-u", PROGRAM));
    return command;
  }

  private void addRoot(List<String> command) {
    command.addAll(List.of("--ro-bind", "/usr", "/usr"));
    for (String name : List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64")) {
      Path path = Path.of(name);
      if (Files.isSymbolicLink(path)) {
        command.addAll(List.of("--symlink", "usr" + name, name));
      } else if (Files.isDirectory(path)) {
        command.addAll(List.of("--ro-bind", name, name));
      }
    }
    // The loader's index, and the links by which Debian chooses among libraries of one kind.
    for (String name : List.of("/etc/ld.so.cache", "/etc/alternatives")) {
      command.addAll(List.of("--ro-bind-try", name, name));
    }
    String scratch = String.valueOf(limits.scratch());
    command.addAll(List.of("--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--size", scratch, "--tmpfs", "/dev/shm"));
    command.addAll(List.of("--size", scratch, "--tmpfs", "/tmp"));
    // After the folder in memory: the prefix may lie below it.
    python
        .prefix()
        .map(Path::toString)
        .ifPresent(prefix -> command.addAll(List.of("--ro-bind", prefix, prefix)));
    command.addAll(List.of("--ro-bind-data", "4", PROGRAM));
    command.addAll(List.of("--remount-ro", "/dev", "--remount-ro", "/", "--chdir", "/tmp"));
  }

  /** A fixed seed of hashes: sets come in the same order each time. */
  private static void addEnvironment(List<String> command) {
    String[] variables = {
      "PATH",
      "/usr/bin:/bin",
      "HOME",
      "/tmp",
      "LANG",
      "C.UTF-8",
      "TZ",
      "UTC",
      "PYTHONUTF8",
      "1",
      "PYTHONHASHSEED",
      "0",
      "OPENBLAS_NUM_THREADS",
      "2"
    };
    for (int i = 0; i < variables.length; i += 2) {
      command.addAll(List.of("--setenv", variables[i], variables[i + 1]));
    }
  }

  private void addLimits(List<String> command) {
    command.add(tools.prlimit().toString());
    command.add("--as=" + limits.memory());
    command.add("--cpu=" + limits.cpuSeconds() + ":" + (limits.cpuSeconds() + 1));
    command.add("--nproc=" + limits.processes());
    command.add("--fsize=" + limits.scratch());
    command.add("--nofile=" + limits.openFiles());
    command.addAll(List.of("--core=0", "--memlock=0", "--msgqueue=0", "--rtprio=0", "--nice=0"));
    command.add("--");
  }
}
