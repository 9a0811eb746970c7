package io.agentinstruct.worker.estimate;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.Role;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** What a whole input will take and give, projected from journeys that were walked. */
public final class Forecast {
  private static final double MILLIS_A_MINUTE = 60_000;

  private final Projection input;
  private final Map<String, Role> roles;
  private final List<Taken> sample;

  private Forecast(Projection input, Map<String, Role> roles, List<Taken> sample) {
    this.input = input;
    this.roles = roles;
    this.sample = sample;
  }

  /**
   * @param walks of the flow's version; those that asked other models than are configured now are
   *     left out
   * @return absent = not one of them is of use
   */
  public static Optional<Forecast> of(
      Projection input, Map<String, Role> roles, List<Store.Walk> walks) {
    List<Taken> sample = new ArrayList<>();
    for (Store.Walk walk : walks) {
      if (walk.shares().stream().allMatch(share -> asNow(share, roles))) {
        sample.add(taken(walk, roles));
      }
    }
    return sample.isEmpty() ? Optional.empty() : Optional.of(new Forecast(input, roles, sample));
  }

  private static boolean asNow(Store.Share share, Map<String, Role> roles) {
    Role role = roles.get(share.role());
    return role != null && role.model().equals(share.model());
  }

  private static Taken taken(Store.Walk walk, Map<String, Role> roles) {
    Map<String, Double> millis = new HashMap<>();
    double cost = 0;
    double calls = 0;
    double input = 0;
    double cached = 0;
    double output = 0;
    for (Store.Share share : walk.shares()) {
      Role role = roles.get(share.role());
      if (role != null) {
        millis.merge(line(role), (double) share.millis(), Double::sum);
        cost +=
            role.price()
                .map(price ->
                    price.micros(share.inputTokens(), share.cachedTokens(), share.outputTokens()))
                .orElse(0L);
      }
      calls += share.calls();
      input += share.inputTokens();
      cached += share.cachedTokens();
      output += share.outputTokens();
    }
    return new Taken(walk.characters(), walk.rows(), calls, input, cached, output, cost, millis);
  }

  private static String line(Role role) {
    return role.endpoint() + " " + role.model();
  }

  /** Journeys that the forecast rests on. */
  public int sampleSize() {
    return sample.size();
  }

  public Span calls() {
    return input.total(sample, Taken::calls);
  }

  public Span inputTokens() {
    return input.total(sample, Taken::inputTokens);
  }

  public Span cachedTokens() {
    return input.total(sample, Taken::cachedTokens);
  }

  public Span outputTokens() {
    return input.total(sample, Taken::outputTokens);
  }

  public Span rows() {
    return input.total(sample, Taken::rows);
  }

  /** In millionths of the currency unit; absent where a role that was asked has no price. */
  public Optional<Span> cost() {
    return unpriced().isEmpty()
        ? Optional.of(input.total(sample, Taken::costMicros))
        : Optional.empty();
  }

  /** Roles that were asked and have no price. */
  public List<String> unpriced() {
    return roles.values().stream()
        .filter(role -> role.price().isEmpty())
        .filter(
            role -> sample.stream().anyMatch(taken -> taken.wireMillis().containsKey(line(role))))
        .map(Role::name)
        .toList();
  }

  /** In millionths of the currency unit; absent without price or rows. */
  public Optional<Span> costPerRow() {
    return cost().isPresent() && Projection.mean(sample, Taken::rows) > 0
        ? Optional.of(Projection.ratio(sample, Taken::costMicros, Taken::rows))
        : Optional.empty();
  }

  /**
   * Milliseconds with the wire always full: of the slowest line, by its calls in flight or its
   * rates, whichever is slower. Lines work side by side.
   */
  public Span millis() {
    Map<String, Role> lines = new LinkedHashMap<>();
    roles.values().forEach(role -> lines.putIfAbsent(line(role), role));
    return lines.entrySet().stream()
        .map(line -> millis(line.getKey(), line.getValue()))
        .max(Comparator.comparingDouble(Span::mean))
        .orElse(new Span(0, 0, 0));
  }

  private Span millis(String line, Role role) {
    ToDoubleFunction<Taken> onTheWire = taken -> wire(taken, line);
    Span slowest = input.total(sample, onTheWire).times(1.0 / role.inFlight());
    if (role.requestsPerMinute() > 0) {
      slowest = later(slowest, calls().times(MILLIS_A_MINUTE / role.requestsPerMinute()));
    }
    if (role.tokensPerMinute() > 0) {
      Span tokens = input.total(sample, taken -> taken.inputTokens() + taken.outputTokens());
      slowest = later(slowest, tokens.times(MILLIS_A_MINUTE / role.tokensPerMinute()));
    }
    return slowest;
  }

  private static Span later(Span one, Span other) {
    return one.mean() >= other.mean() ? one : other;
  }

  private static double wire(Taken taken, String line) {
    @Nullable Double millis = taken.wireMillis().get(line);
    return millis == null ? 0 : millis;
  }

  /** Seeds that so many kept rows take; absent where no row was kept. */
  public Optional<Span> seedsFor(long rows) {
    return Projection.mean(sample, Taken::rows) > 0
        ? Optional.of(Projection.seedsFor(rows, sample, Taken::rows))
        : Optional.empty();
  }
}
