package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.Rows;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.worker.run.RunSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code try}: one seed with the configured model, every stage printed; for those who write
 * prompts.
 */
@Command(
    name = "try",
    description =
        "Sends one seed through a skill with the configured model and prints every stage.")
final class TryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SKILL",
      arity = "0..1",
      description = "The skill; or name a folder with --flow.")
  private @Nullable String skill;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere.")
  private @Nullable Path flow;

  @Option(
      names = "--seed",
      paramLabel = "FILE",
      required = true,
      description = "The document; its first part is tried.")
  private String seed = "";

  @Option(
      names = "--random-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another number picks other agents.")
  private long randomSeed;

  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfModel model;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    if ((skill == null) == (flow == null)) {
      throw new Complaint(
          ExitCode.USAGE,
          "Name one skill: `try NAME --seed FILE`, or --flow DIR.\n  `agentinstruct skills` lists the skills.");
    }
    PrintWriter out = spec.commandLine().getOut();
    Skills skills = Skills.of(flows);
    FlowFiles files =
        skills.sound(
            flow != null ? skills.files(flow) : skills.files(String.valueOf(skill)),
            flows.overrides());
    int maxCharacters = skills.read(files).flow().orElseThrow().settings().maxCharacters();
    String run = RunCommand.newName("try-" + files.name());
    RunSpec runSpec =
        new RunSpec(
            List.of(seed),
            Map.of(files.name(), files.version()),
            randomSeed,
            1,
            "",
            maxCharacters,
            "embedded",
            "local",
            model.teacher());
    int code =
        new Launch(where.workspace, out)
            .begin(run, runSpec, Map.of(files.name(), files), model, new Options.OfEngine());
    try (Store store = new Reading(where.workspace).open()) {
      print(store, run, out);
    }
    return code;
  }

  private static void print(Store store, String run, PrintWriter out) {
    Rows rows = new Rows(store);
    Set<String> told = new HashSet<>();
    store.keptRows(
        run,
        kept -> {
          for (Rows.Step step : rows.family(kept).steps()) {
            if (told.add(step.digest())) {
              ShowCommand.print(step.piece(), out);
            }
          }
        });
    for (Store.JourneyEnd journey : store.journeys(run, null)) {
      for (Outcome outcome : store.outcomes(run, journey.seed())) {
        if (outcome instanceof Outcome.Dropped dropped) {
          String instruction = dropped.instruction();
          if (instruction != null && told.add(instruction)) {
            Piece piece = rows.piece(instruction);
            ShowCommand.print(piece, out);
          }
          out.println();
          out.println(
              ShowCommand.safe(
                  "dropped: "
                      + dropped.lineage()
                      + "\n  by "
                      + dropped.agent()
                      + ", "
                      + dropped.reason()
                      + ": "
                      + dropped.detail()));
        }
      }
    }
  }
}
