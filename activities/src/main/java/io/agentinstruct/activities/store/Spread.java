package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.OfLeaf;
import io.agentinstruct.activities.store.Store.OfSkill;
import io.agentinstruct.core.stage.Lineage;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How a run is spread over skills and leaves. */
final class Spread {
  private static final String SEEDS =
      "SELECT skills, count(*) FROM seeds WHERE run = ? GROUP BY skills";

  private static final String FLOWS =
      """
      SELECT f.key
      FROM runs r, json_each(CASE WHEN json_valid(r.spec) THEN r.spec ELSE '{}' END, '$.flows') f
      WHERE r.id = ?
      """;

  private static final String JOURNEYS =
      """
      SELECT flow, state = 'failed', EXISTS (
        SELECT 1 FROM outcomes o
        WHERE o.run = j.run AND o.seed = j.seed AND o.flow = j.flow AND o.kind = 'kept'),
        count(*)
      FROM journeys j WHERE run = ? GROUP BY 1, 2, 3
      """;

  private static final String ROWS =
      "SELECT flow, count(*) FROM outcomes WHERE run = ? AND kind = 'kept' GROUP BY flow";

  private static final String THREADS =
      "SELECT flow, lineage, kind = 'kept' FROM outcomes WHERE run = ?";

  private Spread() {}

  private static final class Counts {
    private int seeds;
    private int kept;
    private int dropped;
    private int failed;
    private int rows;
  }

  static List<OfSkill> bySkill(Session session, String run) throws SQLException {
    Map<String, Counts> skills = new TreeMap<>();
    session.each(FLOWS, row -> of(skills, row.getString(1)), run);
    List<String> all = List.copyOf(skills.keySet());
    session.each(
        SEEDS,
        row -> {
          String names = row.getString(1);
          for (String skill : names.isEmpty() ? all : List.of(names.split(",", -1))) {
            of(skills, skill).seeds += row.getInt(2);
          }
        },
        run);
    session.each(
        JOURNEYS,
        row -> {
          Counts counts = of(skills, row.getString(1));
          counts.failed += row.getBoolean(2) ? row.getInt(4) : 0;
          counts.kept += !row.getBoolean(2) && row.getBoolean(3) ? row.getInt(4) : 0;
          counts.dropped += !row.getBoolean(2) && !row.getBoolean(3) ? row.getInt(4) : 0;
        },
        run);
    session.each(ROWS, row -> of(skills, row.getString(1)).rows += row.getInt(2), run);
    return skills.entrySet().stream()
        .map(skill -> {
          Counts of = skill.getValue();
          return new OfSkill(skill.getKey(), of.seeds, of.kept, of.dropped, of.failed, of.rows);
        })
        .toList();
  }

  private static Counts of(Map<String, Counts> skills, String skill) {
    return skills.computeIfAbsent(skill, s -> new Counts());
  }

  /** Memory grows with the leaves, not with the rows. */
  static List<OfLeaf> byLeaf(Session session, String run) throws SQLException {
    Map<String, Map<String, int[]>> leaves = new TreeMap<>();
    session.each(
        THREADS,
        row -> {
          String leaf = new Lineage(row.getString(2)).leaf();
          if (!leaf.isEmpty()) {
            leaves.computeIfAbsent(row.getString(1), flow -> new TreeMap<>())
                .computeIfAbsent(leaf, l -> new int[2])[row.getBoolean(3) ? 0 : 1]++;
          }
        },
        run);
    return leaves.entrySet().stream()
        .flatMap(flow ->
            flow.getValue().entrySet().stream()
                .map(leaf ->
                    new OfLeaf(
                        flow.getKey(), leaf.getKey(), leaf.getValue()[0], leaf.getValue()[1])))
        .toList();
  }
}
