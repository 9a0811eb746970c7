package io.agentinstruct.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.contracts.DatasetWorkflow.Tally;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.contracts.Teacher.Spoiled;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.flow.Itinerary.Pair;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.stage.Outcome;
import io.temporal.client.WorkflowStub;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds of every journey, whatever its way and whatever is answered on it. */
@Timeout(120)
class JourneyLawsTest {
  private static final int SCRIPTS = 60;

  @Test
  void everyInstructionEndsOnceInBothStepStylesAlike() {
    List<JourneyRecord> local = walkAll(true);

    assertThat(local).hasSize(SCRIPTS).allSatisfy(JourneyLawsTest::obeysTheLaws);
    assertThat(local).anySatisfy(record -> assertThat(kept(record)).isGreaterThan(3));
    assertThat(local).anySatisfy(record -> assertThat(kept(record)).isZero());
    assertThat(walkAll(false)).isEqualTo(local);
  }

  private static void obeysTheLaws(JourneyRecord record) {
    Counts made = record.counts();
    long threads =
        record.outcomes().stream().filter(outcome -> outcome.instruction() != null).count();
    assertThat(made.instructions() + made.refined())
        .as("instructions of %s", record)
        .isEqualTo((int) threads);
    assertThat(record.outcomes()).isNotEmpty();
    assertThat(record.outcomes()).extracting(Outcome::lineage).doesNotHaveDuplicates();
    assertThat(kept(record)).isLessThanOrEqualTo(made.exchanges());
    assertThat(record.failure()).isEmpty();
  }

  private static int kept(JourneyRecord record) {
    return (int) record.outcomes().stream().filter(Outcome.Kept.class::isInstance).count();
  }

  /** The records by seed, each with its outcomes sorted. */
  private static List<JourneyRecord> walkAll(boolean local) {
    List<JourneyRecord> records = new ArrayList<>();
    try (SmallHouse house = SmallHouse.open(local)) {
      house.teacher.saysOtherwise(JourneyLawsTest::anything);
      house.book.sends(JourneyLawsTest::anywhere);
      List<WorkflowStub> journeys = IntStream.range(0, SCRIPTS).mapToObj(house::begin).toList();
      for (int i = 0; i < SCRIPTS; i++) {
        Tally tally = house.result(journeys.get(i), Tally.class);
        JourneyRecord record = sorted(house.book.record(BookOfTests.seed(i)));
        records.add(record);
        assertThat(tally)
            .isEqualTo(kept(record) > 0 ? new Tally(1, 1, 0, 0) : new Tally(1, 0, 1, 0));
      }
      assertThat(house.book.commits()).isEqualTo(SCRIPTS);
    }
    return records;
  }

  private static JourneyRecord sorted(JourneyRecord record) {
    return new JourneyRecord(
        record.run(),
        record.seed(),
        record.flow(),
        record.version(),
        record.failure(),
        record.declined(),
        record.counts(),
        BookOfTests.sorted(record.outcomes().stream()).toList());
  }

  /** The same seed always goes the same way. */
  private static Itinerary anywhere(String seed) {
    Random dice = dice(seed);
    List<Transform> transforms = new ArrayList<>();
    for (int i = 0; i <= dice.nextInt(2); i++) {
      transforms.add(
          new Transform(
              Way.visit("transform/t" + i, dice.nextInt(3)),
              IntStream.rangeClosed(0, dice.nextInt(2))
                  .mapToObj(n -> Way.visit("instruct/i" + n, 1 + dice.nextInt(3)))
                  .toList()));
    }
    Way way =
        Way.plain()
            .transforms(transforms.toArray(Transform[]::new))
            .refines(dice.nextInt(3), pair(dice, "p0"), pair(dice, "p1"))
            .picks(1 + dice.nextInt(2))
            .responds(Way.visit("respond/answer", 1 + dice.nextInt(2)))
            .judges(
                IntStream.range(0, dice.nextInt(3)).mapToObj(n -> "j" + n).toArray(String[]::new));
    return (dice.nextBoolean() ? way.replacesParents() : way).build();
  }

  private static Pair pair(Random dice, String name) {
    Answerability[] all = Answerability.values();
    Answerability leaves = dice.nextBoolean() ? all[dice.nextInt(all.length)] : null;
    return dice.nextBoolean()
        ? Way.pair(name, leaves)
        : Way.pair(name, leaves, all[dice.nextInt(all.length)]);
  }

  /** The same question always gets the same answer. */
  private static Answer anything(Question question) {
    Random dice = dice(question.seed() + question.agent() + question.lineage() + question.step());
    int chance = dice.nextInt(20);
    if (chance == 0) {
      return new Declined("it does not suit me");
    }
    if (chance == 1) {
      return new Spoiled("garbled", "no JSON in it");
    }
    boolean several =
        !question.agent().startsWith("respond/") && !question.agent().startsWith("judge/");
    int items = chance == 2 ? 0 : several ? 1 + dice.nextInt(2) : 1;
    return new Made(
        IntStream.range(0, items).mapToObj(n -> item(question, n, dice.nextInt(6) == 0)).toList());
  }

  private static Item item(Question question, int number, boolean faulty) {
    String digest = Digest.of(question.agent() + question.lineage() + question.step() + number);
    return new Item(
        digest, "a preview", faulty ? "some-fault" : null, faulty ? "what is wrong" : null);
  }

  private static Random dice(String ground) {
    return new Random(ground.hashCode());
  }
}
