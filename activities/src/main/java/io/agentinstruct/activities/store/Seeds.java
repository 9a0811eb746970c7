package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.SeedEntry;
import io.agentinstruct.activities.store.Store.Skipped;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.seed.Source;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The tables of seeds and of skipped inputs. */
final class Seeds {
  private static final String INSERT =
      """
      INSERT INTO seeds (run, ordinal, id, text, source, skills, places)
      VALUES (?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (run, id) DO NOTHING
      """;

  private static final String SELECT =
      "SELECT ordinal, id, text, source, skills, places FROM seeds ";

  private static final String OPEN =
      SELECT
          + """
          AS s WHERE run = ? AND ordinal >= ? AND ordinal < ? AND EXISTS (
            SELECT 1 FROM json_each(?) f
            WHERE (s.skills = '' OR instr(',' || s.skills || ',', ',' || f.value || ',') > 0)
              AND NOT EXISTS (
                SELECT 1 FROM journeys j
                WHERE j.run = s.run AND j.seed = s.id AND j.flow = f.value
                  AND j.state = 'committed'))
          ORDER BY ordinal LIMIT ?
          """;

  private static final String NAMED =
      SELECT
          + """
          WHERE run = ? AND ((id >= ? AND id < ?)
            OR instr(lower(source ->> 'title'), ?) > 0 OR instr(lower(source ->> 'path'), ?) > 0)
          ORDER BY ordinal LIMIT ?
          """;

  private static final String SKIP =
      "INSERT INTO skipped (run, input, reason, detail) VALUES (?, ?, ?, ?)";

  private Seeds() {}

  /** The texts of seeds that are not added are not kept either. */
  static List<SeedEntry> add(
      Session session, String run, List<SeedEntry> seeds, List<Texts.Packed> texts)
      throws SQLException {
    List<SeedEntry> known = new ArrayList<>();
    Set<String> wanted = new HashSet<>();
    int everySeed = Runs.flows(session, run);
    int journeys = 0;
    for (SeedEntry seed : seeds) {
      if (insert(session, run, seed)) {
        journeys += seed.skills().isEmpty() ? everySeed : seed.skills().size();
        wanted.add(seed.text());
      } else {
        known.add(seed);
      }
    }
    Texts.put(session, texts.stream().filter(text -> wanted.contains(text.digest())).toList());
    Totals.addedSeeds(session, run, seeds.size() - known.size(), journeys);
    return known;
  }

  private static boolean insert(Session session, String run, SeedEntry seed) throws SQLException {
    int added =
        session.change(
            INSERT,
            run,
            seed.ordinal(),
            seed.id(),
            seed.text(),
            Json.write(seed.source()),
            String.join(",", seed.skills()),
            seed.places().stream().map(String::valueOf).collect(Collectors.joining(",")));
    return added > 0;
  }

  static void addSkipped(Session session, String run, List<Skipped> skipped) throws SQLException {
    Totals.begin(session, run);
    for (Skipped input : skipped) {
      session.change(SKIP, run, input.input(), input.reason(), input.detail());
      Totals.tally(session, run, Totals.SKIPPED, input.reason());
    }
  }

  static void forget(Session session, String run) throws SQLException {
    session.change("DELETE FROM seeds WHERE run = ?", run);
    session.change("DELETE FROM skipped WHERE run = ?", run);
    Totals.forgotSeeds(session, run);
    Runs.setReadingDone(session, run, false);
  }

  static Optional<SeedEntry> find(Session session, String run, String id) throws SQLException {
    return session.first(SELECT + "WHERE run = ? AND id = ?", Seeds::read, run, id);
  }

  static List<SeedEntry> open(
      Session session, String run, List<String> flows, int from, int to, int limit)
      throws SQLException {
    return session.list(OPEN, Seeds::read, run, from, to, Json.write(flows), limit);
  }

  static List<SeedEntry> from(Session session, String run, int from, int limit)
      throws SQLException {
    String page = SELECT + "WHERE run = ? AND ordinal >= ? ORDER BY ordinal LIMIT ?";
    return session.list(page, Seeds::read, run, from, limit);
  }

  static List<SeedEntry> named(Session session, String run, String name, int limit)
      throws SQLException {
    String id = name.startsWith("seed ") ? name.substring("seed ".length()) : name;
    String part = name.toLowerCase(Locale.ROOT);
    return session.list(NAMED, Seeds::read, run, id, id + Character.MAX_VALUE, part, part, limit);
  }

  static List<Skipped> skipped(Session session, String run) throws SQLException {
    return session.list(
        "SELECT input, reason, detail FROM skipped WHERE run = ? ORDER BY id",
        row -> new Skipped(row.getString(1), row.getString(2), row.getString(3)),
        run);
  }

  private static SeedEntry read(ResultSet row) throws SQLException {
    Source source = Json.read(row.getString(4), Source.class);
    String skills = row.getString(5);
    String places = row.getString(6);
    return new SeedEntry(
        row.getInt(1),
        row.getString(2),
        row.getString(3),
        source,
        skills.isEmpty() ? List.of() : List.of(skills.split(",", -1)),
        places.isEmpty()
            ? List.of()
            : Stream.of(places.split(",", -1)).map(Integer::valueOf).toList());
  }
}
