package io.agentinstruct.proof.chaos;

import io.agentinstruct.proof.check.Evidence;
import io.agentinstruct.proof.mock.FaultMock;
import io.agentinstruct.proof.mock.FaultPlan;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The endpoint goes away in the middle of all calls and comes back with its ledger; the program
 * walks on by itself. {@code --seeds 200 --kills 5}
 */
final class MockKills implements Experiment {
  private static final long AWAY_MILLIS = 1_500;

  @Override
  public void on(House house, Options options, Report report)
      throws IOException, InterruptedException {
    int seeds = options.number("seeds", 200);
    int kills = options.number("kills", 5);
    report.title("the endpoint goes away %d times, %d seeds".formatted(kills, seeds));
    long stride = (long) seeds * Trial.CALLS_A_SEED / (kills + 1);
    FaultPlan plan = FaultPlan.quiet("constant:20");
    Path folder = house.folder("kills-mock");
    Path ledger = folder.resolve("ledger.jsonl");
    FaultMock mock = FaultMock.start(0, plan, ledger);
    int port = mock.endpoint().getPort();
    Program program =
        new Program(house, folder, mock.endpoint(), Program.Setup.of(seeds, 32, "embedded"));
    Process process = program.start("");
    for (int i = 1; i <= kills; i++) {
      FaultMock living = mock;
      long until = i * stride;
      Trial.await(process, 600, () -> living.calls() >= until);
      mock.close();
      Thread.sleep(AWAY_MILLIS);
      mock = FaultMock.start(port, plan, ledger);
    }
    int end = process.waitFor();
    report.expect(end == 0, "it ends with 0, by itself", end);
    var findings =
        io.agentinstruct.proof.check.Checker.check(
            new Evidence(
                program.workspace(), Program.RUN, mock.visits(), Evidence.Allowed.whole(0)));
    mock.close();
    boolean same = Trial.sha256(program.dataset()).equals(Undisturbed.of(house, seeds));
    report.expect(same, "dataset as undisturbed", Trial.sha256(program.dataset()));
    report.findings(findings);
  }
}
