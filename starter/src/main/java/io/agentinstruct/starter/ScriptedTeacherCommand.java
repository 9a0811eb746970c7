package io.agentinstruct.starter;

import io.agentinstruct.worker.scripted.ScriptedLines;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code scripted-teacher}: the demo's teacher by itself, for trying things that end the program.
 */
@Command(
    name = "scripted-teacher",
    description =
        "Serves the demo's scripted teacher until Ctrl-C, then says how many calls it answered.")
final class ScriptedTeacherCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      defaultValue = "0",
      description = "Default: any free one.")
  private int port;

  @Option(
      names = "--flows",
      paramLabel = "DIR",
      description =
          "Folder of skills whose scripted replies are said where they fit (default: the one that came with the program).")
  private @Nullable Path flows;

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch end = new CountDownLatch(1);
    Options.OfFlows folder = new Options.OfFlows();
    folder.flows = flows;
    ScriptedLines lines = Skills.of(folder).scriptedLines();
    try (ScriptedTeacher teacher = ScriptedTeacher.start(port, lines)) {
      out.println("READY " + teacher.endpoint() + " model=scripted-teacher");
      out.flush();
      Interrupts.handle(end::countDown, () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED));
      end.await();
      out.println(teacher.calls() + " calls answered");
    }
    return ExitCode.DONE;
  }
}
