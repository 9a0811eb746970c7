package io.agentinstruct.starter;

import io.agentinstruct.activities.seed.Census;
import io.agentinstruct.worker.estimate.Forecast;
import io.agentinstruct.worker.estimate.Span;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A forecast for people. */
final class Outlook {
  private final Map<String, Forecast> skills;
  private final Census census;
  private final long goal;

  /**
   * @param skills a forecast for each that there is something to go by
   * @param goal rows that are wanted; 0 = none are named
   */
  Outlook(Map<String, Forecast> skills, Census census, long goal) {
    this.skills = skills;
    this.census = census;
    this.goal = goal;
  }

  /**
   * @param earlier whether the figures are of earlier runs, so that nothing was paid for
   */
  String text(boolean earlier) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d seeds, %d inputs skipped; from %d journeys %s%n"
            .formatted(
                census.seeds(),
                census.skipped(),
                skills.values().stream().mapToInt(Forecast::sampleSize).sum(),
                earlier
                    ? "of earlier runs with this version of the skill and these models; nothing was paid for"
                    : "of the pilot and earlier runs"));
    line(text, "calls", total(Forecast::calls), Outlook::count);
    line(text, "tokens in", total(Forecast::inputTokens), Outlook::count);
    line(text, "  cached", total(Forecast::cachedTokens), Outlook::count);
    line(text, "tokens out", total(Forecast::outputTokens), Outlook::count);
    cost()
        .ifPresentOrElse(
            cost -> line(text, "cost", cost, Outlook::money),
            () -> plain(text, "cost", "unknown: no price for " + unpriced()));
    line(text, "time", total(Forecast::millis), Outlook::time);
    line(text, "rows", total(Forecast::rows), Outlook::count);
    costPerRow().ifPresent(cost -> line(text, "cost per row", cost, Outlook::money));
    bySkill(text);
    if (goal > 0) {
      plain(text, "for " + goal + " rows", toGoal());
    }
    text.append(
        total(Forecast::calls).ranges()
            ? "Nineteen times of twenty it lies in the range, if the sample is like the rest. The time is with all calls in flight all the time, as fast as in the sample.\n"
            : "One journey shows no spread: --pilot 5 gives ranges.\n");
    text.append(
        "What these journeys asked is in the journal: a run in this workspace does not pay for it again.\n");
    return text.toString();
  }

  private void bySkill(StringBuilder text) {
    if (skills.size() < 2) {
      return;
    }
    text.append("%-30s %8s %10s %8s%n".formatted("by skill", "seeds", "calls", "rows"));
    skills.forEach((skill, forecast) ->
        text.append(
            "  %-28s %8d %10s %8s%n"
                .formatted(
                    skill,
                    census.seeds(skill),
                    count(forecast.calls().mean()),
                    count(forecast.rows().mean()))));
  }

  private Span total(Function<Forecast, Span> figure) {
    return skills.values().stream().map(figure).reduce(new Span(0, 0, 0), Span::plus);
  }

  /** Absent where a role that was asked has no price. */
  private Optional<Span> cost() {
    return skills.values().stream().allMatch(forecast -> forecast.cost().isPresent())
        ? Optional.of(total(forecast -> forecast.cost().orElseThrow()))
        : Optional.empty();
  }

  private String unpriced() {
    return skills.values().stream()
        .flatMap(forecast -> forecast.unpriced().stream())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private Optional<Span> costPerRow() {
    if (skills.size() == 1) {
      return skills.values().iterator().next().costPerRow();
    }
    double rows = total(Forecast::rows).mean();
    return cost().filter(cost -> rows > 0).map(cost -> cost.times(1 / rows));
  }

  private Optional<Span> seedsFor() {
    if (skills.size() == 1) {
      return skills.values().iterator().next().seedsFor(goal);
    }
    Span rows = total(Forecast::rows);
    double all = (double) goal * census.seeds();
    return rows.mean() > 0
        ? Optional.of(
            new Span(
                all / rows.high(), all / rows.mean(), all / Math.max(rows.low(), rows.mean() / 10)))
        : Optional.empty();
  }

  private String toGoal() {
    Optional<Span> seeds = seedsFor();
    if (seeds.isEmpty()) {
      return "no row was kept of the sample: look at `status` of its run";
    }
    Span needed = seeds.get();
    String cost =
        costPerRow()
            .map(each -> ", cost " + shown(each.times((double) goal), Outlook::money))
            .orElse("");
    String enough =
        needed.mean() > census.seeds()
            ? ", more than there are"
            : needed.high() > census.seeds() ? ", perhaps more than there are" : "";
    return shown(needed, Outlook::seeds) + " seeds" + enough + cost;
  }

  private static void line(
      StringBuilder text, String name, Span span, DoubleFunction<String> spell) {
    plain(text, name, shown(span, spell));
  }

  private static void plain(StringBuilder text, String name, String value) {
    text.append("%-13s %s%n".formatted(name, value));
  }

  private static String shown(Span span, DoubleFunction<String> spell) {
    String mean = spell.apply(span.mean());
    return span.ranges()
        ? "%s (%s to %s)".formatted(mean, spell.apply(span.low()), spell.apply(span.high()))
        : mean;
  }

  private static String count(double number) {
    return String.format(Locale.ROOT, "%,d", Math.round(number));
  }

  private static String seeds(double number) {
    return count(Math.ceil(number));
  }

  private static String money(double micros) {
    return Funnel.money(Math.round(micros));
  }

  private static String time(double millis) {
    return Options.words(Duration.ofMillis(Math.round(millis)));
  }
}
