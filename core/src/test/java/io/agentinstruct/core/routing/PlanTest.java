package io.agentinstruct.core.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.flow.Evidence;
import io.agentinstruct.core.flow.FlowSettings;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Where seeds are sent. */
class PlanTest {
  private static final String LONG = "A text that is long enough for anybody. ";

  private static FlowSettings takes(List<String> kinds, int least, List<String> languages) {
    return new FlowSettings(
        "Title",
        "About.",
        Evidence.PAPER,
        kinds,
        least,
        12_000,
        "seed",
        1,
        FlowSettings.ALL,
        1,
        0,
        1,
        1,
        true,
        "answer",
        List.of(),
        List.of(),
        1,
        4,
        4,
        1,
        "text",
        languages);
  }

  private static final FlowSettings ANY = takes(List.of("text", "code"), 1, List.of());

  private static Seed seed(int number, String kind, String language) {
    return Seed.of(
        LONG + number, new Source("f.txt#" + number, "", "", language, kind, 1, 1, 0, 40));
  }

  private static Map<String, FlowSettings> skills(Map<String, Integer> weights) {
    Map<String, FlowSettings> skills = new TreeMap<>();
    weights.keySet().forEach(name -> skills.put(name, ANY));
    return skills;
  }

  private static Plan plan(Map<String, Integer> weights, int perSeed) {
    return new Plan(new Mix(weights, perSeed, Map.of(), false), skills(weights));
  }

  private static List<String> next(Plan plan, Seed seed) {
    return plan.next(seed, "f.txt", List.of()).skills();
  }

  @Test
  void everyBeginningOfARunIsBalancedByWeight() {
    Random dice = new Random(3);
    for (int trial = 0; trial < 100; trial++) {
      Map<String, Integer> weights = new TreeMap<>();
      int many = 2 + dice.nextInt(6);
      for (int i = 0; i < many; i++) {
        weights.put("skill-" + i, 1 + dice.nextInt(5));
      }
      int total = weights.values().stream().mapToInt(Integer::intValue).sum();
      Plan plan = plan(weights, 1);
      Map<String, Integer> sent = new HashMap<>();
      for (int n = 1; n <= 150; n++) {
        next(plan, seed(n, "text", "en")).forEach(skill -> sent.merge(skill, 1, Integer::sum));
        for (String skill : weights.keySet()) {
          double due = n * weights.get(skill) / (double) total;
          assertThat(sent.getOrDefault(skill, 0) - due)
              .as("%s of %s after %d", skill, weights, n)
              .isBetween(-1.2, 1.2);
        }
      }
    }
  }

  @Test
  void theSameSeedsInTheSameOrderGoTheSameWays() {
    List<Assignment> once = new ArrayList<>();
    List<Assignment> again = new ArrayList<>();
    for (List<Assignment> ways : List.of(once, again)) {
      Plan plan = plan(Map.of("a", 2, "b", 1, "c", 3), 2);
      for (int n = 0; n < 50; n++) {
        ways.add(plan.next(seed(n, "text", "en"), "f.txt", List.of()));
      }
    }

    assertThat(again).isEqualTo(once);
  }

  /** Behind because nothing suited it is made up for as soon as something does. */
  @Test
  void aSkillThatFewSeedsSuitGetsThemUntilItHasCaughtUp() {
    Map<String, FlowSettings> skills =
        Map.of("any", ANY, "code", takes(List.of("code"), 1, List.of()));
    Plan plan = new Plan(new Mix(Map.of("any", 1, "code", 1), 1, Map.of(), false), skills);
    Map<String, Integer> sent = new HashMap<>();
    for (int n = 0; n < 40; n++) {
      next(plan, seed(n, n < 20 ? "text" : "code", "en"))
          .forEach(skill -> sent.merge(skill, 1, Integer::sum));
    }

    assertThat(sent).isEqualTo(Map.of("any", 20, "code", 20));
  }

  @Test
  void aSkillOfNoWeightGetsOnlySeedsThatNameIt() {
    Plan plan = plan(Map.of("a", 1, "b", 0), 0);

    assertThat(next(plan, seed(1, "text", "en"))).containsExactly("a");
    assertThat(plan.next(seed(2, "text", "en"), "f.txt", List.of("b")).skills())
        .containsExactly("b");
    Assignment none = plan(Map.of("a", 0), 0).next(seed(3, "text", "en"), "f.txt", List.of());
    assertThat(none.skills()).isEmpty();
    assertThat(none.reason()).isEqualTo("no skill of this run takes what does not name it");
  }

