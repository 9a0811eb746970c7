package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code unpause}: goes on after {@code pause}. */
@Command(name = "unpause", description = "Goes on with a run that was paused by hand.")
final class UnpauseCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Helm helm = new Helm(where.workspace);
    try (Store store = helm.open()) {
      Store.Run found = helm.run(store, run);
      if (!store.settings(run).containsKey(RunSetting.PAUSED.word())) {
        throw new Complaint(
            ExitCode.USAGE,
            "Run %s is not paused by hand; it is %s%s."
                .formatted(
                    run,
                    found.state(),
                    Helm.isOver(found) || found.state().equals("running")
                        ? ""
                        : ".\n  To go on once the cause is mended: "
                            + helm.commands().resume(run)));
      }
      store.set(run, RunSetting.PAUSED, "");
      Optional<Long> owner = helm.owner();
      if (owner.isPresent()) {
        out.println("%s goes on: process %d heeds it within a second.".formatted(run, owner.get()));
      } else {
        store.setRunState(run, "stopped", "");
        out.println(
            "%s is not paused any more; no process walks it just now.\n  To go on: %s"
                .formatted(run, helm.commands().resume(run)));
      }
    }
    return ExitCode.DONE;
  }
}
