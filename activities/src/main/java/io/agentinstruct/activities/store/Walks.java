package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Share;
import io.agentinstruct.activities.store.Store.Walk;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.seed.Source;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What journeys took: for estimates of what others will take. */
final class Walks {
  private static final String JOURNEYS =
      """
      SELECT j.run, j.seed, s.source,
        (SELECT count(*) FROM outcomes o
         WHERE o.run = j.run AND o.seed = j.seed AND o.flow = j.flow AND o.kind = 'kept'),
        (SELECT count(*) FROM journeys k WHERE k.run = j.run AND k.seed = j.seed)
      FROM journeys j JOIN seeds s ON s.run = j.run AND s.id = j.seed
      WHERE j.flow = ? AND j.version = ? AND j.state = 'committed'
      ORDER BY j.run, s.ordinal
      """;

  private static final String SHARES =
      """
      SELECT c.run, c.seed, c.role, c.model, count(*), sum(r.input_tokens), sum(r.cached_tokens),
        sum(r.output_tokens), sum(r.millis)
      FROM calls c JOIN replies r ON r.call = c.id
      GROUP BY c.run, c.seed, c.role, c.model
      ORDER BY c.run, c.seed, c.role, c.model
      """;

  private Walks() {}

  private record Journey(String run, String seed) {}

  /** Who paid for a seed's calls: replies that another run of the same model left cost nothing. */
  private static final class Payers {
    private final Map<String, Map<String, Set<String>>> runsByModelBySeed = new HashMap<>();

    void paid(String seed, String model, String run) {
      runsByModelBySeed
          .computeIfAbsent(seed, s -> new HashMap<>())
          .computeIfAbsent(model, m -> new HashSet<>())
          .add(run);
    }

    /** Whether what the run paid for the seed is all that its journey takes. */
    boolean tellAll(Journey journey, List<Share> shares) {
      Map<String, Set<String>> runsByModel =
          runsByModelBySeed.getOrDefault(journey.seed(), Map.of());
      return shares.isEmpty()
          ? runsByModel.isEmpty()
          : shares.stream()
              .allMatch(share -> Set.of(journey.run()).equals(runsByModel.get(share.model())));
    }
  }

  /** What a seed of several journeys took is spread evenly over them: calls name no skill. */
  private static List<Share> each(List<Share> shares, int journeys) {
    return journeys < 2
        ? shares
        : shares.stream()
            .map(share ->
                new Share(
                    share.role(),
                    share.model(),
                    Math.ceilDiv(share.calls(), journeys),
                    share.inputTokens() / journeys,
                    share.cachedTokens() / journeys,
                    share.outputTokens() / journeys,
                    share.millis() / journeys))
            .toList();
  }

  static List<Walk> of(Session session, String flow, String version) throws SQLException {
    Map<Journey, List<Share>> shares = new HashMap<>();
    Payers payers = new Payers();
    session.each(
        SHARES,
        row -> {
          String run = row.getString(1);
          String seed = row.getString(2);
          payers.paid(seed, row.getString(4), run);
          shares
              .computeIfAbsent(new Journey(run, seed), j -> new ArrayList<>())
              .add(
                  new Share(
                      row.getString(3),
                      row.getString(4),
                      row.getInt(5),
                      row.getLong(6),
                      row.getLong(7),
                      row.getLong(8),
                      row.getLong(9)));
        });
    List<Walk> walks = new ArrayList<>();
    session.each(
        JOURNEYS,
        row -> {
          String run = row.getString(1);
          String seed = row.getString(2);
          Journey journey = new Journey(run, seed);
          List<Share> paid = shares.getOrDefault(journey, List.of());
          if (payers.tellAll(journey, paid)) {
            Source source = Json.read(row.getString(3), Source.class);
            walks.add(
                new Walk(
                    run,
                    seed,
                    source.to() - source.from(),
                    row.getInt(4),
                    each(paid, row.getInt(5))));
          }
        },
        flow,
        version);
    return walks;
  }
}
