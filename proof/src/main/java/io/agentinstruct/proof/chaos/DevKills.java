package io.agentinstruct.proof.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * On the Temporal dev server: now the program is killed and the server lives on, now the server is
 * killed under the program. {@code --seeds 400 --kills 20}
 */
final class DevKills implements Experiment {
  /** More than was on the wire when the server was killed: the run goes on by itself. */
  private static final int AGAIN = 40;

  private static final long PATIENCE_SECONDS = 600;
  private static final long GRACE_SECONDS = 45;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 400);
    int kills = options.number("kills", 20);
    String whole = Undisturbed.of(house, seeds);
    report.title("%d kills over %d seeds, dev engine".formatted(kills, seeds));
    long stride = Math.max(2, (long) seeds * Trial.CALLS_A_SEED * 3 / 4 / kills);
    Random random = new Random(options.number("seed", 1));
    Map<String, Integer> hits = new TreeMap<>();
    FaultPlan plan = FaultPlan.quiet(options.word("latency", "constant:20"));
    try (Trial trial = Trial.set(house, "kills-dev", plan, Program.Setup.of(seeds, 32, "dev"))) {
      try {
        for (int i = 0; i < kills; i++) {
          long until = trial.mock().calls() + 1 + random.nextLong(1, stride * 2);
          Process process = trial.start("");
          Trial.await(process, PATIENCE_SECONDS, () -> trial.mock().calls() >= until);
          strike(trial, process, i % 2 == 1, hits, report);
        }
        int end = trial.walk();
        report.expect(end == 0, "the last resume ends with 0", end);
        if (end != 0) {
          report.say(trial.program().lastWords());
        }
        Kills.tell(report, trial, seeds, 32, whole, hits);
      } finally {
        server(trial.program()).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private static void strike(
      Trial trial, Process process, boolean atServer, Map<String, Integer> hits, Report report)
      throws IOException, InterruptedException {
    if (!process.isAlive()) {
      return;
    }
    if (!atServer) {
      trial.kill(process);
      hits.merge("program", 1, Integer::sum);
      return;
    }
    Optional<ProcessHandle> server = server(trial.program());
    if (server.isEmpty()) {
      report.expect(false, "the record of the dev server names a process", "none");
      trial.kill(process);
      return;
    }
    server.get().destroyForcibly();
    trial.mock().mark("server killed");
    hits.merge("server", 1, Integer::sum);
    long asked = trial.mock().calls();
    if (Trial.await(process, GRACE_SECONDS, () -> trial.mock().calls() > asked + AGAIN)) {
      hits.merge("server, and came back", 1, Integer::sum);
      trial.kill(process);
    } else if (!process.isAlive()) {
      trial.mock().mark(Calls.KILL);
      report.say("without its server the program ended with " + process.exitValue());
    } else {
      trial.kill(process);
      hits.merge("program without server", 1, Integer::sum);
    }
  }

  /** The dev server's process, by the record that the program keeps of it. */
  private static Optional<ProcessHandle> server(Program program) throws IOException {
    Path record = program.workspace().resolve("dev/server.json");
    if (!Files.exists(record)) {
      return Optional.empty();
    }
    JsonNode known = new ObjectMapper().readTree(record.toFile());
    return ProcessHandle.of(known.path("pid").asLong(-1))
        .filter(process -> process.info().commandLine().orElse("temporal").contains("temporal"));
  }
}
