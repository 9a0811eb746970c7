package io.agentinstruct.starter;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.worker.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Steers a workspace's runs from beside: whoever walks them, or nobody. */
record Helm(Path workspace) {
  private static final List<String> OVER = List.of("done", "done-with-failures", "cancelled");

  Store open() {
    if (!Files.exists(workspace.resolve(SqliteStore.FILE))) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no store in "
              + workspace
              + ".\n  --workspace names the folder that runs were made in.");
    }
    System.setProperty("agentinstruct.log", new Workspace(workspace).log().toString());
    return SqliteStore.openToSteer(workspace);
  }

  Store.Run run(Store store, String name) {
    return new Reading(workspace).run(store, name);
  }

  /** Process that owns the workspace; empty = none is alive. */
  Optional<Long> owner() {
    return SqliteStore.owner(workspace);
  }

  Commands commands() {
    return new Commands(workspace);
  }

  /** What a person gave as {@code --why}, fit to be kept; a blank one is "by hand". */
  static String reason(RunSetting setting, String why) {
    String reason = why.isBlank() ? "by hand" : why.strip();
    setting
        .fault(reason)
        .ifPresent(fault -> {
          throw new Complaint(ExitCode.USAGE, "--why: " + fault + ".");
        });
    return reason;
  }

  static boolean isOver(Store.Run run) {
    return OVER.contains(run.state());
  }

  /** Who heeds a wish, and when. */
  String heeding(Store.Run run) {
    if (isOver(run)) {
      return "The run is "
          + run.state()
          + "; it counts when the run goes on: "
          + commands().resume(run.id());
    }
    return owner()
        .map(pid -> "Process " + pid + " has the workspace; it heeds this within a second.")
        .orElse(
            "No process walks the run just now; it counts when one does: "
                + commands().resume(run.id()));
  }
}
