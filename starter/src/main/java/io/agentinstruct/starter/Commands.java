package io.agentinstruct.starter;

import java.nio.file.Path;

/** Commands as a person would have to type them, for the workspace at hand. */
record Commands(Path workspace) {
  String resume(String run) {
    return of("resume " + run);
  }

  String unpause(String run) {
    return of("unpause " + run);
  }

  String status(String run) {
    return of("status " + run);
  }

  /** Another setting first, then on with it. */
  String setAndResume(String run, String setting) {
    return of("set " + run + " " + setting + "=...") + " && " + resume(run);
  }

  private String of(String words) {
    String folder = workspace.toString();
    String quoted = folder.matches("[A-Za-z0-9/._+@:-]+") ? folder : "'" + folder + "'";
    return "agentinstruct " + words + (folder.equals("workspace") ? "" : " --workspace " + quoted);
  }
}
