package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What a dataset is when nothing goes wrong: walked once for each number of seeds. */
final class Undisturbed {
  private static final Map<String, String> KNOWN = new ConcurrentHashMap<>();

  private Undisturbed() {}

  /** SHA-256 of the dataset. */
  static String of(House house, int seeds) throws IOException, InterruptedException {
    String key = house.scratch() + " " + seeds;
    String known = KNOWN.get(key);
    if (known != null) {
      return known;
    }
    Program.Setup setup = Program.Setup.of(seeds, 32, "embedded");
    try (Trial trial =
        Trial.set(house, "undisturbed-" + seeds, FaultPlan.quiet("constant:5"), setup)) {
      if (trial.walk() != 0) {
        throw new IllegalStateException(
            "the undisturbed run failed:\n" + trial.program().lastWords());
      }
      String sha = trial.sha256();
      KNOWN.put(key, sha);
      return sha;
    }
  }
}
