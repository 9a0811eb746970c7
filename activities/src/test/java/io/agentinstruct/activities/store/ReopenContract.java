package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.Store.DropFilter;
import io.agentinstruct.activities.store.Store.Figures;
import io.agentinstruct.activities.store.Store.JourneyEnd;
import io.agentinstruct.activities.store.Store.KeptRow;
import io.agentinstruct.activities.store.Store.Sampled;
import io.agentinstruct.activities.store.Store.SeedEntry;
import io.agentinstruct.activities.store.Store.WithDrops;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What every store must do with journeys that are walked once more. */
abstract class ReopenContract extends StoreCase {
  private static final Lineage CALL = new Lineage("seed x > debate > a 1 > answer");

  private List<KeptRow> rows() {
    List<KeptRow> rows = new ArrayList<>();
    store.keptRows(RUN, rows::add);
    return rows;
  }

  private void commitOneKeptOneDropped() {
    addSeeds(0, 1);
    store.setReadingDone(RUN);
    store.commit(
        walked("seed-0", List.of(kept("seed-0", "a 1"), dropped("i1", Stage.JUDGE, "garbled"))));
  }

  private static JourneyRecord again(Counts counts, Outcome... outcomes) {
    return new JourneyRecord(RUN, "seed-0", FLOW, VERSION, "", "", counts, List.of(outcomes));
  }

  @Test
  void aReopenedJourneyIsWalkedAgainAndUntilThenAllStaysAsItWas() {
    commitOneKeptOneDropped();
    Figures before = store.figures(RUN);
    List<KeptRow> rows = rows();

    assertThat(store.reopen(RUN, "seed-0", FLOW, List.of(CALL))).isTrue();

    reopen();
    assertThat(store.figures(RUN)).isEqualTo(before);
    assertThat(rows()).isEqualTo(rows);
    assertThat(store.samples(RUN)).isEqualTo(Map.of(new Sampled("seed-0", FLOW, CALL.path()), 1));
    assertThat(store.openSeeds(RUN, List.of(FLOW), 0, 9, 9))
        .extracting(SeedEntry::id)
        .containsExactly("seed-0");
    assertThat(store.reopen(RUN, "seed-0", FLOW, List.of(CALL))).isTrue();
    assertThat(store.samples(RUN).values()).containsExactly(2);
  }

  @Test
  void theNewCommitReplacesWhatWasDroppedAndAllSumsFollow() {
    commitOneKeptOneDropped();
    List<KeptRow> before = rows();
    store.reopen(RUN, "seed-0", FLOW, List.of(CALL));
    Outcome.Kept other = kept("seed-0", "a 1");
    Outcome.Kept changed =
        new Outcome.Kept(
            other.lineage(), other.instruction(), "another", other.answerability(), List.of());

    assertThat(
            store.commit(
                again(
                    new Counts(1, 2, 4, 5),
                    changed,
                    kept("seed-0", "b 1"),
                    dropped(null, Stage.REFINE, "empty"))))
        .isTrue();

    Figures now = store.figures(RUN);
    assertThat(now.journeysKept()).isEqualTo(1);
    assertThat(now.journeysDropped()).isZero();
    assertThat(now.threadsKept()).isEqualTo(2);
    assertThat(now.made()).isEqualTo(new Counts(1, 2, 4, 5));
    assertThat(now.dropped()).isEmpty();
    assertThat(now.lost()).hasSize(1);
    assertThat(rows()).hasSize(2).as("what was kept stays, byte for byte").containsAll(before);
    assertThat(store.commit(again(Counts.NONE))).as("a second time").isFalse();
  }

  @Test
  void aJourneyWithoutRowsThatNowHasOneIsCountedAmongTheKept() {
    addSeeds(0, 1);
    store.commit(walked("seed-0", List.of(dropped("i1", Stage.RESPOND, "empty"))));
    assertThat(store.figures(RUN).journeysDropped()).isEqualTo(1);
    store.reopen(RUN, "seed-0", FLOW, List.of(CALL));

    store.commit(again(new Counts(1, 2, 3, 4), kept("seed-0", "a 1")));

    assertThat(store.figures(RUN).journeysDropped()).isZero();
    assertThat(store.figures(RUN).journeysKept()).isEqualTo(1);
  }

  @Test
  void whereARowWouldHaveNoPlaceNothingIsReplaced() {
    commitOneKeptOneDropped();
    Figures before = store.figures(RUN);
    List<Outcome> outcomes = store.outcomes(RUN, "seed-0", FLOW);
    store.reopen(RUN, "seed-0", FLOW, List.of(CALL));

    store.commit(again(new Counts(7, 7, 7, 7), kept("seed-0", "quite another")));

    assertThat(store.figures(RUN)).isEqualTo(before);
    assertThat(store.outcomes(RUN, "seed-0", FLOW)).isEqualTo(outcomes);
    assertThat(store.journeys(RUN, "committed")).hasSize(1);
  }

  @Test
  void aRetryThatFailsLosesNothingAndCanBeWalkedOnceMore() {
    commitOneKeptOneDropped();
    Figures before = store.figures(RUN);
    store.reopen(RUN, "seed-0", FLOW, List.of(CALL));

    store.commit(failed("seed-0", "TRANSIENT: gone"));

    assertThat(store.figures(RUN)).isEqualTo(before);
    assertThat(store.journeys(RUN, "reopened"))
        .containsExactly(new JourneyEnd("seed-0", FLOW, VERSION, "reopened", "TRANSIENT: gone"));
    assertThat(store.openSeeds(RUN, List.of(FLOW), 0, 9, 9)).hasSize(1);
  }

  @Test
  void onlyWhatWasCommittedCanBeReopened() {
    addSeeds(0, 2);
    store.commit(failed("seed-0", "gone"));

    assertThat(store.reopen(RUN, "seed-0", FLOW, List.of(CALL))).isFalse();
    assertThat(store.reopen(RUN, "seed-1", FLOW, List.of(CALL))).isFalse();
    assertThat(store.samples(RUN)).isEmpty();
  }

  @Test
  void dropsAreFoundBySeedStageAndReason() {
    store.commit(walked("seed-1", List.of(dropped("i1", Stage.JUDGE, "garbled"))));
    store.commit(walked("seed-2", List.of(dropped("i1", Stage.RESPOND, "empty"))));
    store.commit(walked("other", List.of(kept("other", "a"))));

    assertThat(found("", "", "")).containsExactly("seed-1", "seed-2");
    assertThat(found("seed-2", "", "")).containsExactly("seed-2");
    assertThat(found("", "judge", "")).containsExactly("seed-1");
    assertThat(found("", "", "empty")).containsExactly("seed-2");
    assertThat(found("", "judge", "empty")).isEmpty();
  }

  private List<String> found(String seed, String stage, String reason) {
    return store.journeysWithDrops(RUN, new DropFilter(seed, stage, reason)).stream()
        .map(WithDrops::seed)
        .toList();
  }

  @Test
  void seedsAreFoundByIdTitleAndPath() {
    addSeeds(0, 12);

    assertThat(store.findSeeds(RUN, "seed-3", 9)).containsExactly(seed(3));
    assertThat(store.findSeeds(RUN, "seed seed-3", 9)).containsExactly(seed(3));
    assertThat(store.findSeeds(RUN, "TITLE “7”", 9)).containsExactly(seed(7));
    assertThat(store.findSeeds(RUN, "docs/1", 9)).containsExactly(seed(1), seed(10), seed(11));
    assertThat(store.findSeeds(RUN, "docs/1", 2)).hasSize(2);
    assertThat(store.findSeeds(RUN, "%", 9)).isEmpty();
  }
}
