package io.agentinstruct.activities.corpus;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which other seeds of the run are put beside one, for flows that work on several documents at a
 * time. The same for the same run, always.
 */
public final class Companions {
  private final Corpus corpus;

  public Companions(Corpus corpus) {
    this.corpus = corpus;
  }

  /**
   * The nearest others, the likest first; where there are too few that are alike, those that follow
   * the seed in the order of reading.
   *
   * @param documents wanted in all, the seed among them
   * @param kinds of seeds that the flow takes; empty = any
   * @return ids of {@code documents - 1} other seeds, or of as many as there are
   * @throws IllegalStateException while the run's seeds are being read
   */
  public List<String> of(String run, String seed, int documents, Collection<String> kinds) {
    int others = documents - 1;
    if (others < 1) {
      return List.of();
    }
    SeedIndex index = corpus.of(run);
    List<String> ids = new ArrayList<>(index.nearest(seed, others, kinds));
    if (ids.size() < others) {
      Set<String> taken = new HashSet<>(ids);
      ids.addAll(index.following(seed, others - ids.size(), kinds, taken));
    }
    return ids;
  }

  /**
   * Why a flow that works on several documents does not take a seed; empty = it does. Fewer than
   * wanted will do, one alone will not.
   *
   * @param documents that the flow wants
   * @param companions that were found
   */
  public static Optional<String> reasonToDecline(int documents, int companions) {
    return documents > 1 && companions == 0
        ? Optional.of("needs at least 2 documents; the run has 1")
        : Optional.empty();
  }
}
