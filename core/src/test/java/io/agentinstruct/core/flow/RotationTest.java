package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Taken in turn: counts are by plan, company is by chance. */
class RotationTest {
  private static Rotation<String> rotation(Map<String, Integer> weights, int count, String ground) {
    return new Rotation<>(
        List.copyOf(weights.keySet()), Function.identity(), weights::get, count, ground);
  }

  private static Map<String, Integer> equal(int things) {
    Map<String, Integer> weights = new LinkedHashMap<>();
    IntStream.range(0, things).forEach(i -> weights.put("agent-" + i, 1));
    return weights;
  }

  @Test
  void withEqualWeightsNobodyIsEverMoreThanOneTurnAhead() {
    for (int things = 1; things < 13; things++) {
      for (int count = 1; count <= things; count++) {
        Rotation<String> rotation = rotation(equal(things), count, "g" + things);
        Map<String, Integer> turns = new HashMap<>(equal(things));
        turns.replaceAll((name, one) -> 0);
        for (int place = 0; place < 60; place++) {
          List<String> taken = rotation.at(place);
          taken.forEach(name -> turns.merge(name, 1, Integer::sum));

          assertThat(taken).hasSize(count).doesNotHaveDuplicates();
          int most = turns.values().stream().max(Integer::compare).orElseThrow();
          int least = turns.values().stream().min(Integer::compare).orElseThrow();
          assertThat(most - least).as("%d of %d at %d", count, things, place).isLessThan(2);
        }
      }
    }
  }

  /** As long as no weight asks for more than a turn at every place, all get theirs exactly. */
  @Test
  void withWeightsEachGetsItsShareGiveOrTakeOneAndAHalf() {
    Random dice = new Random(7);
    for (int trial = 0; trial < 60; trial++) {
      Map<String, Integer> weights = equal(4 + dice.nextInt(8));
      weights.replaceAll((name, one) -> 1 + dice.nextInt(4));
      int total = weights.values().stream().mapToInt(Integer::intValue).sum();
      int most = weights.values().stream().max(Integer::compare).orElseThrow();
      int count = 1 + dice.nextInt(Math.max(1, total / most));
      Rotation<String> rotation = rotation(weights, count, "trial " + trial);
      Map<String, Integer> turns = new HashMap<>();
      for (int place = 0; place < 120; place++) {
        rotation.at(place).forEach(name -> turns.merge(name, 1, Integer::sum));
        double given = (place + 1.0) * count / total;
        weights.forEach((name, weight) ->
            assertThat(turns.getOrDefault(name, 0) - weight * given).isBetween(-1.5, 1.5));
      }
    }
  }

  @Test
  void whatHasNoWeightIsNeverTakenNotEvenWhereAllAreWanted() {
    Map<String, Integer> weights = equal(3);
    weights.put("agent-1", 0);

    for (int place = 0; place < 9; place++) {
      assertThat(rotation(weights, FlowSettings.ALL, "g").at(place))
          .containsExactly("agent-0", "agent-2");
      assertThat(rotation(weights, 1, "g").at(place)).doesNotContain("agent-1").hasSize(1);
    }
    weights.replaceAll((name, weight) -> 0);
    assertThat(rotation(weights, 2, "g").at(5)).isEmpty();
  }

  @Test
  void aWeightAboveAllOthersTogetherMeansEachTimeAndTheOthersTakeTurns() {
    Map<String, Integer> weights = equal(4);
    weights.put("agent-2", 50);
    Map<String, Integer> turns = new HashMap<>();
    Rotation<String> rotation = rotation(weights, 2, "g");
    for (int place = 0; place < 60; place++) {
      rotation.at(place).forEach(name -> turns.merge(name, 1, Integer::sum));
    }

    assertThat(turns)
        .containsEntry("agent-2", 60)
        .allSatisfy((name, count) -> assertThat(count).isGreaterThanOrEqualTo(19));
  }

  @Test
  void thePlaceAloneDecidesAndTheRandomSeedGivesAnotherOrder() {
    Rotation<String> one = rotation(equal(9), 2, "1/tiny");
    List<List<String>> forwards = IntStream.range(0, 50).mapToObj(one::at).toList();
    List<List<String>> backwards = new ArrayList<>();
    for (int place = 49; place >= 0; place--) {
      backwards.addFirst(rotation(equal(9), 2, "1/tiny").at(place));
    }

    assertThat(backwards).isEqualTo(forwards);
    Rotation<String> other = rotation(equal(9), 2, "2/tiny");
    assertThat(IntStream.range(0, 50).mapToObj(other::at).toList()).isNotEqualTo(forwards);
  }

  /** Seeds that come in a rhythm, such as two languages in turn, meet all agents alike. */
  @Test
  void everyOtherSeedMeetsEveryAgentAndAnyTwoAgentsMeet() {
    Rotation<String> pairs = rotation(equal(4), 2, "g");
    Set<String> even = new HashSet<>();
    Set<List<String>> couples = new HashSet<>();
    for (int place = 0; place < 80; place += 2) {
      even.addAll(pairs.at(place));
      couples.add(pairs.at(place));
    }

    assertThat(even).hasSize(4);
    assertThat(couples).hasSize(6);
  }
}
