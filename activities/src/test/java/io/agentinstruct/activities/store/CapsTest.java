package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.activities.store.SqliteStore.Durability;
import io.agentinstruct.activities.store.Store.Intent;
import io.agentinstruct.activities.store.Store.Reply;
import io.agentinstruct.contracts.RunSetting;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Caps on money. A call here is reserved 900 millionths and costs 7. */
class CapsTest extends StoreCase {
  private static final String OTHER = "run-2";
  private static final Reservation MADE = new Reservation.Made();
  private static final Reservation WAITS = new Reservation.Waits();

  @TempDir Path workspace;

  private Instant now = Instant.parse("2026-01-02T23:59:00Z");

  @Override
  Store open() {
    return SqliteStore.open(workspace, Durability.NORMAL, 100_000, () -> now);
  }

  @Test
  void aCallGoesOutWaitsOrIsOverAndARaisedCapIsHeededAtOnce() {
    store.set(RUN, RunSetting.BUDGET, "0.001800");

    assertThat(store.intend(intent(RUN, "a"))).isEqualTo(MADE);
    assertThat(store.intend(intent(RUN, "b"))).isEqualTo(MADE);
    assertThat(store.intend(intent(RUN, "c"))).isEqualTo(WAITS);
    assertThat(store.call("c")).as("nothing is written").isEmpty();

    store.settle("a", reply("cheap"), List.of());
    assertThat(store.intend(intent(RUN, "c"))).as("7 + 900 + 900 > 1800").isEqualTo(WAITS);
    store.abandon("b", "TRANSIENT deadline", true);
    assertThat(store.intend(intent(RUN, "c")))
        .isEqualTo(new Reservation.Over(RunSetting.BUDGET, 1800, 907, 0, 900));

    store.set(RUN, RunSetting.BUDGET, "0.001807");
    assertThat(store.intend(intent(RUN, "c"))).isEqualTo(MADE);
    assertThat(store.figures(RUN).spend().capMicros()).isEqualTo(OptionalLong.of(1807));
  }

  @Test
  void whatWasCertainlyNotBilledMakesRoom() {
    store.set(RUN, RunSetting.BUDGET, "0.0009");

    for (int i = 0; i < 5; i++) {
      assertThat(store.intend(intent(RUN, "a"))).isEqualTo(MADE);
      store.abandon("a", "RATE 429", false);
    }
    assertThat(store.figures(RUN).spend()).extracting(Store.Spend::chargedMicros).isEqualTo(0L);
  }

  @Test
  void aCallThatAKilledProcessLeftOpenIsSpent() {
    store.set(RUN, RunSetting.BUDGET, "0.0009");
    assertThat(store.intend(intent(RUN, "a"))).isEqualTo(MADE);
    reopen();

    assertThat(store.intend(intent(RUN, "a")))
        .isEqualTo(new Reservation.Over(RunSetting.BUDGET, 900, 900, 0, 900));
  }

  @Test
  void theCapOfTheDayCountsAllRunsAndBeginsAnewAtMidnight() {
    store.set(RUN, RunSetting.BUDGET_PER_DAY, "0.0018");
    assertThat(store.intend(intent(OTHER, "a"))).isEqualTo(MADE);
    assertThat(store.intend(intent(OTHER, "b"))).isEqualTo(MADE);
    assertThat(store.intend(intent(RUN, "c"))).isEqualTo(WAITS);
    store.settle("a", costing(900), List.of());
    store.settle("b", costing(1), List.of());
    assertThat(store.intend(intent(RUN, "c")))
        .isEqualTo(new Reservation.Over(RunSetting.BUDGET_PER_DAY, 1800, 901, 0, 900));

    now = now.plus(Duration.ofMinutes(1));
    assertThat(store.intend(intent(RUN, "c"))).isEqualTo(MADE);
  }

  @Test
  void aCallUnderWayAtMidnightIsReservedForTodayToo() {
    store.set(RUN, RunSetting.BUDGET_PER_DAY, "0.0009");
    assertThat(store.intend(intent(RUN, "a"))).isEqualTo(MADE);

    now = now.plus(Duration.ofMinutes(1));
    assertThat(store.intend(intent(RUN, "b"))).isEqualTo(WAITS);
    store.settle("a", reply("after midnight"), List.of());
    assertThat(store.intend(intent(RUN, "b")))
        .isEqualTo(new Reservation.Over(RunSetting.BUDGET_PER_DAY, 900, 7, 0, 900));
  }

  @Test
  void whatCostsNothingIsNeverRefused() {
    store.set(RUN, RunSetting.BUDGET, "0");
    Intent free = intent(RUN, "free");

    assertThat(store.intend(intent(RUN, "dear")))
        .isEqualTo(new Reservation.Over(RunSetting.BUDGET, 0, 0, 0, 900));
    assertThat(
            store.intend(
                new Intent(
                    "free",
                    RUN,
                    free.seed(),
                    free.agent(),
                    free.role(),
                    free.model(),
                    free.request(),
                    0)))
        .isEqualTo(MADE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "five", "1,5", "1.2345678", "1e3", "1000000000", " ", "."})
  void whatIsNoMoneyIsNoCap(String value) {
    assertThatThrownBy(() -> store.set(RUN, RunSetting.BUDGET, value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "budget: '%s' is no amount of money; write digits and at most six places after a point, such as 12.50",
            value.strip());
    assertThat(store.settings(RUN)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "12.5, 12500000, 12.50",
    "0, 0, 0.00",
    "0.000001, 1, 0.000001",
    "0.0123, 12300, 0.01",
    "999999999.999999, 999999999999999, 1000000000.00"
  })
  void moneyIsCountedInMillionths(String written, long micros, String shown) {
    assertThat(Money.micros(written)).isEqualTo(micros);
    assertThat(Money.shown(micros)).isEqualTo(shown);
  }

  private static Reply costing(long micros) {
    return new Reply("text", "stop", "m", 1, 0, 1, micros, false, 5);
  }
}
