package io.agentinstruct.starter;

import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.Evidence;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFolder;
import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.flow.Stage;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.SortedMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code skills}: what can be taught. */
@Command(
    name = "skills",
    description = "Lists the skills; `skills show NAME` shows one, `skills new NAME` begins one.")
final class SkillsCommand implements Runnable {
  @Spec private CommandSpec spec;
  @Mixin private Options.OfFlows options;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Skills skills = Skills.of(options);
    out.println(
        "%-28s %5s %9s %8s %6s %7s  %s"
            .formatted("skill", "", "transform", "instruct", "refine", "judge", "about"));
    for (String name : skills.names()) {
      FlowFolder.Reading reading = skills.read(skills.files(name));
      if (reading.flow().isEmpty()) {
        out.println(
            "%-28s       %d problems; see `agentinstruct check %s`"
                .formatted(name, reading.problems().size(), name));
        continue;
      }
      Flow flow = reading.flow().get();
      out.println(
          "%-28s %5s %9d %8d %6d %7d  %s"
              .formatted(
                  name,
                  flow.settings().evidence() == Evidence.PAPER ? "paper" : "ours",
                  flow.at(Stage.TRANSFORM).size(),
                  flow.at(Stage.INSTRUCT).size(),
                  flow.at(Stage.REFINE).size() / 2,
                  flow.at(Stage.JUDGE).size(),
                  flow.settings().about()));
    }
  }

  @Command(name = "show", description = "Shows one skill: its numbers and all its agents.")
  int show(@Parameters(paramLabel = "NAME", description = "The skill.") String name) {
    PrintWriter out = spec.commandLine().getOut();
    Flow flow = Skills.of(options).flow(name);
    FlowSettings settings = flow.settings();
    out.println(settings.title() + " (" + name + ")");
    out.println(settings.about());
    out.println();
    out.println("version      " + flow.version());
    out.println(
        "in the paper "
            + (settings.evidence() == Evidence.PAPER
                ? "documented"
                : "named only; this is our reconstruction"));
    out.println(
        "seeds        "
            + String.join(", ", settings.kinds())
            + ", at least "
            + settings.minCharacters()
            + " characters");
    out.println(
        "per seed     "
            + number(settings.transformPick())
            + " transformation, then "
            + number(settings.instructPick())
            + " instruct agents with "
            + settings.items()
            + " instructions each");
    out.println(
        "refinement   "
            + settings.rounds()
            + " rounds, "
            + number(settings.refinePick())
            + " pair and "
            + settings.suggestions()
            + " suggestions each; parents "
            + (settings.keepParents() ? "kept" : "replaced"));
    out.println("checks       " + String.join(", ", settings.checks()));
    for (Stage stage : Stage.values()) {
      out.println();
      out.println(stage.folder());
      for (Agent agent : flow.at(stage)) {
        String format = agent.format().map(f -> " [" + f.word() + "]").orElse("");
        String evidence = agent.evidence().name().toLowerCase(Locale.ROOT);
        out.println("  %-24s %-13s %s%s".formatted(agent.name(), evidence, agent.about(), format));
      }
    }
    return ExitCode.DONE;
  }

  @Command(name = "new", description = "Writes a small whole skill to begin with.")
  int begin(
      @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and '-'.")
          String name,
      @Option(
              names = "--dir",
              paramLabel = "DIR",
              defaultValue = ".",
              description = "Where its folder is put (default: here).")
          Path dir) {
    PrintWriter out = spec.commandLine().getOut();
    NewFolder folder = NewFolder.named(name, dir);
    SortedMap<String, String> texts = SkillTemplate.ofTheProgram().texts(name);
    folder.write(texts);
    out.println("Wrote " + folder.path() + ":");
    texts.keySet().forEach(path -> out.println("  " + path));
    out.println("Each file is an agent. Edit them, add some, and:");
    out.println("  agentinstruct check --flow " + folder.path());
    out.println("  agentinstruct demo --flow " + folder.path());
    out.println("  agentinstruct try --flow " + folder.path() + " --seed FILE --model NAME");
    return ExitCode.DONE;
  }

  private static String number(int pick) {
    return pick == FlowSettings.ALL ? "all" : String.valueOf(pick);
  }
}
