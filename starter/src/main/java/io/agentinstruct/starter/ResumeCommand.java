package io.agentinstruct.starter;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code resume}: goes on after any end. */
@Command(
    name = "resume",
    description = "Goes on with a run after Ctrl-C, a pause or a crash; pays for nothing twice.")
final class ResumeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "RUN", description = "Name of the run; `agentinstruct runs` lists them.")
  private String run = "";

  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    RunCommand.checkEngine(engine);
    return new Launch(where.workspace, spec.commandLine().getOut()).resume(run, model, engine);
  }
}
