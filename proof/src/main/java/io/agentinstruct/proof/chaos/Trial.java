package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.check.Checker;
import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.check.Findings;
import io.agentinstruct.proof.mock.FaultMock;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run against one endpoint: the place where things are broken and looked at afterwards. */
final class Trial implements AutoCloseable {
  static final int CALLS_A_SEED = 17;
  static final int ROWS_A_SEED = 3;
  private static final long LOOK_MILLIS = 5;
  private static final int PAUSED = 3;
  private static final long PATIENCE_SECONDS = 120;
  private static final int STARTS = 3;

  private final FaultMock mock;
  private final Program program;
  private final List<Long> unsafe = new ArrayList<>();

  private Trial(FaultMock mock, Program program) {
    this.mock = mock;
    this.program = program;
  }

  static Trial set(House house, String name, FaultPlan plan, Program.Setup setup)
      throws IOException {
    Path folder = house.folder(name);
    FaultMock mock = FaultMock.start(0, plan, folder.resolve("ledger.jsonl"));
    return new Trial(mock, new Program(house, folder, mock.endpoint(), setup));
  }

  FaultMock mock() {
    return mock;
  }

  Program program() {
    return program;
  }

  Calls calls() {
    return Calls.of(mock.visits());
  }

  Process start(String jvm) throws IOException {
    mock.mark(Calls.START);
    return program.start(jvm);
  }

  /**
   * Starts, and waits for the end. On a busy machine a cold start can miss a short deadline at its
   * first look at the endpoint, before anything was begun; then it is started once more.
   */
  int walk() throws IOException, InterruptedException {
    int end = start("").waitFor();
    for (int again = 0; again < STARTS && end == PAUSED && asked() == 0; again++) {
      end = start("").waitFor();
    }
    return end;
  }

  /** A process that has asked its first question, or gave up before; see {@link #walk}. */
  Process begun() throws IOException, InterruptedException {
    Process process = start("");
    for (int again = 0; again < STARTS; again++) {
      if (await(process, PATIENCE_SECONDS, () -> asked() > 0)) {
        return process;
      }
      process = start("");
    }
    return process;
  }

  private int asked() {
    return calls().byQuestion().size();
  }

  /** Waits until something is so, or the process has ended, or the patience. */
  static boolean await(Process process, long seconds, BooleanSupplier so)
      throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!so.getAsBoolean()) {
      if (!process.isAlive() || System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return true;
  }

  /** {@code kill -9}, and the mark of it. */
  void kill(Process process) throws InterruptedException {
    process.destroyForcibly();
    mock.mark(Calls.KILL);
    process.waitFor();
    countUnsafe();
  }

  /** A process that ended itself at a named point. */
  void crashed() throws InterruptedException {
    mock.mark(Calls.KILL);
    countUnsafe();
  }

  /** Counts what was answered, and is not in the journal: it was on the wire or being written. */
  private void countUnsafe() throws InterruptedException {
    while (calls().calls().stream().anyMatch(call -> call.end() == null)) {
      Thread.sleep(LOOK_MILLIS);
    }
    unsafe.add(calls().answered() - Checker.replies(program.workspace().resolve("store.db")));
  }

  /** For each kill, replies that were given and not safe. */
  List<Long> unsafe() {
    return List.copyOf(unsafe);
  }

  Findings check(Evidence.Allowed allowed) {
    return Checker.check(new Evidence(program.workspace(), Program.RUN, mock.visits(), allowed));
  }

  String sha256() throws IOException {
    return sha256(program.dataset());
  }

  static String sha256(Path file) throws IOException {
    if (!Files.exists(file)) {
      return "none";
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha.digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  long rows() throws IOException {
    if (!Files.exists(program.dataset())) {
      return 0;
    }
    try (var lines = Files.lines(program.dataset())) {
      return lines.count();
    }
  }

  @Override
  public void close() throws IOException {
    mock.close();
  }
}
