package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Calls;
import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The key is revoked in the middle; later a good one is put into its place. {@code --seeds 200} */
final class BadKey implements Experiment {
  private static final String SECRET = "sk-proof-7c1f0e55a9d24b";
  private static final int CONFIG = 4;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 200);
    report.title("the key is revoked at half of the calls, %d seeds".formatted(seeds));
    FaultPlan plan = FaultPlan.of("{\"key-until\":" + (long) seeds * Trial.CALLS_A_SEED / 2 + "}");
    Program.Setup setup =
        Program.Setup.of(seeds, 32, "embedded")
            .first("--key", "PROOF_KEY")
            .environment(Map.of("PROOF_KEY", SECRET));
    try (Trial trial = Trial.set(house, "bad-key", plan, setup)) {
      int end = trial.walk();
      report.expect(end == CONFIG, "it stops with 4", end);
      long refused = trial.calls().calls().stream().filter(call -> call.met("bad-key")).count();
      report.expect(refused > 0 && refused <= 32, "refused, within those in flight", refused);
      int still = trial.walk();
      report.expect(still == CONFIG, "still refused: 4, and one call", still);
      trial.mock().obey("{\"key\":\"good\",\"mark\":\"" + Calls.KEY_GOOD + "\"}");
      int last = trial.walk();
      report.expect(last == 0, "with a good key it goes on to its end", last);
      boolean same = trial.sha256().equals(Undisturbed.of(house, seeds));
      report.expect(same, "dataset as undisturbed", trial.sha256().substring(0, 8));
      report.findings(trial.check(Evidence.Allowed.whole(32)));
      List<Path> leaks = leaks(trial.program().folder());
      report.expect(leaks.isEmpty(), "files that hold the key", leaks);
    }
  }

  private static List<Path> leaks(Path folder) throws IOException {
    byte[] secret = SECRET.getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).filter(file -> holds(file, secret)).toList();
    }
  }

  private static boolean holds(Path file, byte[] secret) {
    try {
      String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
      return bytes.contains(new String(secret, StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return true; // what can't be read can't be vouched for
    }
  }
}
