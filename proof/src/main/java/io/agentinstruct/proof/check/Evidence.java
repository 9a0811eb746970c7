package io.agentinstruct.proof.check;

import io.agentinstruct.proof.mock.Visit;
import java.nio.file.Path;
import java.util.List;

/**
 * What a run left behind, and what it was allowed.
 *
 * @param visits the endpoint's ledger, of this run alone
 */
public record Evidence(Path workspace, String run, List<Visit> visits, Allowed allowed) {
  /**
   * @param inFlight calls on the wire at once; 0 = not asked
   * @param capMicros 0 = no cap
   * @param priced whether the program was told the endpoint's prices
   * @param probeSeconds between two looks at an endpoint without quota; 0 = none are made
   * @param whole whether the run was to be walked to its end
   */
  public record Allowed(
      int inFlight, long capMicros, boolean priced, double probeSeconds, boolean whole) {
    public static Allowed whole(int inFlight) {
      return new Allowed(inFlight, 0, false, 0, true);
    }
  }

  public Path dataset() {
    return workspace.resolve("runs").resolve(run).resolve("dataset.jsonl");
  }

  public Path manifest() {
    return workspace.resolve("runs").resolve(run).resolve("manifest.json");
  }

  public Path store() {
    return workspace.resolve("store.db");
  }
}
