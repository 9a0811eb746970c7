package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Chosen by digest: it looks random, and it repeats. */
class PickTest {
  private static final List<String> AGENTS =
      IntStream.range(0, 43).mapToObj(i -> "agent-" + i).toList();

  private static List<String> pick(List<String> agents, int count, String ground) {
    return Pick.of(agents, Function.identity(), count, ground);
  }

  @Test
  void theSameGroundGivesTheSameThingsInEveryRunAndOnEveryMachine() {
    assertThat(pick(AGENTS, 5, "42/5eed/instruct")).isEqualTo(pick(AGENTS, 5, "42/5eed/instruct"));
    assertThat(pick(List.of("a", "b", "c", "d", "e", "f", "g", "h"), 3, "42/5eed/instruct"))
        .as("written down: other things chosen mean other rows for the same seed")
        .containsExactly("a", "b", "d");
  }

  @Test
  void thingsKeepTheirGivenOrder() {
    for (int i = 0; i < 200; i++) {
      List<String> picked = pick(AGENTS, 7, "ground " + i);

      assertThat(picked).hasSize(7).doesNotHaveDuplicates();
      assertThat(picked.stream().map(AGENTS::indexOf)).isSorted();
    }
  }

  @Test
  void allAreTakenWhereThereAreNoMore() {
    assertThat(pick(AGENTS, FlowSettings.ALL, "g")).isEqualTo(AGENTS);
    assertThat(pick(AGENTS, 43, "g")).isEqualTo(AGENTS);
    assertThat(pick(List.of(), 3, "g")).isEmpty();
    assertThat(pick(AGENTS, 0, "g")).isEmpty();
  }

  @Test
  void theListsOrderMakesNoDifferenceToWhatIsPicked() {
    for (int i = 0; i < 200; i++) {
      assertThat(pick(AGENTS.reversed(), 7, "ground " + i))
          .containsExactlyInAnyOrderElementsOf(pick(AGENTS, 7, "ground " + i));
    }
  }

  /** A new agent takes at most one place; nobody else comes or goes for it. */
  @Test
  void addingAThingMovesNobodyElse() {
    List<String> more = new ArrayList<>(AGENTS);
    more.add(20, "newcomer");
    for (int i = 0; i < 500; i++) {
      List<String> before = pick(AGENTS, 7, "ground " + i);
      List<String> after = new ArrayList<>(pick(more, 7, "ground " + i));

      boolean chosen = after.remove("newcomer");
      assertThat(before).containsAll(after);
      assertThat(after).hasSize(chosen ? 6 : 7);
    }
  }

  /**
   * 43 agents, 5 of them for each of 8,600 grounds: 1,000 turns each, give or take five deviations.
   */
  @Test
  void everybodyGetsHisTurnAboutEquallyOften() {
    Map<String, Integer> turns = new HashMap<>();
    for (int i = 0; i < 8_600; i++) {
      pick(AGENTS, 5, "42/seed " + i + "/instruct")
          .forEach(agent -> turns.merge(agent, 1, Integer::sum));
    }

    assertThat(turns)
        .hasSize(43)
        .allSatisfy((agent, count) -> assertThat(count).isBetween(850, 1_150));
  }

  /**
   * With ten pairs and two places, all 45 couples come up: who goes with whom is no habit either.
   */
  @Test
  void anyTwoMayMeet() {
    Map<List<String>, Integer> couples = new HashMap<>();
    for (int i = 0; i < 4_500; i++) {
      couples.merge(pick(AGENTS.subList(0, 10), 2, "ground " + i), 1, Integer::sum);
    }

    assertThat(couples)
        .hasSize(45)
        .allSatisfy((couple, count) -> assertThat(count).isBetween(50, 150));
  }
}
