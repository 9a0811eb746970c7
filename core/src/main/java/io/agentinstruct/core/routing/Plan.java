package io.agentinstruct.core.routing;

import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.flow.Suitability;
import io.agentinstruct.core.seed.Seed;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Sends seeds to skills as they are read: each to the suitable skill that is furthest behind its
 * share. So the seeds of a run that stops anywhere are spread by the weights as well as their kinds
 * allow. The same seeds in the same order are always sent the same ways.
 */
public final class Plan {
  private final Mix mix;
  private final Map<String, FlowSettings> skills;
  private final Map<String, Integer> sent = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();

  /**
   * @param skills of the run, by name
   */
  public Plan(Mix mix, Map<String, FlowSettings> skills) {
    this.mix = mix;
    this.skills = new TreeMap<>(skills);
  }

  /**
   * Sends the next seed.
   *
   * @param input name of the input that it was read from
   * @param wanted skills that it names itself
   */
  public Assignment next(Seed seed, String input, List<String> wanted) {
    Map<String, String> against = new LinkedHashMap<>();
    skills.forEach((name, settings) ->
        Suitability.against(settings, seed).ifPresent(reason -> against.put(name, reason)));
    List<String> pinned = pinned(input);
    if (!pinned.isEmpty()) {
      return byThemselves(pinned);
    }
    List<String> chosen;
    if (!wanted.isEmpty()) {
      chosen = skills.keySet().stream().filter(wanted::contains).toList();
      if (chosen.isEmpty()) {
        return nowhere("wants " + String.join(", ", wanted) + ", which this run does not teach");
      }
    } else if (mix.selects()) {
      chosen = furthestBehind(against.keySet());
      if (chosen.isEmpty()) {
        return nowhere(reasons(against));
      }
    } else {
      chosen = List.copyOf(skills.keySet());
    }
    return sent(chosen, against.keySet());
  }

  /** Their ways are to be the same whatever else is read, so they take nobody's turn. */
  private Assignment byThemselves(List<String> pinned) {
    pinned.forEach(skill -> sent.merge(skill, 1, Integer::sum));
    return new Assignment(pinned, List.of(), "");
  }

  private List<String> pinned(String input) {
    return mix.pins().entrySet().stream()
        .filter(pin -> input.startsWith(pin.getKey()))
        .map(Map.Entry::getValue)
        .filter(skills::containsKey)
        .distinct()
        .sorted()
        .toList();
  }

  private List<String> furthestBehind(Collection<String> unsuitable) {
    List<String> suitable =
        skills.keySet().stream()
            .filter(name -> !unsuitable.contains(name))
            .filter(name -> weight(name) > 0)
            .toList();
    if (mix.perSeed() == 0 || mix.perSeed() >= suitable.size()) {
      return suitable;
    }
    return suitable.stream()
        .sorted(Comparator.comparingDouble(this::share).thenComparing(Comparator.naturalOrder()))
        .limit(mix.perSeed())
        .sorted()
        .toList();
  }

  private int weight(String skill) {
    return mix.weights().getOrDefault(skill, 0);
  }

  /** By Webster's rule: of what a skill would have with half a seed more. */
  private double share(String skill) {
    return (sent.getOrDefault(skill, 0) + 0.5) / weight(skill);
  }

  private Assignment sent(List<String> chosen, Collection<String> unsuitable) {
    List<Integer> at = new ArrayList<>();
    for (String skill : chosen) {
      at.add(places.getOrDefault(skill, 0));
      sent.merge(skill, 1, Integer::sum);
      if (!unsuitable.contains(skill)) { // what a flow will decline takes nobody's turn
        places.merge(skill, 1, Integer::sum);
      }
    }
    return new Assignment(chosen, at, "");
  }

  private static Assignment nowhere(String reason) {
    return new Assignment(List.of(), List.of(), reason);
  }

  /** Skills that say no for the same reason stand together. */
  private static String reasons(Map<String, String> against) {
    Map<String, List<String>> byReason = new LinkedHashMap<>();
    against.forEach(
        (skill, reason) -> byReason.computeIfAbsent(reason, r -> new ArrayList<>()).add(skill));
    List<String> told = new ArrayList<>();
    byReason.forEach((reason, names) -> told.add(String.join(", ", names) + ": " + reason));
    return told.isEmpty()
        ? "no skill of this run takes what does not name it"
        : String.join("; ", told);
  }
}
