package io.agentinstruct.starter;

import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.routing.Mix;
import io.agentinstruct.core.routing.Plan;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The skills that a command was asked for, read and found to be in order.
 *
 * @param label for the name of a run
 * @param files by skill
 * @param flows by skill
 */
record Teaching(String label, Map<String, FlowFiles> files, Map<String, Flow> flows, Mix mix) {
  private static final String ALL = "all";
  private static final int MOST = 1000;

  /**
   * @throws Complaint with what to write instead
   */
  static Teaching of(Skills skills, Options.OfMix asked, Map<String, String> overrides) {
    long ways =
        List.of(asked.skill != null, asked.flow != null, asked.skills != null).stream()
            .filter(way -> way)
            .count();
    if (ways != 1) {
      throw new Complaint(
          ExitCode.USAGE,
          "Name one skill: --skill NAME, or --flow DIR; or several: --skills all, or --skills reading-comprehension:2,coding:1.\n  `agentinstruct skills` lists the skills.");
    }
    if (asked.skills == null) {
      FlowFiles files =
          asked.flow != null ? skills.files(asked.flow) : skills.files(String.valueOf(asked.skill));
      if (asked.perSeed != null) {
        throw new Complaint(
            ExitCode.USAGE, "--skills-per-seed goes with --skills, which names several skills.");
      }
      return read(skills, List.of(files), overrides, new Mix(Map.of(), 0, Map.of(), asked.router));
    }
    Map<String, Integer> weights = weights(skills, asked.skills);
    Mix mix = new Mix(weights, perSeed(asked.perSeed), Map.of(), asked.router);
    return read(skills, weights.keySet().stream().map(skills::files).toList(), overrides, mix);
  }

  private static Teaching read(
      Skills skills, List<FlowFiles> folders, Map<String, String> overrides, Mix mix) {
    Map<String, FlowFiles> files = new TreeMap<>();
    Map<String, Flow> flows = new TreeMap<>();
    for (FlowFiles folder : folders) {
      FlowFiles sound = skills.sound(folder, overrides);
      files.put(sound.name(), sound);
      flows.put(sound.name(), skills.read(sound).flow().orElseThrow());
    }
    String label = files.size() == 1 ? folders.getFirst().name() : "mix";
    return new Teaching(label, files, flows, mix);
  }

  /** {@code all}, or names with commas between them, each with a weight or of weight 1. */
  private static Map<String, Integer> weights(Skills skills, String asked) {
    if (asked.strip().equals(ALL)) {
      return skills.names().stream().collect(Collectors.toMap(name -> name, name -> 1));
    }
    Map<String, Integer> weights = new LinkedHashMap<>();
    for (String part : asked.split(",", -1)) {
      String[] pair = part.strip().split(":", 2);
      String name = pair[0].strip();
      if (name.isEmpty() || name.equals(ALL)) {
        throw new Complaint(
            ExitCode.USAGE,
            "--skills %s names no skill at '%s'.%n  Write --skills all, or names such as reading-comprehension:2,coding:1."
                .formatted(asked, part));
      }
      var _ = skills.files(name); // complains of a name that there is not
      if (weights.put(name, weight(asked, pair)) != null) {
        throw new Complaint(
            ExitCode.USAGE, "--skills %s names %s twice; write it once.".formatted(asked, name));
      }
    }
    return weights;
  }

  private static int weight(String asked, String[] pair) {
    if (pair.length == 1) {
      return 1;
    }
    String written = pair[1].strip();
    if (!written.matches("\\d{1,4}") || Integer.parseInt(written) > MOST) {
      throw new Complaint(
          ExitCode.USAGE,
          "--skills %s gives %s the weight '%s'; write a whole number from 0 to %d (0 = only records that name the skill)."
              .formatted(asked, pair[0].strip(), written, MOST));
    }
    return Integer.parseInt(written);
  }

  private static int perSeed(@Nullable String written) {
    if (written == null) {
      return 1;
    }
    if (written.equals(ALL)) {
      return 0;
    }
    if (!written.matches("[1-9]\\d{0,2}")) {
      throw new Complaint(
          ExitCode.USAGE,
          "--skills-per-seed is '%s'; write a whole number from 1 on, or all.".formatted(written));
    }
    return Integer.parseInt(written);
  }

  /** The same with seeds of some inputs sent to skills by the inputs' names. */
  Teaching pinned(Map<String, String> pins) {
    return new Teaching(
        label, files, flows, new Mix(mix.weights(), mix.perSeed(), pins, mix.router()));
  }

  /** Skill to the version that a run pins. */
  Map<String, String> versions() {
    Map<String, String> versions = new TreeMap<>();
    files.forEach((name, flow) -> versions.put(name, flow.version()));
    return versions;
  }

  /** The plan of a run, from its first seed on. */
  Plan plan() {
    Map<String, FlowSettings> settings = new TreeMap<>();
    flows.forEach((name, flow) -> settings.put(name, flow.settings()));
    return new Plan(mix, settings);
  }

  /** So short that no part of a split document is too long for any of the skills. */
  int maxCharacters() {
    return flows.values().stream()
        .mapToInt(flow -> flow.settings().maxCharacters())
        .min()
        .orElseThrow();
  }
}
