package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code worker}: goes on with whatever is unfinished in a workspace, for as long as it stands. */
@Command(
    name = "worker",
    description =
        "Stays up and walks what others leave in the workspace: unfinished runs, and those of `run --detach`.")
final class WorkerCommand implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofSeconds(2);
  private static final List<String> UNFINISHED = List.of("running", "stopped", "waiting");

  @Spec private CommandSpec spec;

  @Option(names = "--once", description = "Ends when nothing is left to do.")
  private boolean once;

  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() throws InterruptedException {
    RunCommand.checkEngine(engine);
    PrintWriter out = spec.commandLine().getOut();
    Launch launch = new Launch(where.workspace, out);
    Set<String> tried = new HashSet<>();
    int worst = ExitCode.DONE;
    out.println("worker of " + where.workspace + ", engine " + engine.engine("as each run asks"));
    out.flush();
    while (true) {
      List<String> open = unfinished(launch).stream().filter(tried::add).toList();
      for (String run : open) {
        int code = walked(launch, run, out);
        worst = Math.max(worst, code);
        if (code == ExitCode.INTERRUPTED) {
          return code;
        }
      }
      if (open.isEmpty() && once) {
        return worst;
      }
      Runnable end = () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      Interrupts.handle(end, end); // nothing is on the wire
      Thread.sleep(LOOK);
    }
  }

  /** One run's trouble is no reason to leave the others. */
  private int walked(Launch launch, String run, PrintWriter out) {
    try {
      return launch.walkOn(run, model, engine, store -> {});
    } catch (Complaint complaint) {
      out.println("run " + run + " waits: " + complaint.getMessage());
      return complaint.exitCode();
    }
  }

  private static List<String> unfinished(Launch launch) {
    try (Store store = launch.open()) {
      launch.takeWaiting(store);
      return store.runs().reversed().stream()
          .filter(run -> UNFINISHED.contains(run.state()))
          .map(Store.Run::id)
          .toList();
    }
  }
}
