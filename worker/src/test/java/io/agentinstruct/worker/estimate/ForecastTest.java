package io.agentinstruct.worker.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentinstruct.activities.store.Store.Share;
import io.agentinstruct.activities.store.Store.Walk;
import io.agentinstruct.activities.teacher.Role;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class ForecastTest {
  private static final Optional<Role.Price> PRICE = Optional.of(new Role.Price(2, 1, 10));

  private static Role role(String name, String model, int perMinute, Optional<Role.Price> price) {
    return new Role(
        name, URI.create("http://h/v1"), model, "", 10, perMinute, 0, Duration.ofMinutes(1), price);
  }

  private static Map<String, Role> teacher(int perMinute, Optional<Role.Price> price) {
    return Map.of("teacher", role("teacher", "m", perMinute, price));
  }

  private static Walk walk(int characters, int rows, String model, int calls) {
    return new Walk(
        "r",
        "s",
        characters,
        rows,
        List.of(new Share("teacher", model, calls, 1000L * calls, 0, 100L * calls, 500L * calls)));
  }

  @Test
  void aSampleIsProjectedByItsMeanWithARange() {
    Projection input = new Projection(100, 100_000);

    Forecast forecast =
        Forecast.of(input, teacher(0, PRICE), List.of(walk(10, 2, "m", 8), walk(20, 4, "m", 12)))
            .orElseThrow();

    assertThat(forecast.calls().mean()).isEqualTo(1000);
    // variance 8, of the mean 4: sqrt(100² · 4 + 100 · 8), times 12.7 for one degree of freedom
    assertThat(forecast.calls().high()).isCloseTo(1000 + 12.7 * Math.sqrt(40_800), within(1e-6));
    assertThat(forecast.calls().low()).isZero();
    assertThat(forecast.rows().mean()).isEqualTo(300);
    assertThat(forecast.cost().orElseThrow().mean()).isEqualTo(1000 * (1000 * 2 + 100 * 10));
    assertThat(forecast.costPerRow().orElseThrow().mean()).isEqualTo(10_000);
    assertThat(forecast.millis().mean()).isEqualTo(500 * 1000 / 10.0);
    assertThat(forecast.seedsFor(30).orElseThrow().mean()).isEqualTo(10);
  }

  @Test
  void theSlowerOfPlacesAndRatesSetsTheTime() {
    Forecast forecast =
        Forecast.of(new Projection(100, 1000), teacher(60, PRICE), List.of(walk(10, 1, "m", 10)))
            .orElseThrow();

    assertThat(forecast.millis().mean()).isEqualTo(1000 * 1000);
    assertThat(forecast.calls().ranges()).as("of one journey there is no spread").isFalse();
  }

  @Test
  void journeysOfOtherModelsAreLeftOutAndPricesAreTodays() {
    List<Walk> walks = List.of(walk(10, 1, "old", 90), walk(10, 1, "m", 10));

    Forecast forecast =
        Forecast.of(new Projection(10, 100), teacher(0, Optional.empty()), walks).orElseThrow();

    assertThat(forecast.sampleSize()).isEqualTo(1);
    assertThat(forecast.cost()).isEmpty();
    assertThat(forecast.unpriced()).containsExactly("teacher");
    assertThat(Forecast.of(new Projection(1, 1), teacher(0, PRICE), walks.subList(0, 1))).isEmpty();
  }

  @Test
  void aFigureThatFollowsTheLengthsIsProjectedAlongThemOnlyFromManyPoints() {
    List<Taken> points = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      points.add(new Taken(100 + 10 * i, 0, 5 + i, 0, 0, 0, 0, Map.of()));
    }
    Projection longer = new Projection(10, 10 * 1000);
    ToDoubleFunction<Taken> calls = Taken::calls;

    assertThat(longer.total(points, calls).mean()).isCloseTo(10 * 95, within(1e-6));
    assertThat(longer.total(points.subList(0, 19), calls).mean()).isEqualTo(10 * 14);
  }

  /** Of many samples drawn from a population that is known, about nineteen of twenty hold it. */
  @Test
  void theRangeHoldsTheTruthAsOftenAsItSays() {
    Random dice = new Random(7);
    int held = 0;
    for (int trial = 0; trial < 1000; trial++) {
      List<Taken> all = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        all.add(new Taken(100, 0, 40 + 12 * dice.nextGaussian(), 0, 0, 0, 0, Map.of()));
      }
      double truth = all.stream().mapToDouble(Taken::calls).sum();
      Span span = new Projection(200, 20_000).total(all.subList(0, 5), Taken::calls);
      held += span.low() <= truth && truth <= span.high() ? 1 : 0;
    }

    assertThat(held).isBetween(930, 985);
  }
}
