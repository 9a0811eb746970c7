package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Money;
import io.agentinstruct.activities.store.Store;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A run's numbers for people: what went in, what came out, what fell out where and why; and that it
 * all adds up.
 */
final class Funnel {
  private final Store.Figures figures;

  Funnel(Store.Figures figures) {
    this.figures = figures;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    int skipped = sum(figures.skipped());
    int open = figures.assigned() - figures.walked();
    line(
        text,
        "seeds",
        (figures.seeds() + skipped)
            + " read"
            + (figures.readingDone() ? "" : " so far")
            + ", "
            + skipped
            + " skipped"
            + reasons(figures.skipped()));
    line(
        text,
        "journeys",
        "%d kept, %d dropped, %d failed%s"
            .formatted(
                figures.journeysKept(),
                figures.journeysDropped(),
                figures.journeysFailed(),
                open > 0 ? ", " + open + " to go" : ""));
    line(text, "materials", String.valueOf(figures.made().materials()));
    line(
        text,
        "instructions",
        figures.made().instructions()
            + " written, "
            + figures.made().refined()
            + " more by refinement");
    line(text, "exchanges", String.valueOf(figures.made().exchanges()));
    line(text, "kept", figures.threadsKept() + " rows");
    drops(text, "dropped", figures.dropped());
    drops(text, "lost", figures.lost());
    figures
        .failures()
        .forEach((reason, count) ->
            text.append("  failed journeys: %d × %s%n".formatted(count, reason)));
    figures
        .declined()
        .forEach((reason, count) ->
            text.append("  declined journeys: %d × %s%n".formatted(count, reason)));
    sums(text, skipped, open);
    spend(text);
    return text.toString();
  }

  private void sums(StringBuilder text, int skipped, int open) {
    int threads = figures.made().instructions() + figures.made().refined();
    int threadEnds = figures.threadsKept() + sum(figures.dropped());
    boolean each = figures.assigned() == figures.seeds();
    if (!each) {
      line(
          text,
          "sum check",
          "%d seeds = %d sent to skills + %d skipped: %s"
              .formatted(
                  figures.seeds() + skipped,
                  figures.seeds(),
                  skipped,
                  figures.assigned() >= figures.seeds() ? "holds" : "DOES NOT HOLD"));
    }
    int apart = each ? skipped : 0;
    int inputs = figures.assigned() + apart;
    line(
        text,
        each ? "sum check" : "",
        "%d %s = %d kept + %d dropped + %d failed%s%s: %s"
            .formatted(
                inputs,
                each ? "seeds" : "journeys",
                figures.journeysKept(),
                figures.journeysDropped(),
                figures.journeysFailed(),
                each ? " + " + skipped + " skipped" : "",
                open > 0 ? " + " + open + " to go" : "",
                inputs == figures.walked() + apart + open && open >= 0
                    ? "holds"
                    : "DOES NOT HOLD"));
    line(
        text,
        "",
        "%d threads = %d kept + %d dropped: %s"
            .formatted(
                threads,
                figures.threadsKept(),
                sum(figures.dropped()),
                threads == threadEnds ? "holds" : "DOES NOT HOLD"));
  }

  private void spend(StringBuilder text) {
    Store.Spend spend = figures.spend();
    line(
        text,
        "calls",
        spend.calls()
            + " answered, "
            + Math.max(0, spend.attempts() - spend.calls())
            + " attempts without an answer"
            + (spend.perhapsBilled() > 0 ? ", " + spend.perhapsBilled() + " perhaps billed" : ""));
    line(
        text,
        "tokens",
        "%s in (%s cached), %s out"
            .formatted(
                thousands(spend.inputTokens()),
                thousands(spend.cachedTokens()),
                thousands(spend.outputTokens())));
    line(text, "cost", cost(spend));
  }

  /** What was charged, what else may be, and what a row costs by that. */
  private String cost(Store.Spend spend) {
    boolean priced = spend.chargedMicros() + spend.reservedMicros() > 0;
    if (!priced && spend.attempts() > 0) {
      return "unknown: no price is configured";
    }
    StringBuilder cost = new StringBuilder(money(spend.chargedMicros()));
    spend.capMicros().ifPresent(cap -> cost.append(" of ").append(money(cap)));
    List<String> apart = new ArrayList<>();
    if (spend.reservedMicros() > 0 || spend.capMicros().isPresent()) {
      apart.add(money(spend.reservedMicros()) + " reserved");
    }
    if (spend.perhapsBilled() > 0) {
      apart.add(money(spend.lostMicros()) + " perhaps billed");
    }
    if (!apart.isEmpty()) {
      cost.append(" (").append(String.join(", ", apart)).append(')');
    }
    if (figures.threadsKept() > 0) {
      long each = spend.chargedMicros() / figures.threadsKept();
      cost.append(", ").append(money(each)).append(" per kept row");
    }
    return cost.toString();
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append("%-13s %s%n".formatted(name, value));
  }

  private static void drops(StringBuilder text, String name, Map<Store.Drop, Integer> drops) {
    line(
        text,
        name,
        String.valueOf(sum(drops))
            + (name.equals("lost")
                ? " attempts that ended before there was an instruction"
                : " threads"));
    drops.entrySet().stream()
        .sorted(
            Map.Entry.<Store.Drop, Integer>comparingByValue()
                .reversed()
                .thenComparing(
                    Map.Entry.comparingByKey(Comparator.comparing(Store.Drop::toString))))
        .forEach(drop ->
            text.append(
                "  %5d  %-10s %-26s %s%n"
                    .formatted(
                        drop.getValue(),
                        drop.getKey().stage().toLowerCase(Locale.ROOT),
                        drop.getKey().agent(),
                        drop.getKey().reason())));
  }

  private static String reasons(Map<String, Integer> reasons) {
    if (reasons.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder(" (");
    reasons.forEach((reason, count) ->
        text.append(text.length() > 2 ? ", " : "").append(count).append(' ').append(reason));
    return text.append(')').toString();
  }

  private static int sum(Map<?, Integer> counts) {
    return counts.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** {@code 3 of 8+ seeds}; of journeys, where a seed makes several. */
  static String walked(Store.Figures figures) {
    return "%d of %d%s %s"
        .formatted(
            figures.walked(),
            figures.assigned(),
            figures.readingDone() ? "" : "+",
            figures.assigned() == figures.seeds() ? "seeds" : "journeys");
  }

  static String thousands(long number) {
    return number < 10_000
        ? String.valueOf(number)
        : number < 10_000_000 ? "%.1fk".formatted(number / 1e3) : "%.1fM".formatted(number / 1e6);
  }

  static String money(long micros) {
    return Money.shown(micros);
  }
}
