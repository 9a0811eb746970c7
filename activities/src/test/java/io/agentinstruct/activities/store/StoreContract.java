package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.store.Store.Call;
import io.agentinstruct.activities.store.Store.Reply;
import io.agentinstruct.activities.store.Store.Run;
import io.agentinstruct.activities.store.Store.SeedEntry;
import io.agentinstruct.activities.store.Store.Skipped;
import io.agentinstruct.activities.store.Store.Text;
import io.agentinstruct.activities.store.Store.ToolResult;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store must do, whatever it is made of. */
abstract class StoreContract extends LedgerContract {
  // ---- runs ------------------------------------------------------------------------------------

  @Test
  void runsComeBackNewestFirst() {
    Run half = new Run("b", Instant.parse("2026-01-03T00:00:00.5Z"), "{\"x\":1}", "running", "");
    Run whole = new Run("a", Instant.parse("2026-01-03T00:00:00Z"), "{}", "paused", "no money");
    store.createRun(whole);
    store.createRun(half);

    assertThat(store.runs()).extracting(Run::id).containsExactly("b", "a", RUN);
    assertThat(store.run("b")).contains(half);
    assertThat(store.run("c")).isEmpty();
  }

  @Test
  void aRunsStateChangesAndItsNameIsTakenOnce() {
    store.setRunState(RUN, "paused", "out of quota");

    assertThat(store.run(RUN).orElseThrow().state()).isEqualTo("paused");
    assertThat(store.run(RUN).orElseThrow().note()).isEqualTo("out of quota");
    assertThatThrownBy(() -> store.createRun(new Run(RUN, Instant.EPOCH, "{}", "running", "")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is already a run run-1");
    assertThatThrownBy(() -> store.setRunState("run-7", "done", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("There is no run run-7");
  }

  // ---- texts -----------------------------------------------------------------------------------

  static List<String> texts() {
    return List.of(
        "",
        "x",
        "line\r\nline\tnul\u0000end",
        "日本語の文章。𝄞 👩‍👩‍👧‍👦 e\u0301 \u202eleft\u202c \ufeff\uffff",
        "'; DROP TABLE texts; --",
        "a word ".repeat(150_000),
        IntStream.range(0, 300_000)
            .mapToObj(i -> Character.toString(0x4e00 + Math.floorMod(i * 7919 * i, 20_000)))
            .reduce(new StringBuilder(), StringBuilder::append, StringBuilder::append)
            .toString());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aTextComesBackAsItWas(String body) {
    Text text = Text.of(body);
    store.putTexts(List.of(text));
    assertThat(store.text(text.digest()).orElseThrow().equals(body)).isTrue();

    reopen();
    assertThat(store.text(text.digest()).orElseThrow().equals(body)).isTrue();
  }

  @Test
  void halfASurrogatePairReadsTheSameBeforeAndAfterReopening() {
    Text text = Text.of("broken \ud83d here");
    store.putTexts(List.of(text));
    Optional<String> before = store.text(text.digest());
    reopen();

    assertThat(before).contains("broken ? here").isEqualTo(store.text(text.digest()));
  }

  @Test
  void theSameTextMayBePutAgainAndAnUnknownOneIsAbsent() {
    store.putTexts(List.of(Text.of("twice"), Text.of("twice")));
    store.putTexts(List.of(Text.of("twice")));
    store.putTexts(List.of());

    assertThat(store.text(Digest.of("twice"))).contains("twice");
    assertThat(store.text(Digest.of("never"))).isEmpty();
  }

  // ---- seeds -----------------------------------------------------------------------------------

  @Test
  void seedsComeBackWithTheirTexts() {
    addSeeds(0, 3);
    reopen();

    assertThat(store.seed(RUN, "seed-1")).contains(seed(1));
    assertThat(store.text(seed(1).text())).contains("body 1");
    assertThat(store.seed(RUN, "seed-9")).isEmpty();
    assertThat(store.seed("another", "seed-1")).isEmpty();
    assertThat(store.seedCount(RUN)).isEqualTo(3);
  }

  @Test
  void aSeedThatTheRunHasIsHandedBack() {
    addSeeds(0, 2);
    SeedEntry again = new SeedEntry(2, "seed-0", Digest.of("body  0"), seed(7).source());
    SeedEntry fresh = seed(3);
    SeedEntry freshAgain = new SeedEntry(4, "seed-3", Digest.of("body  3"), seed(8).source());

    assertThat(
            store.addSeeds(
                RUN, List.of(again, fresh, freshAgain), List.of("body  0", "body 3", "body  3")))
        .containsExactly(again, freshAgain);
    assertThat(store.seed(RUN, "seed-0")).contains(seed(0));
    assertThat(store.text(Digest.of("body 3"))).contains("body 3");
    assertThat(store.seedCount(RUN)).isEqualTo(3);
    assertThat(store.addSeeds("another", List.of(seed(0)), List.of("body 0"))).isEmpty();
  }

  @Test
  void aWriteThatFailsHalfwayLeavesNothing() {
    addSeeds(0, 2);
    SeedEntry sameOrdinal = new SeedEntry(0, "other", Digest.of("other"), seed(0).source());

    assertThatThrownBy(
            () -> store.addSeeds(RUN, List.of(seed(5), sameOrdinal), List.of("body 5", "other")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.seed(RUN, "seed-5")).isEmpty();
    assertThat(store.seedCount(RUN)).isEqualTo(2);
  }

  @Test
  void aReadingCanBeForgottenAndDoneAgain() {
    addSeeds(0, 2);
    store.addSkipped(RUN, List.of(new Skipped("a.bin", "binary", "")));
    store.setReadingDone(RUN);
    store.forgetSeeds(RUN);

    assertThat(store.readingDone(RUN)).isFalse();
    assertThat(store.seedCount(RUN)).isZero();
    assertThat(store.skipped(RUN)).isEmpty();
    assertThat(store.figures(RUN).skipped()).isEmpty();

    addSeeds(0, 2);
    store.setReadingDone(RUN);
    reopen();
    assertThat(store.seedCount(RUN)).isEqualTo(2);
    assertThat(store.readingDone(RUN)).isTrue();
  }

  @Test
  void skippedInputsKeepTheOrderOfReading() {
    Skipped first = new Skipped("z.txt", "blank", "");
    Skipped second = new Skipped("a.txt", "undecodable", "byte 0x81 at 17");
    Skipped third = new Skipped("b.txt", "blank", "");
    store.addSkipped(RUN, List.of(first, second));
    store.addSkipped(RUN, List.of(third));

    assertThat(store.skipped(RUN)).containsExactly(first, second, third);
    assertThat(store.figures(RUN).skipped()).isEqualTo(Map.of("blank", 2, "undecodable", 1));
  }

  @Test
  void openSeedsComeInPagesWithoutWhatIsCommittedByAllFlows() {
    addSeeds(0, 10);
    store.commit(walked("seed-2", List.of()));
    store.commit(failed("seed-3", "teacher gone"));

    assertThat(ordinals(List.of(FLOW), 0, 10, 4)).containsExactly(0, 1, 3, 4);
    assertThat(ordinals(List.of(FLOW), 5, 8, 100)).containsExactly(5, 6, 7);
    assertThat(ordinals(List.of(FLOW, "satire"), 0, 4, 100)).containsExactly(0, 1, 2, 3);
    assertThat(ordinals(List.of(FLOW, FLOW), 0, 4, 100)).containsExactly(0, 1, 3);
    assertThat(ordinals(List.of(), 0, 4, 100)).isEmpty();
    assertThat(store.openSeeds("another", List.of(FLOW), 0, 10, 10)).isEmpty();
  }

  @Test
  void allSeedsComeInPagesWhateverBecameOfThem() {
    addSeeds(0, 5);
    store.commit(walked("seed-1", List.of()));

    assertThat(store.seeds(RUN, 0, 2)).containsExactly(seed(0), seed(1));
    assertThat(store.seeds(RUN, 2, 9)).containsExactly(seed(2), seed(3), seed(4));
    assertThat(store.seeds(RUN, 5, 9)).isEmpty();
    assertThat(store.seeds("another", 0, 9)).isEmpty();
  }

  @Test
  void aSeedIsOpenOnlyForTheFlowsItIsAssignedTo() {
    List<SeedEntry> seeds =
        List.of(
            assigned(0), assigned(1, FLOW), assigned(2, "satire"), assigned(3, "satire", "verse"));
    store.addSeeds(RUN, seeds, List.of("body 0", "body 1", "body 2", "body 3"));
    reopen();

    assertThat(store.seed(RUN, "seed-3").orElseThrow().skills()).containsExactly("satire", "verse");
    assertThat(store.openSeeds(RUN, List.of(FLOW, "satire", "verse"), 0, 9, 9)).isEqualTo(seeds);
    assertThat(ordinals(List.of(FLOW), 0, 9, 9)).containsExactly(0, 1);
    assertThat(ordinals(List.of("satire"), 0, 9, 9)).containsExactly(0, 2, 3);
    assertThat(ordinals(List.of("sat", "ver", "reading"), 1, 9, 9)).isEmpty();

    store.commit(walked("seed-1", List.of()));
    assertThat(ordinals(List.of(FLOW, "satire", "verse"), 0, 9, 9)).containsExactly(0, 2, 3);
  }

  @Test
  void aSeedRemembersItsPlacesAndTheSumIsOfTheJourneysItIsToMake() {
    SeedEntry seed = seed(0);
    SeedEntry sent =
        new SeedEntry(
            0, seed.id(), seed.text(), seed.source(), List.of("satire", "verse"), List.of(4, 0));
    store.addSeeds(RUN, List.of(sent, seed(1)), List.of("body  0", "body  1"));

    SeedEntry read = store.seed(RUN, seed.id()).orElseThrow();
    assertThat(read.place("satire")).hasValue(4);
    assertThat(read.place("verse")).hasValue(0);
    assertThat(read.place("other")).isEmpty();
    assertThat(store.seed(RUN, seed(1).id()).orElseThrow().place("satire")).isEmpty();
    assertThat(store.figures(RUN).seeds()).isEqualTo(2);
    assertThat(store.figures(RUN).assigned()).isEqualTo(3);
    store.forgetSeeds(RUN);
    assertThat(store.figures(RUN).assigned()).isZero();
  }

  private static SeedEntry assigned(int ordinal, String... skills) {
    SeedEntry seed = seed(ordinal);
    return new SeedEntry(ordinal, seed.id(), seed.text(), seed.source(), List.of(skills));
  }

  @Test
  void aSkillsNameThatWouldReadAsTwoIsNone() {
    assertThatThrownBy(() -> assigned(0, "satire,verse"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("\"satire,verse\" is no name of a skill");
    assertThatThrownBy(() -> assigned(0, " ")).isInstanceOf(IllegalArgumentException.class);
  }

  private List<Integer> ordinals(List<String> flows, int from, int to, int limit) {
    return store.openSeeds(RUN, flows, from, to, limit).stream().map(SeedEntry::ordinal).toList();
  }

  // ---- call journal ----------------------------------------------------------------------------

  @Test
  void aCallIsIntendedThenSettledWithItsPieces() {
    assertThat(store.call("k")).isEmpty();

    store.intend(intent(RUN, "k"));
    assertThat(store.call("k")).contains(new Call(intent(RUN, "k"), Optional.empty(), 1));
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 1, 1, 0));

    store.settle("k", reply("An answer. ".repeat(40)), List.of(Text.of("a piece"), Text.of("")));
    assertThat(store.text(Digest.of("a piece"))).contains("a piece");

    reopen();
    assertThat(store.call("k"))
        .contains(new Call(intent(RUN, "k"), Optional.of(reply("An answer. ".repeat(40))), 1));
    assertThat(store.text(Digest.of("a piece"))).contains("a piece");
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 1, 0, 0));
  }

  @Test
  void anIntentSurvivesReopeningAsPerhapsBilledAndAnotherCountsOneMoreAttempt() {
    store.intend(intent(RUN, "k"));
    reopen();
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 1, 0, 1));
    store.intend(intent(RUN, "k"));

    assertThat(store.call("k").orElseThrow().attempts()).isEqualTo(2);
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 2, 1, 1));
  }

