package io.agentinstruct.proof.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Rules about seeds, journeys and sums: the run's book on its own. */
final class LedgerRules {
  static final String TERMINAL = "one-terminal-state";
  static final String REASON = "every-end-has-a-reason";
  static final String SUMS = "sums-hold";
  static final String TEXTS = "texts-are-what-they-are-named";
  static final String SETTLED = "nothing-left-open";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> TROUBLES =
      Set.of(
          "TRANSIENT",
          "RATE",
          "QUOTA",
          "BUDGET",
          "CREDENTIAL",
          "CONFIG",
          "SEED",
          "OUTPUT",
          "INTERNAL");

  private final StoreFile store;
  private final Evidence evidence;
  private final Findings findings;
  private final String run;

  LedgerRules(StoreFile store, Evidence evidence, Findings findings) {
    this.store = store;
    this.evidence = evidence;
    this.findings = findings;
    this.run = evidence.run();
  }

  void check() throws SQLException, JsonProcessingException {
    seedsEnd();
    reasons();
    sums();
    texts();
  }

  private record Journey(String seed, String flow, String state, String reason) {}

  private List<Journey> journeys() throws SQLException {
    return store.list(
        "SELECT seed, flow, state, reason FROM journeys WHERE run = ?",
        row -> new Journey(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
        run);
  }

  /**
   * @param skills that the seed was sent to; none = all of the run's
   */
  private record Sent(String id, List<String> skills) {}

  private List<Sent> sent() throws SQLException {
    return store.list(
        "SELECT id, skills FROM seeds WHERE run = ?",
        row -> {
          String skills = row.getString(2);
          return new Sent(
              row.getString(1), skills.isEmpty() ? List.of() : List.of(skills.split(",", -1)));
        },
        run);
  }

  private void seedsEnd() throws SQLException, JsonProcessingException {
    Set<String> flows = new TreeSet<>();
    JsonNode spec = JSON.readTree(store.word("SELECT spec FROM runs WHERE id = ?", run));
    spec.path("flows").fieldNames().forEachRemaining(flows::add);
    findings.expect(!flows.isEmpty(), TERMINAL, "the run names no flow", run);
    Set<String> ended = new HashSet<>();
    for (Journey journey : journeys()) {
      boolean known = journey.state().equals("committed") || journey.state().equals("failed");
      findings.expect(known, TERMINAL, "journey in state " + journey.state(), journey.seed());
      boolean first = ended.add(journey.seed() + " " + journey.flow());
      findings.expect(first, TERMINAL, "a journey ended twice", journey.seed());
    }
    Set<String> seeds = new HashSet<>();
    long due = 0;
    for (Sent seed : sent()) {
      findings.expect(seeds.add(seed.id()), TERMINAL, "a seed stands twice", run);
      Set<String> to = seed.skills().isEmpty() ? flows : new TreeSet<>(seed.skills());
      findings.expect(flows.containsAll(to), TERMINAL, "sent to no flow of the run", to);
      due += to.size();
      for (String flow : to) {
        boolean has = ended.remove(seed.id() + " " + flow);
        findings.expect(
            has || !evidence.allowed().whole(), TERMINAL, "a seed without an end", seed.id());
      }
    }
    long told = store.number("SELECT assigned FROM totals WHERE run = ?", run);
    findings.expect(told == due, SUMS, "assigned says " + told + ", really " + due, run);
    findings.expect(ended.isEmpty(), TERMINAL, "journeys of no seed", ended);
    if (evidence.allowed().whole()) {
      String state = store.word("SELECT state FROM runs WHERE id = ?", run);
      findings.expect(state.startsWith("done"), TERMINAL, "the run is " + state, run);
    }
  }

  private void reasons() throws SQLException {
    for (Journey journey : journeys()) {
      if (journey.state().equals("failed")) {
        boolean named = TROUBLES.stream().anyMatch(journey.reason()::startsWith);
        boolean known = named && !journey.reason().startsWith("INTERNAL");
        findings.expect(known, REASON, "failed: " + journey.reason(), journey.seed());
      }
    }
    for (String mute :
        store.list(
            """
            SELECT seed FROM journeys j WHERE run = ? AND state = 'committed' AND reason = ''
              AND NOT EXISTS (SELECT 1 FROM outcomes o
                WHERE o.run = j.run AND o.seed = j.seed AND o.flow = j.flow)
            """,
            row -> row.getString(1),
            run)) {
      findings.add(REASON, "committed with neither an outcome nor a reason", mute);
    }
    for (String mute :
        store.list(
            """
            SELECT seed || ' ' || lineage FROM outcomes WHERE run = ? AND kind = 'dropped'
              AND (coalesce(reason, '') = '' OR coalesce(stage, '') = '')
            """,
            row -> row.getString(1),
            run)) {
      findings.add(REASON, "dropped without a reason", mute);
    }
    for (String odd :
        store.list(
            "SELECT seed FROM outcomes WHERE run = ? AND kind NOT IN ('kept', 'dropped')",
            row -> row.getString(1),
            run)) {
      findings.add(REASON, "an outcome that is neither kept nor dropped", odd);
    }
  }

  private void sums() throws SQLException {
    same("seeds", "SELECT count(*) FROM seeds WHERE run = ?");
    same("threads_kept", "SELECT count(*) FROM outcomes WHERE run = ? AND kind = 'kept'");
    String ended = "SELECT count(*) FROM journeys j WHERE run = ? AND state = 'committed' AND ";
    String some =
        "EXISTS (SELECT 1 FROM outcomes o WHERE o.run = j.run AND o.seed = j.seed"
            + " AND o.flow = j.flow AND o.kind = 'kept')";
    same("journeys_kept", ended + some);
    same("journeys_dropped", ended + "NOT " + some);
    long skipped = store.number("SELECT count(*) FROM skipped WHERE run = ?", run);
    long tallied =
        store.number(
            "SELECT coalesce(sum(count), 0) FROM tallies WHERE run = ? AND what = 'skipped'", run);
    findings.expect(skipped == tallied, SUMS, tallied + " skipped, really " + skipped, run);
    long open = store.number("SELECT count(*) FROM reservations WHERE run = ?", run);
    same("open_intents", "SELECT count(*) FROM reservations WHERE run = ?");
    same("reserved_micros", "SELECT coalesce(sum(micros), 0) FROM reservations WHERE run = ?");
    same("lost_micros", "SELECT coalesce(sum(micros), 0) FROM lost WHERE run = ?");
    boolean closed = open == 0 || !evidence.allowed().whole();
    findings.expect(closed, SETTLED, open + " calls are neither answered nor given up", run);
  }

  private void same(String column, String sql) throws SQLException {
    long told = store.number("SELECT " + column + " FROM totals WHERE run = ?", run);
    long counted = store.number(sql, run);
    findings.expect(told == counted, SUMS, column + " says " + told + ", really " + counted, run);
  }

  private void texts() throws SQLException {
    for (String wrong :
        store.list(
            "SELECT digest, body FROM texts",
            row -> {
              String name = row.getString(1);
              return StoreFile.digest(StoreFile.unpacked(row.getObject(2))).equals(name)
                  ? ""
                  : name;
            })) {
      findings.expect(wrong.isEmpty(), TEXTS, "a text that is another", wrong);
    }
  }
}
