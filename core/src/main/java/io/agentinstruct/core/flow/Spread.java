package io.agentinstruct.core.flow;

import io.agentinstruct.core.Digest;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Who asks of which material, by quota: of the leaves that suit a transform, those have their turn
 * that are furthest behind their share of all turns. So a run that stops anywhere is spread as the
 * weights say, whichever transforms its seeds went through. A pure function of the place; the count
 * begins anew from time to time, so that no place costs more than another.
 */
final class Spread {
  /** Places for which turns are counted together. */
  private static final int CYCLE = 120;

  private final Rotation<Agent> transforms;
  private final Map<String, List<Agent>> askers;
  private final int pick;

  /** By name of a leaf: what its lots are drawn from. */
  private final Map<String, Long> lots = new HashMap<>();

  /**
   * @param ground of all choices: run's random seed, flow
   */
  Spread(Flow flow, String ground) {
    List<Agent> all = flow.at(Stage.TRANSFORM);
    this.transforms =
        new Rotation<>(
            all,
            Agent::name,
            Agent::weight,
            flow.settings().transformPick(),
            ground + "/transform");
    this.askers =
        all.stream()
            .collect(
                Collectors.toMap(
                    Agent::name,
                    transform ->
                        flow.at(Stage.INSTRUCT).stream()
                            .filter(agent -> agent.weight() > 0 && agent.asksOf(transform))
                            .toList()));
    this.pick = flow.settings().instructPick();
    flow.at(Stage.INSTRUCT)
        .forEach(leaf -> lots.put(leaf.name(), drawn(ground + "/instruct/" + leaf.name())));
  }

  /** The transforms whose turn it is, and who asks of what each makes, in the flow's order. */
  SequencedMap<Agent, List<Agent>> at(int place) {
    Map<String, Integer> turns = new HashMap<>();
    for (int before = place - place % CYCLE; before < place; before++) {
      SequencedMap<Agent, List<Agent>> _ = taken(before, turns);
    }
    return taken(place, turns);
  }

  private SequencedMap<Agent, List<Agent>> taken(int place, Map<String, Integer> turns) {
    SequencedMap<Agent, List<Agent>> taken = new LinkedHashMap<>();
    for (Agent transform : transforms.at(place)) {
      List<Agent> suit = Objects.requireNonNull(askers.get(transform.name()));
      List<Agent> first = pick >= suit.size() ? suit : furthestBehind(suit, place, turns);
      first.forEach(agent -> turns.merge(agent.name(), 1, Integer::sum));
      taken.put(transform, first);
    }
    return taken;
  }

  /** By Webster's rule; who are equally far behind draw lots at each place. */
  private List<Agent> furthestBehind(List<Agent> suit, int place, Map<String, Integer> turns) {
    List<Agent> first =
        suit.stream()
            .sorted(
                Comparator.<Agent>comparingDouble(
                        leaf -> (2.0 * turns.getOrDefault(leaf.name(), 0) + 1) / leaf.weight())
                    .thenComparingLong(leaf -> mixed(lots.getOrDefault(leaf.name(), 0L) + place))
                    .thenComparing(Agent::name))
            .limit(pick)
            .toList();
    return suit.stream().filter(first::contains).toList();
  }

  /** The digest's first 60 bits. */
  private static long drawn(String ground) {
    return Long.parseLong(Digest.of(ground), 0, 15, 16);
  }

  /**
   * Looks random and repeats exactly, for less than a digest: the finalizer of SplitMix64 (Steele,
   * Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
   */
  private static long mixed(long lot) {
    long mixed = (lot ^ (lot >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
