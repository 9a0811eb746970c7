package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.DatasetFile;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.worker.Workspace;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code cancel}: a run is given up; what is finished stays. */
@Command(
    name = "cancel",
    description = "Gives a run up: nothing more is sent; rows that are finished stay.")
final class CancelCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Option(
      names = "--why",
      paramLabel = "REASON",
      defaultValue = "by hand",
      description = "Stands behind the run from then on (default: ${DEFAULT-VALUE}).")
  private String why = "";

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Helm helm = new Helm(where.workspace);
    String reason = Helm.reason(RunSetting.CANCELLED, why);
    try (Store store = helm.open()) {
      Store.Run found = helm.run(store, run);
      if (Helm.isOver(found)) {
        throw new Complaint(
            ExitCode.USAGE,
            "Run %s is %s: there is nothing to cancel.".formatted(run, found.state()));
      }
      store.set(run, RunSetting.CANCELLED, reason);
      Optional<Long> owner = helm.owner();
      if (owner.isPresent()) {
        out.println(
            "Cancelling %s: process %d sends nothing more within two seconds and writes the dataset."
                .formatted(run, owner.get()));
      } else {
        store.setRunState(run, "cancelled", reason);
        DatasetFile.Manifest manifest =
            new DatasetFile(store, new Workspace(where.workspace).runs()).publish(run);
        out.println(
            "Cancelled %s; no process walked it. Its %d finished rows stay, in %s."
                .formatted(
                    run,
                    manifest.rows(),
                    new Workspace(where.workspace).run(run).resolve(DatasetFile.DATASET)));
      }
      out.println("  If you change your mind: " + helm.commands().resume(run));
    }
    return ExitCode.DONE;
  }
}
