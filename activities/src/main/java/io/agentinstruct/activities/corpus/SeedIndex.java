package io.agentinstruct.activities.corpus;

import io.agentinstruct.activities.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.IntField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * Finds seeds of a run by words, and seeds that are alike. The same seeds give the same answers in
 * the same order, on any machine and however often the index was built: ranked by BM25, equals in
 * the order of reading. Safe for use by any number of threads.
 */
public final class SeedIndex implements AutoCloseable {
  /** Lucene warns of modules that it would like; nobody who runs a command can act on that. */
  private static final Logger LUCENE = Logger.getLogger("org.apache.lucene");

  private static final int LONGEST_QUERY = 2000; // characters
  private static final int MOST_TERMS = 64;

  /** Half a surrogate pair ends the tokenizer's work. */
  private static final Pattern NO_WORD = Pattern.compile("[\\p{Cc}\\p{Cs}]");

  private static final float TITLE_WEIGHT = 1.5f;
  private static final Sort BY_SCORE =
      new Sort(
          SortField.FIELD_SCORE,
          IntField.newSortField(IndexFolder.ORDINAL, false, SortedNumericSelector.Type.MIN));
  private static final Sort BY_ORDINAL =
      new Sort(IntField.newSortField(IndexFolder.ORDINAL, false, SortedNumericSelector.Type.MIN));

  static {
    LUCENE.setLevel(Level.SEVERE);
  }

  private final Store store;
  private final DirectoryReader reader;
  private final IndexSearcher searcher;

  private SeedIndex(Store store, DirectoryReader reader) {
    this.store = store;
    this.reader = reader;
    this.searcher = new IndexSearcher(reader);
  }

  /**
   * A seed that answers a query.
   *
   * @param seed its id
   * @param score the higher, the better it answers; to be compared within one answer only
   * @param title of the document, or its file's name
   * @param snippet the place of the text that answers best, one line of some 300 characters
   */
  public record Hit(String seed, float score, String title, String snippet) {}

  /**
   * Opens the run's index, and builds it first if the folder holds none that is whole.
   *
   * @param folder belongs to the index; a neighbour named {@code .draft} does, too
   * @throws IllegalStateException while the run's seeds are being read
   */
  public static SeedIndex open(Path folder, Store store, String run) {
    if (!store.readingDone(run)) {
      throw new IllegalStateException(
          "the seeds of run " + run + " are still being read; what is in them is known afterwards");
    }
    try {
      return new SeedIndex(store, new IndexFolder(folder, store, run).open());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot build the index of seeds in " + folder, e);
    }
  }

  /** How many seeds there are. */
  public int size() {
    return reader.numDocs();
  }

  /**
   * Seeds that hold words of the query, the best first. A query is words, no language: it has no
   * operators, and no characters that mean anything.
   *
   * @param count of hits at most
   * @param except ids of seeds that are not wanted
   */
  public List<Hit> search(String query, int count, Set<String> except) {
    try {
      Map<String, TermWeights.Weight> weights = weights(query);
      if (weights.isEmpty() || count < 1) {
        return List.of();
      }
      BooleanQuery.Builder any = new BooleanQuery.Builder();
      weights.forEach((word, weight) -> {
        any.add(boosted(IndexFolder.TEXT, word, weight.share()), Occur.SHOULD);
        any.add(boosted(IndexFolder.TITLE, word, weight.share() * TITLE_WEIGHT), Occur.SHOULD);
      });
      List<Hit> hits = new ArrayList<>();
      for (ScoreDoc found : best(without(any.build(), except), count, BY_SCORE)) {
        Document seed = searcher.storedFields().document(found.doc);
        String text = store.text(seed.get(IndexFolder.DIGEST)).orElse("");
        hits.add(
            new Hit(
                seed.get(IndexFolder.ID),
                found.score,
                seed.get(IndexFolder.TITLE),
                Snippet.of(text, weights)));
      }
      return hits;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the index of seeds", e);
    }
  }

  private Map<String, TermWeights.Weight> weights(String query) throws IOException {
    String head = query.substring(0, Math.min(query.length(), LONGEST_QUERY));
    String words = NO_WORD.matcher(head).replaceAll(" ");
    return new TermWeights(reader)
        .ofQuery(Normalizer.normalize(words, Normalizer.Form.NFC), MOST_TERMS);
  }

