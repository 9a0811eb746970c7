package io.agentinstruct.starter;

import io.agentinstruct.activities.seed.Census;
import io.agentinstruct.activities.seed.SeedReading;
import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Effort;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.worker.estimate.Forecast;
import io.agentinstruct.worker.estimate.Projection;
import io.agentinstruct.worker.preflight.Sizes;
import io.agentinstruct.worker.run.RunSpec;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code estimate}: what a run will take and give, before it is paid for. */
@Command(
    name = "estimate",
    description =
        "Says what a run would take: calls, tokens, cost, time and rows, from earlier runs or a small paid pilot.")
final class EstimateCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--seeds",
      paramLabel = "PATH",
      required = true,
      arity = "1..*",
      description = "As for run; all of them are counted.")
  private List<String> seeds = new ArrayList<>();

  @Option(names = "--skill", paramLabel = "NAME", description = "The skill to teach.")
  private @Nullable String skill;

  @Option(
      names = "--flow",
      paramLabel = "DIR",
      description = "Folder of a skill that lies elsewhere.")
  private @Nullable Path flow;

  @Option(
      names = "--pilot",
      paramLabel = "N",
      defaultValue = "5",
      description = "Seeds of the pilot, spread over the input (default: 5).")
  private int pilot;

  @Option(
      names = "--budget",
      paramLabel = "AMOUNT",
      description = "Most that the pilot may cost, in the currency of the prices.")
  private @Nullable BigDecimal budget;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "0",
      description = "Also says how many seeds so many kept rows take.")
  private long rows;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "0",
      description = "Seeds read at most; 0 (default) = all.")
  private int limit;

  @Option(
      names = "--random-seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "As the run will have it (default: 1).")
  private long randomSeed;

  @Option(
      names = "--text-field",
      paramLabel = "NAME",
      defaultValue = "",
      description = "Field of the text in JSONL and CSV.")
  private String textField = "";

  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    checkOptions();
    Skills skills = Skills.of(flows);
    FlowFiles files =
        skills.sound(
            flow != null ? skills.files(flow) : skills.files(String.valueOf(skill)),
            flows.overrides());
    Flow read = skills.read(files).flow().orElseThrow();
    PrintWriter out = spec.commandLine().getOut();
    Launch launch = new Launch(where.workspace, out);
    Map<String, Role> roles = launch.roles(model.rolesFile(), model.teacher());
    Census census = census(read);
    if (census.seeds() == 0) {
      throw new Complaint(
          ExitCode.USAGE,
          "None of the %d inputs gives a seed.\n  `agentinstruct run` tells the reason of each; --seeds names others."
              .formatted(census.skipped()));
    }
    Projection input = new Projection(census.seeds(), census.characters());
    Optional<Forecast> known =
        Forecast.of(input, roles, walks(files))
            .filter(forecast -> forecast.sampleSize() >= census.sample().size());
    if (known.isEmpty()) {
      int code = pilot(launch, files, read, roles, census);
      if (code != ExitCode.DONE && code != ExitCode.FAILURES) {
        return code;
      }
    }
    Forecast forecast =
        known.or(() -> Forecast.of(input, roles, walks(files))).orElseThrow(this::nothingToGoBy);
    out.println();
    out.print(new Outlook(forecast, census, rows).text(known.isPresent()));
    return ExitCode.DONE;
  }

  private void checkOptions() {
    if ((skill == null) == (flow == null)) {
      throw new Complaint(
          ExitCode.USAGE,
          "Name one skill: --skill NAME, or --flow DIR.\n  `agentinstruct skills` lists the skills.");
    }
    RunCommand.checkEngine(engine);
    if (pilot < 1 || pilot > 1000) {
      throw new Complaint(
          ExitCode.USAGE,
          "--pilot is %d; write a number of seeds from 1 to 1000.".formatted(pilot));
    }
    if (budget != null && budget.signum() <= 0) {
      throw new Complaint(
          ExitCode.USAGE, "--budget is %s; write an amount such as 0.50.".formatted(budget));
    }
  }

  private Census census(Flow read) {
    return Census.of(
        new SeedReading.Settings(
            seeds,
            read.settings().maxCharacters(),
            limit > 0 ? Optional.of(limit) : Optional.empty(),
            textField.isEmpty() ? Optional.empty() : Optional.of(textField)),
        pilot);
  }

  /** What was walked in the workspace by this version of the flow; none where there is no store. */
  private List<Store.Walk> walks(FlowFiles files) {
    if (!Files.exists(where.workspace.resolve(SqliteStore.FILE))) {
      return List.of();
    }
    try (Store store = new Reading(where.workspace).open()) {
      return store.walks(files.name(), files.version());
    }
  }

  private int pilot(
      Launch launch, FlowFiles files, Flow read, Map<String, Role> roles, Census census) {
    List<Seed> sample = census.sample();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        "Pilot: %d of %d seeds, about %.0f calls%s."
            .formatted(
                sample.size(),
                census.seeds(),
                Effort.of(read).calls() * sample.size(),
                atMost(read, roles, sample.size())
                    .map(most -> ", about " + Funnel.money(most) + " at most")
                    .orElse("; what they cost is unknown: no price is configured")));
    out.flush();
    String run = RunCommand.newName("estimate-" + files.name());
    RunSpec runSpec =
        new RunSpec(
            seeds,
            Map.of(files.name(), files.version()),
            randomSeed,
            sample.size(),
            textField,
            read.settings().maxCharacters(),
            engine.engine("embedded"),
            engine.steps("auto"),
            model.teacher());
    return launch.begin(
        run,
        runSpec,
        Map.of(files.name(), files),
        model,
        engine,
        store -> {
          store.addSeeds(run, entries(sample), sample.stream().map(Seed::text).toList());
          store.setReadingDone(run);
          if (budget != null) {
            store.set(run, RunSetting.BUDGET, budget.toPlainString());
          }
        });
  }

  private static List<Store.SeedEntry> entries(List<Seed> sample) {
    List<Store.SeedEntry> entries = new ArrayList<>();
    for (Seed seed : sample) {
      entries.add(
          new Store.SeedEntry(entries.size(), seed.id(), Digest.of(seed.text()), seed.source()));
    }
    return entries;
  }

  /**
   * Millionths of the currency unit if every call were the longest that the flow can make; absent
   * where a role has no price.
   */
  private static Optional<Long> atMost(Flow flow, Map<String, Role> roles, int seeds) {
    long dearest = 0;
    for (var agent : flow.agents()) {
      Role role = roles.get(agent.role());
      if (agent.identity() || role == null) {
        continue;
      }
      if (role.price().isEmpty()) {
        return Optional.empty();
      }
      for (var prompt : agent.steps()) {
        long tokens = Sizes.promptTokens(flow, prompt);
        dearest = Math.max(dearest, role.price().get().micros(tokens, 0, prompt.maxTokens()));
      }
    }
    return Optional.of((long) ((double) dearest * Effort.of(flow).calls() * seeds));
  }

  private Complaint nothingToGoBy() {
    return new Complaint(
        ExitCode.PAUSED,
        "The pilot gives nothing to go by: all that it asked had been asked in earlier runs of "
            + where.workspace
            + ", or none of its journeys came to an end.\n  Name a new folder with --workspace, or more seeds with --pilot.");
  }
}
