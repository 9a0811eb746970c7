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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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

  @Option(
      names = "--pilot",
      paramLabel = "N",
      defaultValue = "5",
      description = "Seeds of the pilot for each skill, spread over the input (default: 5).")
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

  @Mixin private Options.OfMix mix;
  @Mixin private Options.OfFlows flows;
  @Mixin private Options.OfModel model;
  @Mixin private Options.OfEngine engine;
  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    Teaching teaching = Teaching.of(Skills.of(flows), mix, flows.overrides());
    checkOptions();
    PrintWriter out = spec.commandLine().getOut();
    Launch launch = new Launch(where.workspace, out);
    Map<String, Role> roles = launch.roles(model.rolesFile(), model.teacher());
    Census census = census(teaching);
    if (census.seeds() == 0) {
      throw new Complaint(
          ExitCode.USAGE,
          "None of the %d inputs gives a seed.\n  `agentinstruct run` tells the reason of each; --seeds names others."
              .formatted(census.skipped()));
    }
    Map<String, Forecast> known = forecasts(teaching, census, roles);
    boolean enough =
        census.samples().stream()
            .collect(Collectors.groupingBy(Census.Sampled::skill, Collectors.counting()))
            .entrySet()
            .stream()
            .allMatch(skill ->
                known.containsKey(skill.getKey())
                    && known.get(skill.getKey()).sampleSize() >= skill.getValue());
    if (!enough) {
      int code = pilot(launch, teaching, roles, census);
      if (code != ExitCode.DONE && code != ExitCode.FAILURES) {
        return code;
      }
    }
    Map<String, Forecast> found = enough ? known : forecasts(teaching, census, roles);
    if (found.isEmpty()) {
      throw nothingToGoBy();
    }
    out.println();
    out.print(new Outlook(found, census, rows).text(enough));
    return ExitCode.DONE;
  }

  /** Of each skill that has seeds here and journeys to go by. */
  private Map<String, Forecast> forecasts(
      Teaching teaching, Census census, Map<String, Role> roles) {
    Map<String, Forecast> forecasts = new TreeMap<>();
    teaching
        .files()
        .forEach((name, files) -> {
          Projection input = new Projection(census.seeds(name), census.characters(name));
          if (input.seeds() > 0) {
            Forecast.of(input, roles, walks(files))
                .ifPresent(forecast -> forecasts.put(name, forecast));
          }
        });
    return forecasts;
  }

  private void checkOptions() {
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

  private Census census(Teaching teaching) {
    return Census.of(
        new SeedReading.Settings(
            seeds,
            teaching.maxCharacters(),
            limit > 0 ? Optional.of(limit) : Optional.empty(),
            textField.isEmpty() ? Optional.empty() : Optional.of(textField)),
        pilot,
        Optional.of(teaching.plan()));
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

  private int pilot(Launch launch, Teaching teaching, Map<String, Role> roles, Census census) {
    List<Census.Sampled> sample = census.samples();
    PrintWriter out = spec.commandLine().getOut();
    double calls = 0;
    Optional<Long> most = Optional.of(0L);
    for (Census.Sampled sampled : sample) {
      Flow flow = Objects.requireNonNull(teaching.flows().get(sampled.skill()));
      calls += Effort.of(flow).calls();
      Optional<Long> one = atMost(flow, roles);
      most = most.flatMap(sum -> one.map(more -> sum + more));
    }
    out.println(
        "Pilot: %d of %d seeds, about %.0f calls%s."
            .formatted(
                sample.stream().map(each -> each.seed().id()).distinct().count(),
                census.seeds(),
                calls,
                most.map(sum -> ", about " + Funnel.money(sum) + " at most")
                    .orElse("; what they cost is unknown: no price is configured")));
    out.flush();
    String run = RunCommand.newName("estimate-" + teaching.label());
    List<Store.SeedEntry> entries = entries(sample);
    RunSpec runSpec =
        new RunSpec(
                seeds,
                teaching.versions(),
                randomSeed,
                entries.size(),
                textField,
                teaching.maxCharacters(),
                engine.engine("embedded"),
                engine.steps("auto"),
                model.teacher())
            .with(teaching.mix());
    List<String> texts =
        sample.stream().map(Census.Sampled::seed).map(Seed::text).distinct().toList();
    return launch.begin(
        run,
        runSpec,
        teaching.files(),
        model,
        engine,
        store -> {
          store.addSeeds(run, entries, texts);
          store.setReadingDone(run);
          if (budget != null) {
            store.set(run, RunSetting.BUDGET, budget.toPlainString());
          }
        });
  }

  /** With the places that the run will give them, so that the run will ask the same. */
  private static List<Store.SeedEntry> entries(List<Census.Sampled> sample) {
    Map<String, List<Census.Sampled>> bySeed =
        sample.stream()
            .collect(
                Collectors.groupingBy(
                    each -> each.seed().id(), LinkedHashMap::new, Collectors.toList()));
    List<Store.SeedEntry> entries = new ArrayList<>();
    for (List<Census.Sampled> of : bySeed.values()) {
      Seed seed = of.getFirst().seed();
      entries.add(
          new Store.SeedEntry(
              entries.size(),
              seed.id(),
              Digest.of(seed.text()),
              seed.source(),
              of.stream().map(Census.Sampled::skill).toList(),
              of.stream().map(Census.Sampled::place).toList()));
    }
    return entries;
  }

  /**
   * Millionths of the currency unit of one journey if every call were the longest that the flow can
   * make; absent where a role has no price.
   */
  private static Optional<Long> atMost(Flow flow, Map<String, Role> roles) {
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
    return Optional.of((long) ((double) dearest * Effort.of(flow).calls()));
  }

  private Complaint nothingToGoBy() {
    return new Complaint(
        ExitCode.PAUSED,
        "The pilot gives nothing to go by: all that it asked had been asked in earlier runs of "
            + where.workspace
            + ", or none of its journeys came to an end.\n  Name a new folder with --workspace, or more seeds with --pilot.");
  }
}
