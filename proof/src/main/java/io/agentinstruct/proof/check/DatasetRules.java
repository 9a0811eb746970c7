package io.agentinstruct.proof.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Rules about the dataset: what is committed, built anew with code of our own, is what lies there.
 */
final class DatasetRules {
  static final String ROWS = "rows-are-the-committed-ones";
  static final String TWICE = "no-row-twice";
  static final String SORTED = "rows-are-sorted";
  static final String CONTENT = "rows-say-what-was-answered";
  static final String MANIFEST = "manifest-fits";
  static final String CLEAN = "nothing-spoilt-becomes-a-row";

  /** What the mock writes into every reply that must not be used. */
  private static final String SPOILT = "SPOILT-BY-THE-MOCK";

  private static final String STEP = " > ";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final StoreFile store;
  private final Evidence evidence;
  private final Findings findings;

  DatasetRules(StoreFile store, Evidence evidence, Findings findings) {
    this.store = store;
    this.evidence = evidence;
    this.findings = findings;
  }

  private record Kept(String id, String seed, String version, String lineage, String exchange) {
    /** As the house's rows are named: digest of seed, flow's version and path. */
    String rebuilt() {
      int first = lineage.indexOf(STEP);
      String within = first < 0 ? "" : lineage.substring(first + STEP.length());
      return StoreFile.digest(seed + "\n" + version + "\n" + within);
    }
  }

  void check() throws IOException, SQLException {
    Map<String, Kept> committed = committed();
    byte[] file = Files.readAllBytes(evidence.dataset());
    String text = new String(file, StandardCharsets.UTF_8);
    findings.expect(
        text.isEmpty() || text.endsWith("\n"), ROWS, "the last line is cut", evidence.dataset());
    Set<String> seen = new HashSet<>();
    String last = "";
    int rows = 0;
    for (String line : text.lines().toList()) {
      rows++;
      JsonNode row = JSON.readTree(line);
      String id = row.path("id").asText();
      findings.expect(seen.add(id), TWICE, "a row stands twice", id);
      findings.expect(last.compareTo(id) <= 0, SORTED, "a row is out of order", id);
      last = id;
      findings.expect(!line.contains(SPOILT), CLEAN, "a spoilt reply became a row", id);
      Kept kept = committed.remove(id);
      if (kept == null) {
        findings.expect(seen.size() < rows, ROWS, "a row that nobody committed", id);
      } else {
        content(row, kept);
      }
    }
    findings.expect(
        committed.isEmpty(),
        ROWS,
        committed.size() + " committed rows are missing",
        first(committed));
    manifest(file, rows);
  }

  private static String first(Map<String, Kept> rows) {
    return rows.isEmpty() ? "" : rows.keySet().iterator().next();
  }

  private Map<String, Kept> committed() throws SQLException {
    List<Kept> all =
        store.list(
            """
            SELECT o.row_id, o.seed, o.version, o.lineage, o.exchange, j.state
            FROM outcomes o LEFT JOIN journeys j
              ON j.run = o.run AND j.seed = o.seed AND j.flow = o.flow
            WHERE o.run = ? AND o.kind = 'kept' ORDER BY o.row_id
            """,
            row -> {
              boolean ended = "committed".equals(row.getString(6));
              findings.expect(
                  ended, ROWS, "a row of a journey that has not ended", row.getString(1));
              return new Kept(
                  row.getString(1),
                  row.getString(2),
                  row.getString(3),
                  row.getString(4),
                  row.getString(5));
            },
            evidence.run());
    Map<String, Kept> byId = new LinkedHashMap<>();
    for (Kept kept : all) {
      boolean named = kept.rebuilt().equals(kept.id());
      findings.expect(named, ROWS, "a row is not named for what it is", kept.id());
      boolean first = byId.put(kept.id(), kept) == null;
      findings.expect(first, TWICE, "a row is committed twice", kept.id());
    }
    return byId;
  }

  private void content(JsonNode row, Kept kept) throws SQLException, IOException {
    List<Object> bodies =
        store.list(
            "SELECT body FROM texts WHERE digest = ?", body -> body.getObject(1), kept.exchange());
    if (bodies.isEmpty()) {
      findings.add(CONTENT, "the exchange of a row is missing", kept.id());
      return;
    }
    JsonNode exchange = JSON.readTree(StoreFile.unpacked(bodies.getFirst()));
    boolean same = exchange.path("messages").equals(row.path("messages"));
    findings.expect(same, CONTENT, "a row says something else", kept.id());
    JsonNode metadata = row.path("metadata");
    boolean lineage = metadata.path("lineage").asText().equals(kept.lineage());
    boolean seed = metadata.path("seed").path("id").asText().equals(kept.seed());
    findings.expect(lineage && seed, CONTENT, "a row tells another origin", kept.id());
  }

  private void manifest(byte[] file, int rows) throws IOException {
    JsonNode manifest = JSON.readTree(evidence.manifest().toFile());
    Map<String, String> told = new TreeMap<>();
    told.put("rows", manifest.path("rows").asText());
    told.put("bytes", manifest.path("bytes").asText());
    told.put("sha256", manifest.path("sha256").asText());
    Map<String, String> found = new TreeMap<>();
    found.put("rows", String.valueOf(rows));
    found.put("bytes", String.valueOf(file.length));
    found.put("sha256", StoreFile.sha256(file));
    findings.expect(told.equals(found), MANIFEST, "says " + told + ", is " + found, evidence.run());
  }
}