  /**
   * Ids of the seeds that are most like this one by its strongest words, the likest first; those in
   * its language before all others. Never the seed itself; none that shares no such word.
   *
   * @param kinds of seeds wanted; empty = any
   * @throws IllegalArgumentException if the run has no such seed
   */
  public List<String> nearest(String seed, int count, Collection<String> kinds) {
    try {
      Document self = document(seed);
      String text = store.text(self.get(IndexFolder.DIGEST)).orElse("");
      Map<String, Float> strongest =
          new TermWeights(reader).strongest(self.get(IndexFolder.TITLE) + "\n" + text);
      BooleanQuery.Builder alike = new BooleanQuery.Builder();
      strongest.forEach(
          (word, weight) -> alike.add(boosted(IndexFolder.TEXT, word, weight), Occur.SHOULD));
      Query others = ofKinds(without(alike.build(), Set.of(seed)), kinds);
      Query language =
          new TermQuery(new Term(IndexFolder.LANGUAGE, self.get(IndexFolder.LANGUAGE)));
      List<String> ids =
          new ArrayList<>(
              ids(best(both(others, language, Occur.FILTER), Math.min(count, size()), BY_SCORE)));
      if (ids.size() < count) {
        ids.addAll(ids(best(both(others, language, Occur.MUST_NOT), count - ids.size(), BY_SCORE)));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the index of seeds", e);
    }
  }

  /**
   * Ids of the seeds that follow this one in the order of reading, and after the last one the first
   * and so on. Never the seed itself.
   *
   * @param kinds of seeds wanted; empty = any
   * @throws IllegalArgumentException if the run has no such seed
   */
  public List<String> following(
      String seed, int count, Collection<String> kinds, Set<String> except) {
    try {
      int ordinal = Integer.parseInt(document(seed).get(IndexFolder.ORDINAL));
      Query wanted = ofKinds(without(MatchAllDocsQuery.INSTANCE, except), kinds);
      List<String> ids = new ArrayList<>();
      Query after = IntField.newRangeQuery(IndexFolder.ORDINAL, ordinal + 1, Integer.MAX_VALUE);
      Query before = IntField.newRangeQuery(IndexFolder.ORDINAL, 0, ordinal - 1);
      ids.addAll(ids(best(both(wanted, after, Occur.FILTER), count, BY_ORDINAL)));
      ids.addAll(ids(best(both(wanted, before, Occur.FILTER), count - ids.size(), BY_ORDINAL)));
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the index of seeds", e);
    }
  }

  private static Query boosted(String field, String word, float boost) {
    return new BoostQuery(new TermQuery(new Term(field, word)), boost);
  }

  private ScoreDoc[] best(Query query, int count, Sort order) throws IOException {
    int most = Math.min(count, size());
    return most < 1 ? new ScoreDoc[0] : searcher.search(query, most, order, true).scoreDocs;
  }

  private List<String> ids(ScoreDoc[] found) throws IOException {
    List<String> ids = new ArrayList<>();
    for (ScoreDoc one : found) {
      ids.add(
          searcher.storedFields().document(one.doc, Set.of(IndexFolder.ID)).get(IndexFolder.ID));
    }
    return ids;
  }

  private Document document(String seed) throws IOException {
    ScoreDoc[] found = searcher.search(new TermQuery(new Term(IndexFolder.ID, seed)), 1).scoreDocs;
    if (found.length == 0) {
      throw new IllegalArgumentException("the run has no seed " + seed);
    }
    return searcher.storedFields().document(found[0].doc);
  }

  private static Query without(Query query, Set<String> seeds) {
    return seeds.isEmpty() ? query : both(query, anyOf(IndexFolder.ID, seeds), Occur.MUST_NOT);
  }

  private static Query ofKinds(Query query, Collection<String> kinds) {
    return kinds.isEmpty() ? query : both(query, anyOf(IndexFolder.KIND, kinds), Occur.FILTER);
  }

  private static Query anyOf(String field, Collection<String> values) {
    return new TermInSetQuery(field, values.stream().map(BytesRef::new).toList());
  }

  private static Query both(Query query, Query condition, Occur how) {
    return new BooleanQuery.Builder().add(query, Occur.MUST).add(condition, how).build();
  }

  @Override
  public void close() {
    try {
      reader.close();
      reader.directory().close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot close the index of seeds", e);
    }
  }
}
