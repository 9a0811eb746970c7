package io.agentinstruct.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.sandbox.PythonSandbox.Found;
import io.agentinstruct.activities.sandbox.PythonSandbox.Missing;
import io.agentinstruct.core.check.CodeRunner.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What harmless programs can do in the sandbox, and when there is none. */
@Timeout(120)
class PythonSandboxTest {
  private static final Limits PATIENT = Limits.USUAL.withWall(Duration.ofSeconds(60));

  private static PythonSandbox sandbox;

  @TempDir private Path folder;

  @BeforeAll
  static void findsTheSandbox() {
    sandbox = Sandboxes.here(PATIENT);
  }

  @Test
  void runsAProgramWithTheStandardLibrary() throws InterruptedException {
    Ran ran =
        sandbox.python(
            """
            import collections, datetime, decimal, json, math, random, re, sqlite3, statistics, threading
            from concurrent.futures import ThreadPoolExecutor
            with open("note.txt", "w") as note:
                note.write("水車 ½ 😀")
            with ThreadPoolExecutor(4) as pool:
                print(sum(pool.map(lambda n: n * n, range(10))), open("note.txt").read())
            """,
            "");

    assertThat(ran).isEqualTo(new Ran(0, "285 水車 ½ 😀\n", "", Optional.empty()));
  }

  @Test
  void tellsHowAProgramEnded() throws InterruptedException {
    assertThat(sandbox.python("raise SystemExit(7)", "").exit()).isEqualTo(7);
    assertThat(sandbox.python("1 / 0", "").errors())
        .contains("File \"/code/main.py\", line 1")
        .endsWith("ZeroDivisionError: division by zero\n");
    assertThat(sandbox.python("", "")).isEqualTo(new Ran(0, "", "", Optional.empty()));
  }

  @Test
  void aProgramReadsWhatItIsGivenAndNothingElse() throws InterruptedException {
    assertThat(sandbox.python("print(input()[::-1])", "しんぶんし\n").output()).isEqualTo("しんぶんし\n");
    assertThat(sandbox.python("import sys; print(repr(sys.stdin.read()))", "").output())
        .isEqualTo("''\n");
    assertThat(sandbox.python("print(1)", "x".repeat(1_000_000)).output())
        .as("a program need not read")
        .isEqualTo("1\n");
  }

  @Test
  void theSameProgramPrintsTheSame() throws InterruptedException {
    String program = "print(set('abcdefghijkl'), sorted({hash(w) for w in 'a b c'.split()}))";

    assertThat(sandbox.python(program, "").output())
        .isEqualTo(sandbox.python(program, "").output());
  }

  @Test
  void processorTimeIsLimited() throws InterruptedException {
    Limits brief = new Limits(Duration.ofSeconds(60), 1, 512 << 20, 32, 1 << 20, 64, 1 << 20, 100);

    Ran ran = sandbox.with(brief).python("while True: pass", "");

    assertThat(ran.stopped())
        .contains("ended by force: it used more than 1 seconds of processor time");
    assertThat(ran.well()).isFalse();
  }

  @Test
  void keepsTheBeginningOfOutputAndTheEndOfErrors() throws InterruptedException {
    Limits brief = new Limits(Duration.ofSeconds(60), 8, 512 << 20, 32, 1 << 20, 64, 1 << 20, 5);

    Ran ran =
        sandbox
            .with(brief)
            .python("import os\nos.write(1, b'abcdefgh')\nos.write(2, b'12345678')", "");

    assertThat(ran.output()).isEqualTo("abcde");
    assertThat(ran.errors()).isEqualTo("45678");
  }

  @Test
  void runsNoOtherLanguage() {
    assertThat(sandbox.run("Python3", "print(2)").orElseThrow().output()).isEqualTo("2\n");
    assertThat(sandbox.run("rust", "fn main() {}")).isEmpty();
  }

  @Test
  void anInterruptedProgramIsEnded() throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread caller =
        Thread.ofPlatform()
            .start(() -> {
              try {
                sandbox.run("python", "import time\nwhile True: time.sleep(1)");
              } catch (CancellationException e) {
                thrown.set(e);
              }
            });
    while (ProcessHandle.allProcesses()
        .noneMatch(it -> it.info().commandLine().orElse("").contains(Jail.PROGRAM))) {
      Thread.sleep(5);
    }

    caller.interrupt();
    caller.join();

    assertThat(thrown.get()).hasMessage("interrupted while code ran");
    Canaries.assertNobodyLeft();
  }

  /** At each moment of the jail's building, somebody might change their mind. */
  @Test
  void oneThatIsInterruptedWhileItBeginsIsEnded() throws InterruptedException {
    for (int millis = 0; millis < 60; millis++) {
      Thread caller =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  sandbox.run("python", "import time\nwhile True: time.sleep(1)");
                } catch (CancellationException expected) {
                  // that is what an interrupt is told by
                }
              });
      Thread.sleep(millis);
      caller.interrupt();
      caller.join();
    }
    Canaries.assertNobodyLeft();
  }

  @Test
  void leavesNoFilesBehind() throws Exception {
    sandbox.python("open('/tmp/x', 'w').write('x')", "");

    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      assertThat(files.filter(Files::isReadable).map(Path::getFileName).map(Path::toString))
          .noneMatch(name -> name.startsWith("agentinstruct-code-"));
    }
  }

  @Test
  void withoutBubblewrapThereIsNoSandbox() {
    assertThat(missing(folder))
        .isEqualTo(
            "there is no 'bwrap': install the packages bubblewrap and util-linux (on Debian and"
                + " Ubuntu: apt-get install bubblewrap util-linux)");
  }

  @Test
  void withoutPythonThereIsNoSandbox() throws IOException {
    for (String name : List.of("bwrap", "prlimit", "setpriv", "sh")) {
      Path program = Files.writeString(folder.resolve(name), "#!/bin/sh\n");
      assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    assertThat(missing(folder))
        .isEqualTo(
            "there is no python3: install it (on Debian and Ubuntu: apt-get install python3)");
  }

  /** Walls that are said to stand, and don't. */
  @Test
  void aSandboxWithAHoleIsNone() throws IOException {
    assertThat(missingWhenBubblewrapForgets("--unshare-net")).contains("would have a network");
    assertThat(missingWhenBubblewrapForgets("--unshare-pid")).contains("would see other processes");
    assertThat(missingWhenBubblewrapForgets("--remount-ro")).contains("could write to /");
    assertThat(missingWhenBubblewrapForgets("--seccomp")).contains("calls would not be filtered");
  }

  private String missingWhenBubblewrapForgets(String option) throws IOException {
    String forgetful =
        """
        #!/usr/bin/python3
        import os, sys
        given, option = sys.argv[1:], "%s"
        while option in given:
            at = given.index(option)
            del given[at : at + (2 if option in ("--remount-ro", "--seccomp") else 1)]
        os.execv("/usr/bin/bwrap", ["bwrap", *given])
        """
            .formatted(option);
    Path bwrap = Files.writeString(folder.resolve("bwrap"), forgetful);
    assertThat(bwrap.toFile().setExecutable(true, false)).isTrue();
    assertThat(folder.toFile().setExecutable(true, false)).isTrue();
    assertThat(folder.toFile().setReadable(true, false)).isTrue();
    return missing(folder, Path.of("/usr/bin"));
  }

  private static String missing(Path... folders) {
    return switch (new Survey(PATIENT, List.of(folders)).finding()) {
      case Missing(String reason) -> reason;
      case Found found -> throw new AssertionError("found " + found);
    };
  }
}
