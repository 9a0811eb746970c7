package io.agentinstruct.starter;

import io.agentinstruct.activities.seed.Census;
import io.agentinstruct.worker.estimate.Forecast;
import io.agentinstruct.worker.estimate.Span;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleFunction;

/** A forecast for people. */
final class Outlook {
  private final Forecast forecast;
  private final Census census;
  private final long goal;

  /**
   * @param goal rows that are wanted; 0 = none are named
   */
  Outlook(Forecast forecast, Census census, long goal) {
    this.forecast = forecast;
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
                forecast.sampleSize(),
                earlier
                    ? "of earlier runs with this version of the skill and these models; nothing was paid for"
                    : "of the pilot and earlier runs"));
    line(text, "calls", forecast.calls(), Outlook::count);
    line(text, "tokens in", forecast.inputTokens(), Outlook::count);
    line(text, "  cached", forecast.cachedTokens(), Outlook::count);
    line(text, "tokens out", forecast.outputTokens(), Outlook::count);
    forecast
        .cost()
        .ifPresentOrElse(
            cost -> line(text, "cost", cost, Outlook::money),
            () ->
                plain(
                    text,
                    "cost",
                    "unknown: no price for " + String.join(", ", forecast.unpriced())));
    line(text, "time", forecast.millis(), Outlook::time);
    line(text, "rows", forecast.rows(), Outlook::count);
    forecast.costPerRow().ifPresent(cost -> line(text, "cost per row", cost, Outlook::money));
    if (goal > 0) {
      plain(text, "for " + goal + " rows", toGoal());
    }
    text.append(
        forecast.calls().ranges()
            ? "Nineteen times of twenty it lies in the range, if the sample is like the rest. The time is with all calls in flight all the time, as fast as in the sample.\n"
            : "One journey shows no spread: --pilot 5 gives ranges.\n");
    text.append(
        "What these journeys asked is in the journal: a run in this workspace does not pay for it again.\n");
    return text.toString();
  }

  private String toGoal() {
    Optional<Span> seeds = forecast.seedsFor(goal);
    if (seeds.isEmpty()) {
      return "no row was kept of the sample: look at `status` of its run";
    }
    Span needed = seeds.get();
    String cost =
        forecast
            .costPerRow()
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
