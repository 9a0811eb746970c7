package io.agentinstruct.starter;

import io.agentinstruct.activities.tool.ToolTrouble;
import io.agentinstruct.activities.tool.ToolsFile;
import io.agentinstruct.worker.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files that a run was begun with, kept in its folder: it goes on without them being named. */
record RunFiles(Workspace workspace) {
  private static final String ROLES = "roles.yaml";
  private static final String TOOLS = "tools.yaml";

  void keep(String run, Options.OfModel model) throws IOException {
    Files.createDirectories(workspace.run(run));
    keep(run, model.roles, ROLES);
    keep(run, model.tools, TOOLS);
  }

  private void keep(String run, @Nullable Path file, String name) throws IOException {
    if (file != null) {
      Files.copy(file, workspace.run(run).resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** The roles file named now, or else the one that the run was begun with. */
  Optional<Path> roles(String run, Options.OfModel model) {
    return model.rolesFile().or(() -> kept(run, ROLES));
  }

  /** What is configured of tools for agents, likewise. */
  ToolsFile tools(String run, Options.OfModel model, Map<String, String> env) {
    Optional<Path> file = Optional.ofNullable(model.tools).or(() -> kept(run, TOOLS));
    try {
      return file.map(path -> ToolsFile.read(path, env)).orElse(ToolsFile.NONE);
    } catch (ToolTrouble e) {
      throw new Complaint(ExitCode.CONFIG, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Path> kept(String run, String name) {
    return Optional.of(workspace.run(run).resolve(name)).filter(Files::exists);
  }
}
