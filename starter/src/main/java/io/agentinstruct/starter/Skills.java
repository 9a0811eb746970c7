package io.agentinstruct.starter;

import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowFolder;
import io.agentinstruct.core.flow.FlowProblem;
import io.agentinstruct.core.flow.Nearest;
import io.agentinstruct.worker.scripted.ScriptedLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The skills at hand: one folder each, below one folder. */
record Skills(Path folder) {

  /** The folder that was named, or else the one that came with the program. */
  static Skills of(Options.OfFlows options) {
    if (options.flows != null) {
      if (!Files.isDirectory(options.flows)) {
        throw new Complaint(
            ExitCode.USAGE,
            "There is no folder "
                + options.flows
                + ".\n  --flows names a folder of skills, one folder each.");
      }
      return new Skills(options.flows);
    }
    String home = System.getProperty("agentinstruct.home", ".");
    return new Skills(Path.of(home, "flows"));
  }

  List<String> names() {
    if (!Files.isDirectory(folder)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder "
              + folder
              + ".\n  Start the program by its launcher, or name the skills' folder with --flows.");
    }
    try (Stream<Path> folders = Files.list(folder)) {
      return folders
          .filter(Files::isDirectory)
          .map(path -> String.valueOf(path.getFileName()))
          .filter(name -> !name.startsWith("_") && !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new Complaint(ExitCode.USAGE, "Cannot read " + folder + ": " + e.getMessage() + ".");
    }
  }

  Path shared() {
    return folder.resolve(FlowFiles.SHARED);
  }

  FlowFiles files(String skill) {
    List<String> names = names();
    if (!names.contains(skill)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no skill '"
              + skill
              + "' in "
              + folder
              + "; "
              + Nearest.remedy(skill, names)
              + "\n  `agentinstruct skills` lists them.");
    }
    return files(folder.resolve(skill));
  }

  /** A flow's files wherever its folder is; shared fragments come from the skills' folder. */
  FlowFiles files(Path flow) {
    if (!Files.isDirectory(flow)) {
      throw new Complaint(
          ExitCode.USAGE,
          "There is no folder "
              + flow
              + ".\n  --flow names the folder of one skill, with its flow.yaml.");
    }
    try {
      return FlowFiles.read(flow, shared());
    } catch (IOException e) {
      throw new Complaint(ExitCode.USAGE, "Cannot read " + flow + ": " + e.getMessage() + ".");
    }
  }

  FlowFolder.Reading read(FlowFiles files) {
    return FlowFolder.read(files, files.name() + "/");
  }

  /** The flow with its overrides, or a complaint that lists every problem. */
  FlowFiles sound(FlowFiles files, Map<String, String> overrides) {
    FlowFiles changed = files.with(overrides);
    List<FlowProblem> problems = read(changed).problems();
    if (problems.isEmpty()) {
      return changed;
    }
    throw new Complaint(
        ExitCode.USAGE,
        "The flow "
            + files.name()
            + " has "
            + (problems.size() == 1 ? "a problem" : problems.size() + " problems")
            + "; nothing was started.\n"
            + lines(problems));
  }

  /** What the scripted teacher has by heart, or a complaint that lists every problem. */
  ScriptedLines scriptedLines() {
    try {
      ScriptedLines.Reading reading = ScriptedLines.ofSkills(folder);
      if (!reading.problems().isEmpty()) {
        throw new Complaint(
            ExitCode.USAGE,
            "The replies of the scripted teacher can't be read; nothing was started.\n"
                + lines(reading.problems()));
      }
      return reading.lines();
    } catch (IOException e) {
      throw new Complaint(ExitCode.USAGE, "Cannot read " + folder + ": " + e.getMessage() + ".");
    }
  }

  /** Every problem of one skill's scripted replies. */
  static List<FlowProblem> replyProblems(Path skill) {
    try {
      return ScriptedLines.ofSkill(skill).problems();
    } catch (IOException e) {
      throw new Complaint(ExitCode.USAGE, "Cannot read " + skill + ": " + e.getMessage() + ".");
    }
  }

  private static String lines(List<FlowProblem> problems) {
    return problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n"));
  }

  Flow flow(String skill) {
    FlowFiles files = files(skill);
    return read(sound(files, Map.of())).flow().orElseThrow();
  }
}
