package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Intent;
import io.agentinstruct.activities.store.Store.Reply;
import io.agentinstruct.activities.store.Store.Run;
import io.agentinstruct.activities.store.Store.SeedEntry;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store to test, and things to put into it. */
abstract class StoreCase {
  static final String RUN = "run-1";
  static final String FLOW = "reading-comprehension";
  static final String VERSION = Digest.of("flow");

  /** Reserved for each call, in millionths. */
  static final long WORST = 900;

  Store store;

  /**
   * Opens the store under test; once more after {@link Store#close}, with what was written in it.
   */
  abstract Store open();

  @BeforeEach
  void openEmpty() {
    store = open();
    store.createRun(new Run(RUN, Instant.parse("2026-01-02T03:04:05Z"), "{}", "running", ""));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  final void reopen() {
    store.close();
    store = open();
  }

  static SeedEntry seed(int ordinal) {
    Source source =
        new Source(
            "docs/" + ordinal + ".md", "Title “" + ordinal + "”", "CC0", "ja", "text", 1, 2, 0, 9);
    return new SeedEntry(ordinal, "seed-" + ordinal, Digest.of("body " + ordinal), source);
  }

  final void addSeeds(int from, int to) {
    store.addSeeds(
        RUN,
        IntStream.range(from, to).mapToObj(StoreCase::seed).toList(),
        IntStream.range(from, to).mapToObj(i -> "body " + i).toList());
  }

  static Intent intent(String run, String key) {
    return new Intent(
        key,
        run,
        "seed-0",
        "instruct/strengthen",
        "teacher",
        "big-model",
        "{\"ask\":\"" + key + "\"}",
        WORST);
  }

  static Reply reply(String text) {
    return new Reply(text, "stop", "big-model-2026", 100, 20, 50, 7, false, 1234);
  }

  /** Without a cap. */
  static Spend spend(long calls, long attempts, long open, long lost) {
    Reply each = reply("");
    return new Spend(
        calls,
        attempts,
        open,
        calls * each.inputTokens(),
        calls * each.cachedTokens(),
        calls * each.outputTokens(),
        calls * each.costMicros(),
        open * WORST,
        lost * WORST,
        lost,
        OptionalLong.empty());
  }

  static Outcome.Kept kept(String seed, String step) {
    return new Outcome.Kept(
        Lineage.ofSeed(seed).then("debate").then(step),
        Digest.of("instruction " + step),
        Digest.of("exchange " + step),
        Answerability.CHANGED,
        List.of(Digest.of("verdict 1 " + step), Digest.of("verdict 2")));
  }

  static Outcome.Dropped dropped(@Nullable String instruction, Stage at, String reason) {
    return new Outcome.Dropped(
        new Lineage("seed x > debate"), instruction, at, "judge/grounded", reason, "because, 理由");
  }

  static JourneyRecord walked(String seed, List<Outcome> outcomes) {
    return new JourneyRecord(RUN, seed, FLOW, VERSION, "", "", new Counts(1, 2, 3, 4), outcomes);
  }

  static JourneyRecord failed(String seed, String reason) {
    return new JourneyRecord(
        RUN, seed, FLOW, VERSION, reason, "", new Counts(9, 9, 9, 9), List.of(kept(seed, "half")));
  }

  interface Caller {
    void call(int number) throws Exception;
  }

  static void atOnce(int callers, Caller caller) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> ends = new ArrayList<>();
      for (int number = 0; number < callers; number++) {
        int mine = number;
        ends.add(
            threads.submit(() -> {
              caller.call(mine);
              return null;
            }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    }
  }
}
