package io.agentinstruct.starter;

import io.agentinstruct.contracts.RunSetting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that several commands share. */
final class Options {
  private Options() {}

  static final class InWorkspace {
    @Option(
        names = {"-w", "--workspace"},
        paramLabel = "DIR",
        defaultValue = "${env:AGENTINSTRUCT_WORKSPACE:-workspace}",
        description =
            "Folder of the store, the pinned flows and the runs (default: ${DEFAULT-VALUE}).")
    Path workspace;
  }

  static final class OfModel {
    @Option(
        names = "--base-url",
        paramLabel = "URL",
        description = "OpenAI-compatible endpoint (default: OPENAI_BASE_URL, or else OpenAI's).")
    @Nullable String baseUrl;

    @Option(
        names = "--model",
        paramLabel = "NAME",
        description = "Model, as the endpoint names it.")
    @Nullable String model;

    @Option(
        names = "--key",
        paramLabel = "VARIABLE",
        description =
            "Environment variable that holds the key (default: OPENAI_API_KEY). Never the key itself.")
    @Nullable String key;

    @Option(
        names = "--in-flight",
        paramLabel = "N",
        description = "Calls on the wire at once (default: 16).")
    @Nullable Integer inFlight;

    @Option(
        names = "--deadline",
        paramLabel = "TIME",
        description = "Of one call, such as 90s or 5m (default: 120s).")
    @Nullable String deadline;

    @Option(
        names = "--roles",
        paramLabel = "FILE",
        description = "YAML file of roles (teacher, judge): endpoints, limits, prices.")
    @Nullable Path roles;

    @Option(
        names = "--tools",
        paramLabel = "FILE",
        description = "YAML file of tools for agents: web search, pages, MCP servers.")
    @Nullable Path tools;

    /** By the names of the roles file; what was given here outranks it. */
    Map<String, String> teacher() {
      Map<String, String> teacher = new LinkedHashMap<>();
      put(teacher, "base-url", baseUrl);
      put(teacher, "model", model);
      put(teacher, "key", key);
      put(teacher, "in-flight", inFlight);
      put(teacher, "deadline", deadline);
      return teacher;
    }

    Optional<Path> rolesFile() {
      return Optional.ofNullable(roles);
    }

    private static void put(Map<String, String> map, String name, @Nullable Object value) {
      if (value != null) {
        map.put(name, value.toString());
      }
    }
  }

  /** What is wanted of a run from the start; {@code set} changes it later. */
  static final class OfGoal {
    @Option(names = "--rows", paramLabel = "N", description = "Stops once so many rows are kept.")
    @Nullable String rows;

    @Option(
        names = "--budget",
        paramLabel = "AMOUNT",
        description = "Most that the run may cost, such as 12.50; needs prices in the roles file.")
    @Nullable String budget;

    @Option(
        names = "--budget-per-day",
        paramLabel = "AMOUNT",
        description = "Most that all runs of the workspace may cost in one day (UTC).")
    @Nullable String budgetPerDay;

    @Option(
        names = "--patience",
        paramLabel = "TIME",
        description = "Pauses the run when no new row was kept for so long, such as 30m.")
    @Nullable String patience;

    /** By the words of {@link RunSetting}. */
    Map<String, String> wishes() {
      Map<String, String> wishes = new LinkedHashMap<>();
      put(wishes, RunSetting.ROWS, rows);
      put(wishes, RunSetting.BUDGET, budget);
      put(wishes, RunSetting.BUDGET_PER_DAY, budgetPerDay);
      put(wishes, RunSetting.PATIENCE, patience);
      return wishes;
    }

    private static void put(
        Map<String, String> wishes, RunSetting setting, @Nullable String value) {
      if (value != null) {
        setting
            .fault(value)
            .filter(fault -> !value.isEmpty())
            .ifPresent(fault -> {
              throw new Complaint(ExitCode.USAGE, "--" + fault + ".");
            });
        wishes.put(setting.word(), value);
      }
    }
  }

  static final class OfEngine {
    @Option(
        names = "--engine",
        paramLabel = "NAME",
        description =
            "auto, embedded, dev (Temporal CLI with its Web UI) or server (TEMPORAL_ADDRESS; default: auto).")
    @Nullable String engine;

    @Option(
        names = "--port",
        paramLabel = "N",
        description = "Port of the dev server (default: 7233, or any free one).")
    @Nullable Integer port;

    @Option(
        names = "--steps",
        paramLabel = "HOW",
        description =
            "Model calls as normal or local activities, or auto (default): local for fast endpoints.")
    @Nullable String steps;

    String engine(String unless) {
      return engine == null ? unless : engine;
    }

    String steps(String unless) {
      return steps == null ? unless : steps;
    }
  }

  /** Which skills are taught, and how the seeds are spread over them. */
  static final class OfMix {
    @Option(
        names = "--skill",
        paramLabel = "NAME",
        description = "The skill to teach; `agentinstruct skills` lists them.")
    @Nullable String skill;

    @Option(
        names = "--flow",
        paramLabel = "DIR",
        description = "Folder of a skill that lies elsewhere.")
    @Nullable Path flow;

    @Option(
        names = "--skills",
        paramLabel = "MIX",
        description =
            "Several skills and their shares, such as reading-comprehension:2,coding:1; or all. Each seed goes to one that suits it.")
    @Nullable String skills;

    @Option(
        names = "--skills-per-seed",
        paramLabel = "N",
        description = "Skills that a seed goes to at most (default: 1), or all that suit it.")
    @Nullable String perSeed;

    @Option(
        names = "--router",
        description = "Asks the teacher of each seed which of its skills are worth it.")
    boolean router;
  }

  static final class OfFlows {
    @Option(
        names = "--flows",
        paramLabel = "DIR",
        description = "Folder of skills (default: the one that came with the program).")
    @Nullable Path flows;

    @Option(
        names = "--set",
        paramLabel = "KEY=VALUE",
        description =
            "Overrides a number of flow.yaml for this run, such as refine.rounds=1. May be repeated.")
    List<String> settings = new ArrayList<>();

    Map<String, String> overrides() {
      Map<String, String> overrides = new LinkedHashMap<>();
      for (String setting : settings) {
        int equals = setting.indexOf('=');
        if (equals < 1) {
          throw new Complaint(
              ExitCode.USAGE, "--set " + setting + " has no '='.\n  Write --set refine.rounds=1.");
        }
        overrides.put(setting.substring(0, equals).strip(), setting.substring(equals + 1).strip());
      }
      return overrides;
    }
  }

  /** {@code 1h 02m}, {@code 3m 20s}, {@code 12s}. */
  static String words(Duration time) {
    long seconds = Math.max(0, time.toSeconds());
    if (seconds >= 3600) {
      return "%dh %02dm".formatted(seconds / 3600, seconds % 3600 / 60);
    }
    return seconds >= 60 ? "%dm %02ds".formatted(seconds / 60, seconds % 60) : seconds + "s";
  }
}
