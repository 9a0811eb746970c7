package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.Store.Drop;
import io.agentinstruct.activities.store.Store.Figures;
import io.agentinstruct.activities.store.Store.JourneyEnd;
import io.agentinstruct.activities.store.Store.KeptRow;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.dataset.Row;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store must do with journeys, rows and figures. */
abstract class LedgerContract extends ReopenContract {
  // ---- ledger ----------------------------------------------------------------------------------

  @Test
  void aJourneyIsCommittedOnce() {
    List<Outcome> outcomes =
        List.of(kept("seed-0", "a 1"), dropped(null, Stage.INSTRUCT, "garbled"));

    assertThat(store.commit(walked("seed-0", outcomes))).isTrue();
    Figures once = store.figures(RUN);
    assertThat(store.commit(walked("seed-0", List.of(kept("seed-0", "b 1"))))).isFalse();
    assertThat(store.commit(failed("seed-0", "late failure"))).isFalse();

    reopen();
    assertThat(store.figures(RUN)).isEqualTo(once);
    assertThat(store.outcomes(RUN, "seed-0")).isEqualTo(outcomes);
    assertThat(store.journeys(RUN, null))
        .containsExactly(new JourneyEnd("seed-0", FLOW, VERSION, "committed", ""));
  }

  @Test
  void aFailureIsReplacedByANewerOneAndByACommit() {
    assertThat(store.commit(failed("seed-0", "teacher gone"))).isTrue();
    assertThat(store.figures(RUN).journeysFailed()).isEqualTo(1);
    assertThat(store.figures(RUN).made()).isEqualTo(Counts.NONE);
    assertThat(store.outcomes(RUN, "seed-0")).isEmpty();

    assertThat(store.commit(failed("seed-0", "no answer"))).isTrue();
    assertThat(store.figures(RUN).failures()).isEqualTo(Map.of("no answer", 1));
    assertThat(store.journeys(RUN, "failed"))
        .containsExactly(new JourneyEnd("seed-0", FLOW, VERSION, "failed", "no answer"));

    assertThat(store.commit(walked("seed-0", List.of(kept("seed-0", "a 1"))))).isTrue();
    assertThat(store.figures(RUN).journeysFailed()).isZero();
    assertThat(store.figures(RUN).failures()).isEmpty();
    assertThat(store.figures(RUN).journeysKept()).isEqualTo(1);
    assertThat(store.journeys(RUN, "failed")).isEmpty();
  }

  @Test
  void keptRowsComeSortedByIdAndCanBeFoundByItsBeginning() {
    for (int i = 0; i < 20; i++) {
      String seed = "seed-" + i;
      store.commit(walked(seed, List.of(kept(seed, "a"), kept(seed, "b"))));
    }
    List<KeptRow> rows = new ArrayList<>();
    store.keptRows(
        RUN,
        row -> {
          assertThat(store.journeys(RUN, "failed")).isEmpty(); // may read on the way
          rows.add(row);
        });

    assertThat(rows).hasSize(40).extracting(KeptRow::id).isSorted().doesNotHaveDuplicates();
    Outcome.Kept one = kept("seed-3", "b");
    KeptRow expected =
        new KeptRow(
            Row.id("seed-3", VERSION, one.lineage()),
            RUN,
            "seed-3",
            FLOW,
            VERSION,
            one.lineage().path(),
            one.instruction(),
            one.exchange(),
            one.verdicts());
    assertThat(rows).contains(expected);
    assertThat(store.findRows(null, expected.id().substring(0, 12))).containsExactly(expected);
    assertThat(store.findRows(RUN, expected.id())).containsExactly(expected);
    assertThat(store.findRows("another", expected.id())).isEmpty();
    assertThat(store.findRows(null, "%")).isEmpty();
    assertThat(store.findRows(null, "")).isEqualTo(rows);
  }

  // ---- figures ---------------------------------------------------------------------------------

  @Test
  void figuresAddUp() {
    addSeeds(0, 5);
    store.setReadingDone(RUN);
    store.commit(
        walked(
            "seed-0",
            List.of(
                kept("seed-0", "a"),
                kept("seed-0", "b"),
                dropped("i1", Stage.JUDGE, "ungrounded"),
                dropped("i2", Stage.JUDGE, "ungrounded"),
                dropped(null, Stage.TRANSFORM, "declined"))));
    store.commit(walked("seed-1", List.of(dropped("i3", Stage.RESPOND, "refused"))));
    store.commit(
        new JourneyRecord(RUN, "seed-2", FLOW, VERSION, "", "too short", Counts.NONE, List.of()));
    store.commit(failed("seed-3", "no answer"));
    store.commit(failed("seed-4", "no answer"));

    assertThat(store.figures(RUN))
        .isEqualTo(
            new Figures(
                5,
                true,
                Map.of(),
                1,
                2,
                2,
                Map.of("too short", 1),
                new Counts(2, 4, 6, 8),
                2,
                Map.of(
                    new Drop("judge", "judge/grounded", "ungrounded"), 2,
                    new Drop("respond", "judge/grounded", "refused"), 1),
                Map.of(new Drop("transform", "judge/grounded", "declined"), 1),
                Map.of("no answer", 2),
                Spend.NONE));
  }

  @Test
  void aRunThatNobodyKnowsHasFiguresOfNought() {
    assertThat(store.figures("never").seeds()).isZero();
    assertThat(store.figures("never").spend()).isEqualTo(Spend.NONE);
    assertThat(store.seedCount("never")).isZero();
    assertThat(store.readingDone("never")).isFalse();
  }
}
