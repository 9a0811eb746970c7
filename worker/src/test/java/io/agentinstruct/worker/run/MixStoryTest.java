package io.agentinstruct.worker.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.routing.Mix;
import io.agentinstruct.worker.engine.EmbeddedEngine;
import io.agentinstruct.worker.scripted.ScriptedTeacher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several skills in one run: who gets which seed, and that everything still adds up. */
class MixStoryTest {
  private static final String RC = "reading-comprehension";
  private static final String CODING = "coding";
  private static final String QA = "open-domain-question-answering";

  @TempDir Path folder;
  private ScriptedTeacher teacher;

  @BeforeEach
  void hireTheTeacher() throws IOException {
    teacher = ScriptedTeacher.start(0);
  }

  @AfterEach
  void letTheTeacherGo() {
    teacher.close();
  }

  private static FlowFiles small(String skill) throws IOException {
    return FlowFiles.read(
            Home.ROOT.resolve("flows").resolve(skill), Home.ROOT.resolve("flows/_shared"))
        .with(Map.of("instruct.pick", "2", "refine.rounds", "0"));
  }

  private Home home(String name, Path seeds, Mix mix, String... skills) throws IOException {
    List<FlowFiles> files =
        Stream.of(skills)
            .map(skill -> {
              try {
                return small(skill);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
            .toList();
    return new Home(folder.resolve(name), teacher.endpoint(), files, seeds, 0).mixed(mix);
  }

  private static Mix mix(Map<String, Integer> weights, int perSeed) {
    return new Mix(weights, perSeed, Map.of(), false);
  }

  private static Map<String, Integer> counts(List<Store.SeedEntry> seeds) {
    Map<String, Integer> counts = new TreeMap<>();
    seeds.forEach(seed -> seed.skills().forEach(skill -> counts.merge(skill, 1, Integer::sum)));
    return counts;
  }

  private static void addsUp(Home home, Home.Found found) {
    Store.Figures figures = found.figures();
    assertThat(found.end()).isInstanceOf(RunEnd.Finished.class);
    assertThat(figures.seeds()).isEqualTo(home.sent().size());
    assertThat(figures.assigned())
        .isEqualTo(home.sent().stream().mapToInt(seed -> seed.skills().size()).sum())
        .isEqualTo(figures.walked());
    Set<String> due = new HashSet<>();
    home.sent().forEach(seed -> seed.skills().forEach(skill -> due.add(seed.id() + " " + skill)));
    assertThat(home.journeys())
        .extracting(journey -> journey.seed() + " " + journey.flow())
        .containsExactlyInAnyOrderElementsOf(due);
    List<Store.OfSkill> bySkill = home.bySkill();
    assertThat(bySkill.stream().mapToInt(Store.OfSkill::seeds).sum()).isEqualTo(figures.assigned());
    assertThat(bySkill.stream().mapToInt(Store.OfSkill::rows).sum())
        .isEqualTo(figures.threadsKept())
        .isEqualTo(found.rows().size());
    assertThat(bySkill)
        .allSatisfy(skill ->
            assertThat(skill.seeds()).isEqualTo(skill.kept() + skill.dropped() + skill.failed()));
  }

  @Test
  void eachSeedMakesOneJourneyThroughASkillThatTakesItByWeight()
      throws IOException, InterruptedException {
    Path seeds = Home.ROOT.resolve("samples/seeds");
    Home home = home("w", seeds, mix(Map.of(RC, 2, QA, 1, CODING, 1), 1), RC, QA, CODING);

    Home.Found found = home.walk(new EmbeddedEngine(), true, runner -> {});

    addsUp(home, found);
    assertThat(home.sent())
        .allSatisfy(seed -> {
          assertThat(seed.skills()).hasSize(1);
          assertThat(!seed.source().kind().equals("code") || seed.isFor(CODING)).isTrue();
        });
    Map<String, Integer> counts = counts(home.sent());
    int all = home.sent().size();
    assertThat(counts.get(RC)).isBetween(all / 2 - 2, all / 2 + 2);
    assertThat(counts.get(QA)).isBetween(all / 4 - 2, all / 4 + 2);
    assertThat(home.bySkill()).allSatisfy(skill -> assertThat(skill.rows()).isPositive());
  }

  @Test
  void aSeedThatSuitsNoneIsSkippedByNameAndARecordGoesWhereItSays()
      throws IOException, InterruptedException {
    String text = "The harbour clock of Tallow Reach was set by the tide bell for ninety years. ";
    Path seeds =
        Files.writeString(
            folder.resolve("seeds.jsonl"),
            """
            {"text": "%s", "title": "one"}
            {"text": "%s", "title": "two", "skill": "open-domain-question-answering"}
            {"text": "%s", "title": "both", "skills": ["reading-comprehension", "open-domain-question-answering"]}
            {"text": "%s", "title": "other", "skill": "satire"}
            {"text": "too short"}
            """
                .formatted(text.repeat(6), text.repeat(7), text.repeat(8), text.repeat(9)));
    Home home = home("w", seeds, mix(Map.of(RC, 1, QA, 0), 1), RC, QA);

    Home.Found found = home.walk(new EmbeddedEngine(), true, runner -> {});

    addsUp(home, found);
    assertThat(home.sent().stream().map(Store.SeedEntry::skills))
        .containsExactly(List.of(RC), List.of(QA), List.of(QA, RC));
    assertThat(home.skipped())
        .extracting(Store.Skipped::reason, Store.Skipped::detail)
        .containsExactly(
            tuple("no-skill", "wants satire, which this run does not teach"),
            tuple(
                "no-skill",
                QA + ": shorter than 300 characters; " + RC + ": shorter than 200 characters"));
  }

  @Test
  void aRunThatWasStoppedGoesOnWithTheSameAssignmentAndPaysForNothingTwice()
      throws IOException, InterruptedException {
    Path seeds = Home.ROOT.resolve("samples/seeds");
    Mix all = mix(Map.of(RC, 1, QA, 1, CODING, 1), 2);
    Home whole = home("whole", seeds, all, RC, QA, CODING);
    Home.Found undisturbed = whole.walk(new EmbeddedEngine(), true, runner -> {});
    long ideal = teacher.calls();
    Home stopped = home("stopped", seeds, all, RC, QA, CODING);
    Home.Found first =
        stopped.walk(
            new EmbeddedEngine(),
            true,
            runner -> {
              while (teacher.calls() < ideal + ideal / 3) {
                Thread.onSpinWait();
              }
              runner.drain();
            });
    Home.Found second = stopped.walk(new EmbeddedEngine(), true, runner -> {});

    assertThat(first.end()).isInstanceOf(RunEnd.Drained.class);
    addsUp(whole, undisturbed);
    addsUp(stopped, second);
    assertThat(stopped.sent()).isEqualTo(whole.sent());
    assertThat(second.manifest().sha256()).isEqualTo(undisturbed.manifest().sha256());
    assertThat(teacher.calls()).isEqualTo(2 * ideal);
  }

  @Test
  void theRouterIsAskedOnceASeedAndItsNoDeclinesTheJourneyByName() throws Exception {
    Path seeds = Home.ROOT.resolve("samples/seeds");
    Mix routed = new Mix(Map.of(RC, 1, QA, 1, CODING, 1), 0, Map.of(), true);
    for (boolean local : List.of(true, false)) {
      Home home = home("w-" + local, seeds, routed, RC, QA, CODING);
      Home.Found found = home.walk(new EmbeddedEngine(), local, runner -> {});

      addsUp(home, found);
      assertThat(found.figures().declined())
          .containsKey("router: worth other skills")
          .allSatisfy((reason, count) -> assertThat(reason).startsWith("router: worth "));
      assertThat(home.askedOf("transform/_router")).isEqualTo(found.figures().seeds());
      assertThat(found.rows()).isNotEmpty();
    }
  }

  /** The transform agents of a flow, over the seeds that its book says it was given. */
  @Test
  void leavesAreTakenInTurn() throws IOException, InterruptedException {
    Path seeds = Home.ROOT.resolve("samples/seeds");
    Home home = home("w", seeds, Mix.EVERY_SEED, RC);
    Home.Found found = home.walk(new EmbeddedEngine(), true, runner -> {});

    addsUp(home, found);
    List<Integer> places = home.sent().stream().map(seed -> seed.places().getFirst()).toList();
    assertThat(places).isSorted().startsWith(0);
    Map<String, Set<String>> seedsByTransform = new HashMap<>();
    for (String row : found.rows()) {
      String lineage = row.replaceAll(".*\"lineage\":\"([^\"]*)\".*", "$1");
      String[] steps = lineage.split(" > ", -1);
      seedsByTransform.computeIfAbsent(steps[1], t -> new HashSet<>()).add(steps[0]);
    }
    assertThat(seedsByTransform.size())
        .as("a transform agent gets its second seed when all have had one")
        .isGreaterThan(5);
  }
}
