package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import java.util.Map;
import java.util.StringJoiner;

/** What waits and what it has cost so far: a sentence for every pause. */
final class Waiting {
  private Waiting() {}

  static String words(Store.Figures figures) {
    int left = Math.max(0, figures.assigned() - figures.walked());
    Store.Spend spend = figures.spend();
    String cost =
        spend.chargedMicros() > 0
            ? "it has cost " + Funnel.money(spend.chargedMicros()) + " so far"
            : "it has taken "
                + spend.calls()
                + (spend.calls() == 1 ? " call" : " calls")
                + " so far (no price is configured)";
    return "%d%s of %d %s wait; %s"
        .formatted(
            left,
            figures.readingDone() ? "" : "+",
            figures.assigned(),
            figures.assigned() == figures.seeds() ? "seeds" : "journeys",
            cost);
  }

  /**
   * What is wanted of a run, such as {@code rows 100, patience 30m}; pausing and cancelling left
   * out.
   */
  static String wanted(Map<String, String> settings) {
    StringJoiner words = new StringJoiner(", ");
    for (RunSetting setting : RunSetting.values()) {
      String value = settings.get(setting.word());
      if (setting.settable() && value != null) {
        words.add(setting.word() + " " + value);
      }
    }
    return words.toString();
  }
}
