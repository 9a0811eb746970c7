package io.agentinstruct.starter;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.worker.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks into a workspace without owning it, also while a run goes on. */
record Reading(Path workspace) {

  Store open() {
    if (!Files.exists(workspace.resolve("store.db"))) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no store in "
              + workspace
              + ".\n  --workspace names the folder that runs were made in.");
    }
    System.setProperty("agentinstruct.log", new Workspace(workspace).log().toString());
    return SqliteStore.openToRead(workspace);
  }

  /** The named run, or the newest. */
  Store.Run run(Store store, @Nullable String name) {
    if (name != null) {
      return store
          .run(name)
          .orElseThrow(() ->
              new Complaint(
                  ExitCode.USAGE,
                  "There is no run '"
                      + name
                      + "' in "
                      + workspace
                      + ".\n  `agentinstruct runs` lists them."));
    }
    List<Store.Run> runs = store.runs();
    if (runs.isEmpty()) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no run in " + workspace + " yet.\n  `agentinstruct demo` makes one.");
    }
    return runs.getFirst();
  }
}
