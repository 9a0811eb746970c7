package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.PaidRuns.Run;
import io.agentinstruct.activities.store.SqliteStore.Durability;
import io.agentinstruct.activities.store.Store.Intent;
import io.agentinstruct.activities.store.Store.Reply;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.contracts.RunSetting;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What must hold whatever happens to calls: the caps hold at every moment, also in the provider's
 * own books, and every sum is what a plain model says. One number is one history of calls, kills
 * and days.
 */
class MoneyLawsTest {
  private static final int STEPS = 250;
  private static final List<String> RUNS = List.of("r0", "r1", "r2");

  @TempDir Path workspace;

  private Instant now = Instant.parse("2026-02-27T20:00:00Z");

  private Store open() {
    return SqliteStore.open(workspace, Durability.NORMAL, 1_000_000, () -> now);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void capsHoldAndSumsAgree(long seed) throws SQLException {
    Random random = new Random(seed);
    PaidRuns model = new PaidRuns(random, 2_000L + random.nextInt(3_000));
    Store store = open();
    for (String run : RUNS) {
      long cap = 1_000L + random.nextInt(3_000);
      model.runs.put(run, new Run(cap));
      setCap(store, run, RunSetting.BUDGET, cap);
      setCap(store, run, RunSetting.BUDGET_PER_DAY, model.dayCap);
    }
    for (int step = 0; step < STEPS; step++) {
      store = step(store, model, random);
      check(store, model, "seed %d, step %d".formatted(seed, step));
    }
    assertThat(model.refused).as("seed %d: the caps were met", seed).isPositive();
    assertThat(model.kills).as("seed %d: kills", seed).isPositive();
    store.close();
  }

  private Store step(Store store, PaidRuns model, Random random) {
    String key = "k" + random.nextInt(60);
    String run = RUNS.get(random.nextInt(RUNS.size()));
    String today = now.atZone(ZoneOffset.UTC).toLocalDate().toString();
    switch (random.nextInt(20)) {
      case 0 -> {
        store.close(); // nothing is tidied up on closing: it leaves what a kill leaves
        model.kill(today);
        return open();
      }
      case 1 -> now = now.plus(Duration.ofHours(1 + random.nextInt(12)));
      case 2 -> setCap(store, run, RunSetting.BUDGET, model.run(run).cap += 200);
      case 3, 4, 5, 6 ->
          model
              .settle(key, today)
              .ifPresent(cost -> store.settle(key, reply(cost, random), List.of()));
      case 7, 8, 9 -> {
        boolean billed = random.nextBoolean();
        model.abandon(key, today, billed);
        store.abandon(key, "trouble", billed);
      }
      default -> {
        long micros = random.nextInt(600);
        Reservation expected = model.intend(key, run, today, micros);
        assertThat(store.intend(intent(key, run, micros))).isEqualTo(expected);
      }
    }
    return store;
  }

  private void check(Store store, PaidRuns model, String when) throws SQLException {
    model.runs.forEach((name, run) -> {
      Spend spend = store.figures(name).spend();
      assertThat(spend.chargedMicros() + spend.reservedMicros())
          .as(when)
          .isLessThanOrEqualTo(run.cap);
      assertThat(run.billed).as("the provider's books, " + when).isLessThanOrEqualTo(run.cap);
      assertThat(
              List.of(
                  spend.calls(),
                  spend.attempts(),
                  spend.openIntents(),
                  spend.costMicros(),
                  spend.reservedMicros(),
                  spend.lostMicros(),
                  spend.perhapsBilled()))
          .as(when)
          .isEqualTo(
              List.of(
                  run.calls,
                  run.attempts,
                  model.open(name),
                  run.cost,
                  model.reserved(name),
                  run.lost,
                  run.lostCalls));
    });
    model.billedByDay.forEach((day, billed) ->
        assertThat(billed)
            .as("the provider's %s, %s", day, when)
            .isLessThanOrEqualTo(model.dayCap));
    assertThat(days()).as(when).isEqualTo(model.chargedByDay);
  }

  /** What was charged, by day; as another reader of the file finds it. */
  private Map<String, Long> days() throws SQLException {
    Map<String, Long> days = new TreeMap<>();
    try (Session session = Session.toRead(workspace.resolve(SqliteStore.FILE))) {
      session.each(
          "SELECT day, cost_micros + lost_micros FROM days",
          row -> days.put(row.getString(1), row.getLong(2)));
    }
    days.values().removeIf(charged -> charged == 0);
    return days;
  }

  private static void setCap(Store store, String run, RunSetting cap, long micros) {
    store.set(run, cap, "%d.%06d".formatted(micros / 1_000_000, micros % 1_000_000));
  }

  private static Intent intent(String key, String run, long micros) {
    return new Intent(key, run, "seed", "agent", "teacher", "m", "{}", micros);
  }

  private static Reply reply(long cost, Random random) {
    return new Reply("text", "stop", "m", 1, 0, 1, cost, false, random.nextLong(1L << 40));
  }
}