  @Test
  void aSeedThatSuitsNoSkillGoesNowhereAndTheReasonsAreTold() {
    Map<String, FlowSettings> skills =
        Map.of(
            "code", takes(List.of("code"), 1, List.of()),
            "japanese", takes(List.of("text"), 1, List.of("ja")),
            "long", takes(List.of("text"), 500, List.of()),
            "program", takes(List.of("code"), 1, List.of()));
    Plan plan =
        new Plan(
            new Mix(Map.of("code", 1, "japanese", 1, "long", 1, "program", 1), 1, Map.of(), false),
            skills);

    Assignment none = plan.next(seed(1, "text", "en"), "f.txt", List.of());

    assertThat(none.skills()).isEmpty();
    assertThat(none.reason())
        .isEqualTo(
            "code, program: kind text is not one of [code];"
                + " japanese: language en is not one of [ja]; long: shorter than 500 characters");
    assertThat(next(plan, seed(2, "text", "ja-JP"))).containsExactly("japanese");
    assertThat(next(plan, seed(3, "text", "und"))).containsExactly("japanese");
  }

  @Test
  void severalSkillsASeedAreDifferentOnesAndAllMeansAllThatSuit() {
    Plan two = plan(Map.of("a", 1, "b", 1, "c", 1), 2);
    Map<String, Integer> sent = new HashMap<>();
    for (int n = 0; n < 30; n++) {
      List<String> skills = next(two, seed(n, "text", "en"));
      assertThat(skills).hasSize(2).doesNotHaveDuplicates().isSorted();
      skills.forEach(skill -> sent.merge(skill, 1, Integer::sum));
    }

    assertThat(sent).isEqualTo(Map.of("a", 20, "b", 20, "c", 20));
    assertThat(next(plan(Map.of("a", 1, "b", 5), 0), seed(1, "text", "en")))
        .containsExactly("a", "b");
  }

  @Test
  void aPinOrTheRecordsOwnWordSendsASeedEvenWhereTheFlowWillDeclineIt() {
    Map<String, FlowSettings> skills =
        Map.of("any", ANY, "code", takes(List.of("code"), 1, List.of()));
    Plan plan =
        new Plan(
            new Mix(Map.of("any", 1, "code", 1), 1, Map.of("flows/code/", "code"), false), skills);

    assertThat(plan.next(seed(1, "text", "en"), "flows/code/x.jsonl#1", List.of("any")))
        .as("its way does not depend on the others")
        .isEqualTo(new Assignment(List.of("code"), List.of(), ""));
    Assignment own = plan.next(seed(2, "code", "en"), "f.txt", List.of("code", "any", "other"));
    assertThat(own.skills()).containsExactly("any", "code");
    assertThat(own.places()).as("the declined one took no turn").containsExactly(0, 0);
    assertThat(plan.next(seed(3, "text", "en"), "f.txt", List.of("other")).reason())
        .isEqualTo("wants other, which this run does not teach");
  }

  @Test
  void placesCountTheSeedsOfEachSkillFromNought() {
    Plan plan = plan(Map.of("a", 1, "b", 1), 1);
    Map<String, List<Integer>> places = new TreeMap<>();
    for (int n = 0; n < 6; n++) {
      Assignment to = plan.next(seed(n, "text", "en"), "f.txt", List.of());
      places.computeIfAbsent(to.skills().getFirst(), s -> new ArrayList<>()).addAll(to.places());
    }

    assertThat(places).isEqualTo(Map.of("a", List.of(0, 1, 2), "b", List.of(0, 1, 2)));
  }

  @Test
  void withoutWeightsEverySeedGoesToEverySkillSuitableOrNot() {
    Plan plan =
        new Plan(Mix.EVERY_SEED, Map.of("any", ANY, "code", takes(List.of("code"), 1, List.of())));

    assertThat(plan.next(seed(1, "text", "en"), "f.txt", List.of()).skills())
        .containsExactly("any", "code");
    assertThat(plan.next(seed(2, "text", "en"), "f.txt", List.of()).places())
        .as("text takes no turn of code")
        .containsExactly(1, 0);
  }
}
