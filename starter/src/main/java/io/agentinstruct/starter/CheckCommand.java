package io.agentinstruct.starter;

import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowFolder;
import io.agentinstruct.core.flow.FlowProblem;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code check}: every problem of a flow at once. */
@Command(
    name = "check",
    description =
        "Checks skills (default: all) and prints every problem: file, line, fault, remedy.")
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Options.OfFlows options;

  @Parameters(paramLabel = "SKILL", arity = "0..*", description = "Skills to check.")
  private List<String> skills = new ArrayList<>();

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere. May be repeated.")
  private List<Path> folders = new ArrayList<>();

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Skills known = Skills.of(options);
    List<FlowFiles> all = new ArrayList<>();
    List<String> names = skills.isEmpty() && folders.isEmpty() ? known.names() : skills;
    names.forEach(name -> all.add(known.files(name)));
    folders.forEach(folder -> all.add(known.files(folder)));
    List<FlowProblem> replies = new ArrayList<>();
    names.forEach(name -> replies.addAll(Skills.replyProblems(known.folder().resolve(name))));
    folders.forEach(folder -> replies.addAll(Skills.replyProblems(folder)));
    replies.forEach(out::println);
    int problems = replies.size();
    for (FlowFiles files : all) {
      FlowFolder.Reading reading = known.read(files.with(options.overrides()));
      List<FlowProblem> found = reading.problems();
      found.forEach(out::println);
      reading.hints().forEach(hint -> out.println("hint: " + hint));
      problems += found.size();
    }
    out.println(
        problems == 0
            ? all.size() + (all.size() == 1 ? " skill" : " skills") + " checked, no problems"
            : problems + (problems == 1 ? " problem" : " problems"));
    return problems == 0 ? ExitCode.DONE : ExitCode.USAGE;
  }
}
