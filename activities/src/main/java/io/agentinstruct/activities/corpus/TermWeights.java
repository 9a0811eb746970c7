package io.agentinstruct.activities.corpus;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;

/** How much a word tells: the fewer seeds hold it, the more. */
record TermWeights(IndexReader reader) {
  private static final int STRONGEST = 30;
  private static final float SHARE_OF_A_PART = 0.2f;

  /**
   * @param share what a word counts for in a query: 1, or less for one that is part of a pair
   * @param worth how much finding it tells
   */
  record Weight(float share, float worth) {}

  /**
   * The query's terms that some seed holds, in their order; at most so many. Kanji count for a
   * little by themselves, too: a question about ships says 船が, the text 船は.
   */
  Map<String, Weight> ofQuery(String query, int most) throws IOException {
    Map<String, Float> shares = new LinkedHashMap<>();
    SeedAnalyzer.TO_ASK.terms(query).forEach(term -> shares.put(term.word(), 1f));
    SeedAnalyzer.TO_WRITE.terms(query).stream()
        .filter(term -> isKanji(term.word()))
        .forEach(term -> shares.putIfAbsent(term.word(), SHARE_OF_A_PART));
    Map<String, Weight> weights = new LinkedHashMap<>();
    for (Map.Entry<String, Float> term : shares.entrySet()) {
      int seeds = seedsWith(term.getKey());
      if (seeds > 0 && weights.size() < most) {
        weights.put(term.getKey(), new Weight(term.getValue(), term.getValue() * rarity(seeds)));
      }
    }
    return weights;
  }

  private static boolean isKanji(String word) {
    return word.codePointCount(0, word.length()) == 1
        && Character.isIdeographic(word.codePointAt(0));
  }

  /** The text's strongest terms that another seed may hold as well, from 0 to 1. */
  Map<String, Float> strongest(String text) throws IOException {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (SeedAnalyzer.Term term : SeedAnalyzer.TO_ASK.terms(text)) {
      counts.merge(term.word(), 1, Integer::sum);
    }
    Map<String, Float> weights = new LinkedHashMap<>();
    for (Map.Entry<String, Integer> term : counts.entrySet()) {
      int seeds = seedsWith(term.getKey());
      if (seeds > 1 && tells(term.getKey())) {
        weights.put(term.getKey(), (1 + (float) Math.log(term.getValue())) * rarity(seeds));
      }
    }
    return inOrder(weights);
  }

  private static Map<String, Float> inOrder(Map<String, Float> weights) {
    List<Map.Entry<String, Float>> strongest =
        weights.entrySet().stream()
            .sorted(
                Map.Entry.<String, Float>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .limit(STRONGEST)
            .toList();
    Map<String, Float> scaled = new LinkedHashMap<>();
    for (Map.Entry<String, Float> term : strongest) {
      scaled.put(term.getKey(), term.getValue() / strongest.getFirst().getValue());
    }
    return scaled;
  }

  /** A number or a single letter is no topic. */
  private static boolean tells(String word) {
    return word.length() > 1 && word.codePoints().anyMatch(Character::isLetter);
  }

  private int seedsWith(String word) throws IOException {
    return Math.max(
        reader.docFreq(new Term(IndexFolder.TEXT, word)),
        reader.docFreq(new Term(IndexFolder.TITLE, word)));
  }

  /** As in BM25; never zero. */
  private float rarity(int seeds) {
    return (float) Math.log1p((reader.numDocs() - seeds + 0.5) / (seeds + 0.5));
  }
}
