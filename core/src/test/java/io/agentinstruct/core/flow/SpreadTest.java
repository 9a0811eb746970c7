package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.flow.Itinerary.Visit;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Leaves have their turns by plan, in the house's own skills. */
class SpreadTest {
  static final List<String> PICKS = List.of("1", "2");

  private static Stream<Flow> house(String pick) {
    return HouseFlows.all().stream()
        .map(files -> files.with(Map.of("transform.pick", "1", "instruct.pick", pick)))
        .map(files -> FlowFolder.read(files, "").flow().orElseThrow());
  }

  static Stream<Flow> house() {
    return house("1");
  }

  private static List<String> leaves(Flow flow, int place, long randomSeed) {
    String text = "A text, number " + place + ".";
    Seed seed = Seed.of(text, new Source("a", "", "", "en", "text", 1, 1, 0, text.length()));
    return Itinerary.inTurn(flow, seed, randomSeed, place).transforms().stream()
        .map(Transform::instructs)
        .flatMap(List::stream)
        .map(Visit::agent)
        .toList();
  }

  private static List<String> leaves(Flow flow, IntStream places) {
    return places.boxed().flatMap(place -> leaves(flow, place, 1).stream()).toList();
  }

  /** Whichever transforms come first: a run that stops early has seen more than one corner. */
  @ParameterizedTest
  @MethodSource("house")
  void theFirstSeedsMeetDifferentLeaves(Flow flow) {
    int few = Math.min(12, flow.at(Stage.INSTRUCT).size());

    assertThat(Set.copyOf(leaves(flow, IntStream.range(0, few))))
        .hasSizeGreaterThanOrEqualTo(few * 3 / 4);
  }

  /**
   * With many picked at once, a leaf that suits few transforms can't have more than their turns.
   */
  @ParameterizedTest
  @FieldSource("PICKS")
  void inTheLongRunEachLeafHasItsShare(String pick) {
    house(pick)
        .forEach(flow -> {
          Map<String, Integer> turns = counts(leaves(flow, IntStream.range(0, many(flow))));
          double share =
              turns.values().stream().mapToInt(Integer::intValue).sum()
                  / (double) flow.at(Stage.INSTRUCT).stream().mapToInt(Agent::weight).sum();
          for (Agent leaf : flow.at(Stage.INSTRUCT)) {
            assertThat(turns.getOrDefault("instruct/" + leaf.name(), 0))
                .as(flow.name() + "/" + leaf.name() + " of " + turns)
                .isBetween(
                    (int) (0.6 * share * leaf.weight()), (int) (1.4 * share * leaf.weight()) + 1);
          }
        });
  }

  /** Two languages in turn, say, or a document's parts: every rhythm meets every leaf. */
  @ParameterizedTest
  @MethodSource("house")
  void noRhythmOfSeedsMissesALeaf(Flow flow) {
    for (int rhythm : List.of(2, 3)) {
      IntStream places = IntStream.range(0, many(flow) / rhythm).map(i -> i * rhythm);
      assertThat(Set.copyOf(leaves(flow, places)))
          .as("each " + rhythm)
          .hasSameSizeAs(flow.at(Stage.INSTRUCT));
    }
  }

  @ParameterizedTest
  @MethodSource("house")
  void thePlaceAndTheRandomSeedAloneDecide(Flow flow) {
    assertThat(leaves(flow, 250, 1)).isEqualTo(leaves(flow, 250, 1));
    assertThat(IntStream.range(0, 30).mapToObj(place -> leaves(flow, place, 1)).toList())
        .isNotEqualTo(IntStream.range(0, 30).mapToObj(place -> leaves(flow, place, 2)).toList());
  }

  private static int many(Flow flow) {
    return 24 * flow.at(Stage.INSTRUCT).size();
  }

  private static Map<String, Integer> counts(Collection<String> names) {
    Map<String, Integer> counts = new HashMap<>();
    names.forEach(name -> counts.merge(name, 1, Integer::sum));
    return new TreeMap<>(counts);
  }
}
