package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.store.Store.Figures;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.contracts.Ledger.Counts;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What a run cost, as people read it. */
class FunnelTest {
  private static String text(int rows, Spend spend) {
    Figures figures =
        new Figures(
            0,
            true,
            Map.of(),
            0,
            0,
            0,
            Map.of(),
            Counts.NONE,
            rows,
            Map.of(),
            Map.of(),
            Map.of(),
            spend);
    return new Funnel(figures).text();
  }

  private static Spend spend(long cost, long reserved, long lost, OptionalLong cap) {
    return new Spend(3, 5, 1, 10, 0, 10, cost, reserved, lost, lost > 0 ? 1 : 0, cap);
  }

  @Test
  void theCostIsToldOfTheCapWithWhatIsReservedAndWhatWasPerhapsBilled() {
    assertThat(text(400, spend(1_180_000, 130_000, 20_000, OptionalLong.of(5_000_000))))
        .contains(
            "cost          1.20 of 5.00 (0.13 reserved, 0.02 perhaps billed), 0.003000 per kept row\n",
            "calls         3 answered, 2 attempts without an answer, 1 perhaps billed\n");
  }

  @Test
  void withoutACapItIsToldAlone() {
    assertThat(text(10, spend(1_200_000, 0, 0, OptionalLong.empty())))
        .contains("cost          1.20, 0.12 per kept row\n");
  }

  @Test
  void beforeTheFirstRowThereIsNoCostOfARow() {
    assertThat(text(0, spend(1_200_000, 0, 0, OptionalLong.of(2_000_000))))
        .contains("cost          1.20 of 2.00 (0.00 reserved)\n");
  }

  @Test
  void withoutPricesItIsUnknownAndWithoutCallsItIsNothing() {
    assertThat(text(10, spend(0, 0, 0, OptionalLong.empty())))
        .contains("cost          unknown: no price is configured\n");
    assertThat(text(10, Spend.NONE)).contains("cost          0.00, 0.00 per kept row\n");
  }

  @Test
  void whereASeedMakesSeveralJourneysTheSumsAreOfJourneys() {
    Figures figures =
        new Figures(
            4,
            true,
            Map.of("no-skill", 1),
            3,
            2,
            1,
            Map.of(),
            Counts.NONE,
            0,
            Map.of(),
            Map.of(),
            Map.of(),
            Spend.NONE,
            7);

    assertThat(new Funnel(figures).text())
        .contains(
            "seeds         5 read, 1 skipped (1 no-skill)\n",
            "journeys      3 kept, 2 dropped, 1 failed, 1 to go\n",
            "sum check     5 seeds = 4 sent to skills + 1 skipped: holds\n",
            "7 journeys = 3 kept + 2 dropped + 1 failed + 1 to go: holds\n");
    assertThat(Funnel.walked(figures)).isEqualTo("6 of 7 journeys");
  }
}
