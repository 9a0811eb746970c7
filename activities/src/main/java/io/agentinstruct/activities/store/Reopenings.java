package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Sampled;
import io.agentinstruct.contracts.Ledger.Counts;
import io.agentinstruct.contracts.Ledger.JourneyRecord;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Journeys that are walked once more because a person asked for another try of what was dropped.
 * Until then, and if that fails, all that was committed stays as it is; what was kept stays for
 * good.
 */
final class Reopenings {
  static final String REOPENED = "reopened";

  private static final String REOPEN =
      """
      UPDATE journeys SET state = 'reopened', reason = ''
      WHERE run = ? AND seed = ? AND flow = ? AND state IN ('committed', 'reopened') AND counts <> ''
      """;

  private static final String SAMPLE =
      """
      INSERT INTO resamples (run, seed, flow, lineage, sample) VALUES (?, ?, ?, ?, 1)
      ON CONFLICT DO UPDATE SET sample = sample + 1
      """;

  private Reopenings() {}

  /**
   * @return false if it was never committed, or by a version that did not note its counts
   */
  static boolean reopen(Session session, String run, String seed, String flow, List<Lineage> calls)
      throws SQLException {
    if (session.change(REOPEN, run, seed, flow) == 0) {
      return false;
    }
    for (Lineage call : calls) {
      session.change(SAMPLE, run, seed, flow, call.path());
    }
    return true;
  }

  static Map<Sampled, Integer> samples(Session session, String run) throws SQLException {
    Map<Sampled, Integer> samples = new LinkedHashMap<>();
    session.each(
        "SELECT seed, flow, lineage, sample FROM resamples WHERE run = ?",
        row ->
            samples.put(
                new Sampled(row.getString(1), row.getString(2), row.getString(3)), row.getInt(4)),
        run);
    return samples;
  }

  /** It could not be walked again: still reopened, with the reason. */
  static void failed(Session session, JourneyRecord record) throws SQLException {
    session.change(
        "UPDATE journeys SET reason = ? WHERE run = ? AND seed = ? AND flow = ?",
        record.failure(),
        record.run(),
        record.seed(),
        record.flow());
  }

  /**
   * What the journey's outcomes are now. Rows that were kept stay byte for byte, whatever came of
   * them this time.
   *
   * @return empty if one of the rows has no place among the new outcomes: then nothing is replaced
   */
  static Optional<List<Outcome>> merged(List<Outcome> before, List<Outcome> after) {
    Map<String, Outcome> kept = new LinkedHashMap<>();
    for (Outcome outcome : before) {
      if (outcome instanceof Outcome.Kept) {
        kept.put(outcome.lineage().path(), outcome);
      }
    }
    List<Outcome> merged = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Outcome outcome : after) {
      merged.add(kept.getOrDefault(outcome.lineage().path(), outcome));
      seen.add(outcome.lineage().path());
    }
    return seen.containsAll(kept.keySet()) ? Optional.of(merged) : Optional.empty();
  }

  /** What was made on the way last time. */
  static Counts counts(Session session, JourneyRecord record) throws SQLException {
    return session
        .first(
            "SELECT counts FROM journeys WHERE run = ? AND seed = ? AND flow = ?",
            row -> Json.read(row.getString(1), Counts.class),
            record.run(),
            record.seed(),
            record.flow())
        .orElseThrow();
  }
}
