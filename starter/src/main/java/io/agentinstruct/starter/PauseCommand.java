package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code pause}: nothing more is sent until {@code unpause}. */
@Command(
    name = "pause",
    description = "Pauses a run: calls on the wire end, nothing more is sent until `unpause`.")
final class PauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Option(
      names = "--why",
      paramLabel = "REASON",
      defaultValue = "by hand",
      description = "Stands behind the run while it is paused (default: ${DEFAULT-VALUE}).")
  private String why = "";

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Helm helm = new Helm(where.workspace);
    try (Store store = helm.open()) {
      Store.Run found = helm.run(store, run);
      if (Helm.isOver(found)) {
        throw new Complaint(
            ExitCode.USAGE,
            "Run %s is %s: there is nothing to pause.".formatted(run, found.state()));
      }
      String reason = Helm.reason(RunSetting.PAUSED, why);
      store.set(run, RunSetting.PAUSED, reason);
      String waits = Waiting.words(store.figures(run));
      Optional<Long> owner = helm.owner();
      if (owner.isPresent()) {
        out.println(
            "Pausing %s: process %d heeds it within a second; calls on the wire end."
                .formatted(run, owner.get()));
        out.println("  " + waits + ".\n  To go on: " + helm.commands().unpause(run));
      } else {
        String goOn = helm.commands().resume(run);
        store.setRunState(run, "paused", reason + ". " + waits + ". To go on: " + goOn);
        out.println("Paused %s; no process walks it just now.".formatted(run));
        out.println("  " + waits + ".\n  To go on: " + goOn);
      }
    }
    return ExitCode.DONE;
  }
}