  @Test
  void anAbandonedCallIsNoLongerOpenAndMayBeIntendedAgain() {
    store.intend(intent(RUN, "k"));
    store.abandon("k", "RATE 429", false);
    store.abandon("k", "RATE 429", true);
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 1, 0, 0));
    assertThat(store.call("k").orElseThrow().reply()).isEmpty();

    store.intend(intent(RUN, "k"));
    store.settle("k", reply("late"), List.of());
    store.abandon("k", "too late to abandon", true);

    assertThat(store.call("k").orElseThrow().reply()).contains(reply("late"));
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 2, 0, 0));
  }

  @Test
  void everyAttemptThatMayHaveBeenBilledIsChargedAtItsWorst() {
    for (int i = 0; i < 3; i++) {
      store.intend(intent(RUN, "k"));
      store.abandon("k", "TRANSIENT deadline", true);
    }
    store.intend(intent(RUN, "k"));
    store.settle("k", reply("at last"), List.of());

    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 4, 0, 3));
    assertThat(store.figures(RUN).spend().chargedMicros()).isEqualTo(3 * WORST + 7);
  }

  @Test
  void theFirstReplyStaysAndASecondOneIsStillPaidForInsteadOfItsReservation() {
    store.intend(intent(RUN, "k"));
    store.intend(intent(RUN, "k"));
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 2, 1, 1));

    store.settle("k", reply("first"), List.of());
    store.settle("k", reply("first"), List.of());
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 2, 0, 1));

    store.settle("k", new Reply("second", "stop", "m", 100, 20, 50, 7, false, 99), List.of());

    assertThat(store.call("k").orElseThrow().reply()).contains(reply("first"));
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(2, 2, 0, 0));
  }

  @Test
  void whatWasAnsweredMeanwhileIsNotReservedFor() {
    store.intend(intent(RUN, "k"));
    store.settle("k", reply("first"), List.of());

    assertThat(store.intend(intent(RUN, "k"))).isEqualTo(new Reservation.Answered());
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 1, 0, 0));
  }

  @Test
  void whoAsksAnOpenCallAgainPaysForItAndWhatIsSettledCostsALaterRunNothing() {
    store.intend(intent(RUN, "open"));
    store.intend(intent(RUN, "settled"));
    store.settle("settled", reply("paid by the first run"), List.of());
    store.intend(intent("run-2", "open"));
    store.settle("open", reply("paid by the second run"), List.of());

    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1, 2, 0, 1));
    assertThat(store.figures("run-2").spend()).isEqualTo(spend(1, 1, 0, 0));
    assertThat(store.call("open").orElseThrow().intent().run()).isEqualTo("run-2");
  }

  @Test
  void whatWasNeverIntendedCannotBeSettled() {
    assertThatThrownBy(() -> store.settle("k", reply("whose?"), List.of(Text.of("orphan"))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("No call k was intended");
    assertThat(store.text(Digest.of("orphan"))).isEmpty();
  }

  // ---- results of tools ------------------------------------------------------------------------

  private static ToolResult toolResult(String key, String result) {
    return new ToolResult(
        key, RUN, "seed-0", "transform/library", "search", "{\"query\":\"塩\"}", result, true, 12);
  }

  @Test
  void theFirstResultOfAToolStays() {
    assertThat(store.toolResult("k")).isEmpty();

    ToolResult first = toolResult("k", "found: 塩の道 ".repeat(200));
    store.putToolResult(first);
    store.putToolResult(toolResult("k", "something else"));
    store.putToolResult(toolResult("empty", ""));
    reopen();

    assertThat(store.toolResult("k")).contains(first);
    assertThat(store.toolResult("empty")).contains(toolResult("empty", ""));
  }

  @Test
  void whoeverUsesAToolAtOnceReadsOneResult() throws Exception {
    atOnce(
        16,
        caller -> {
          store.putToolResult(toolResult("k", "of caller " + caller));
          store.putToolResult(
              toolResult("k" + caller, store.toolResult("k").orElseThrow().result()));
        });

    String result = store.toolResult("k").orElseThrow().result();
    for (int caller = 0; caller < 16; caller++) {
      assertThat(store.toolResult("k" + caller).orElseThrow().result()).isEqualTo(result);
    }
  }

  @Test
  void theKeyOfAUseIsTheSameInWhateverOrderItsArgumentsStand() {
    String key = key(RUN, "search", "{'query':'a','more':{'x':1,'y':[2,1]}}");

    assertThat(key(RUN, "search", "{'more':{'y':[2,1],'x':1},'query':'a'}")).isEqualTo(key);
    assertThat(
            List.of(
                key(RUN, "search", "{'query':'a','more':{'x':1,'y':[1,2]}}"),
                key(RUN, "search", "{'query':'b','more':{'x':1,'y':[2,1]}}"),
                key(RUN, "fetch", "{'query':'a','more':{'x':1,'y':[2,1]}}"),
                key("run-2", "search", "{'query':'a','more':{'x':1,'y':[2,1]}}")))
        .doesNotContain(key)
        .doesNotHaveDuplicates();
  }

  private static String key(String run, String tool, String arguments) {
    return ToolResult.key(run, tool, Json.read(arguments.replace('\'', '"'), JsonNode.class));
  }

  // ---- many at once ----------------------------------------------------------------------------

  @Test
  void sixtyFourWriteAtOnceAndEachReadsWhatItWrote() throws Exception {
    atOnce(
        64,
        caller -> {
          for (int i = 0; i < 25; i++) {
            String key = caller + "/" + i;
            assertThat(store.call(key)).isEmpty();
            store.intend(intent(RUN, key));
            store.settle(key, reply("reply to " + key), List.of(Text.of("piece of " + key)));
            assertThat(store.call(key).orElseThrow().reply()).contains(reply("reply to " + key));
            assertThat(store.text(Digest.of("piece of " + key))).contains("piece of " + key);
          }
        });

    assertThat(store.figures(RUN).spend()).isEqualTo(spend(1600, 1600, 0, 0));
  }

  @Test
  void oneThatFailsLeavesItsNeighboursAlone() throws Exception {
    atOnce(
        64,
        caller -> {
          for (int i = 0; i < 10; i++) {
            String key = caller + "/" + i;
            if (caller % 4 == 0) {
              assertThatThrownBy(
                      () -> store.settle(key, reply("?"), List.of(Text.of("lost " + key))))
                  .hasMessage("No call " + key + " was intended");
            } else {
              store.intend(intent(RUN, key));
            }
          }
        });

    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 480, 480, 0));
    reopen();
    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 480, 0, 480));
    assertThat(store.call("63/9")).isPresent();
    assertThat(store.text(Digest.of("lost 4/0"))).isEmpty();
  }

  @Test
  void anInterruptedCallersWriteIsWrittenAndTheInterruptStays() throws Exception {
    Thread caller =
        Thread.ofVirtual()
            .start(() -> {
              Thread.currentThread().interrupt();
              store.intend(intent(RUN, "k"));
              if (Thread.currentThread().isInterrupted()) {
                store.abandon("k", "interrupted", false);
              }
            });
    caller.join();

    assertThat(store.figures(RUN).spend()).isEqualTo(spend(0, 1, 0, 0));
  }

  // ---- walks -----------------------------------------------------------------------------------

  private void paid(String run, String seed, String key, String role) {
    Store.Intent intent = intent(run, key);
    store.intend(
        new Store.Intent(
            key, run, seed, intent.agent(), role, intent.model(), intent.request(), 900));
    store.settle(key, reply("text of " + key), List.of());
  }

  @Test
  void whatAJourneyTookIsSummedByRoleAndModel() {
    addSeeds(0, 3);
    paid(RUN, "seed-0", "a", "teacher");
    paid(RUN, "seed-0", "b", "teacher");
    paid(RUN, "seed-0", "c", "judge");
    store.commit(walked("seed-0", List.of(kept("seed-0", "x"), kept("seed-0", "y"))));
    store.commit(walked("seed-1", List.of()));
    store.commit(failed("seed-2", "TRANSIENT"));

    assertThat(store.walks(FLOW, VERSION))
        .containsExactly(
            new Store.Walk(
                RUN,
                "seed-0",
                9,
                2,
                List.of(
                    new Store.Share("judge", "big-model", 1, 100, 20, 50, 1234),
                    new Store.Share("teacher", "big-model", 2, 200, 40, 100, 2468))),
            new Store.Walk(RUN, "seed-1", 9, 0, List.of()));
    assertThat(store.walks(FLOW, "another version")).isEmpty();
  }

  @Test
  void aSeedThatSeveralRunsPaidForTellsNothingOfWhatOneTakes() {
    addSeeds(0, 2);
    store.createRun(new Run("run-2", Instant.EPOCH, "{}", "running", ""));
    paid("run-2", "seed-0", "a", "teacher");
    paid(RUN, "seed-0", "b", "teacher");
    paid("run-2", "seed-1", "c", "teacher");
    store.commit(walked("seed-0", List.of()));
    store.commit(walked("seed-1", List.of()));

    assertThat(store.walks(FLOW, VERSION)).isEmpty();
  }
}
