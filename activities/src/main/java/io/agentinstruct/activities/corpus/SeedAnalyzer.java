package io.agentinstruct.activities.corpus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthFilter;
import org.apache.lucene.analysis.en.EnglishMinimalStemFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Makes terms of a text in any language, without being told which: words in lower case without
 * English plurals; identifiers whole and by their parts; Japanese, Chinese and Korean by pairs of
 * characters, which need no dictionary and find what a dictionary does not know.
 */
final class SeedAnalyzer extends Analyzer {
  private static final int PARTS =
      WordDelimiterGraphFilter.GENERATE_WORD_PARTS
          | WordDelimiterGraphFilter.GENERATE_NUMBER_PARTS
          | WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE
          | WordDelimiterGraphFilter.PRESERVE_ORIGINAL;
  private static final int SCRIPTS_WITHOUT_SPACES =
      CJKBigramFilter.HAN
          | CJKBigramFilter.HIRAGANA
          | CJKBigramFilter.KATAKANA
          | CJKBigramFilter.HANGUL;

  /** For what is written into the index: single characters too, since a question may be one. */
  static final SeedAnalyzer TO_WRITE = new SeedAnalyzer(true);

  /** For what is asked: a single character only where it stands alone. */
  static final SeedAnalyzer TO_ASK = new SeedAnalyzer(false);

  /** A term and where it stands in the text. */
  record Term(String word, int from, int to) {}

  private final boolean singles;

  private SeedAnalyzer(boolean singles) {
    this.singles = singles;
  }

  @Override
  protected TokenStreamComponents createComponents(String field) {
    Tokenizer words = new StandardTokenizer();
    TokenStream parts = new WordDelimiterGraphFilter(new CJKWidthFilter(words), PARTS, null);
    TokenStream lower = new LowerCaseFilter(new EnglishPossessiveFilter(parts));
    TokenStream pairs = new CJKBigramFilter(lower, SCRIPTS_WITHOUT_SPACES, singles);
    return new TokenStreamComponents(words, new EnglishMinimalStemFilter(pairs));
  }

  /** In the order of the text. */
  List<Term> terms(String text) {
    List<Term> terms = new ArrayList<>();
    try (TokenStream stream = tokenStream("text", text)) {
      CharTermAttribute word = stream.getAttribute(CharTermAttribute.class);
      OffsetAttribute place = stream.getAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        terms.add(new Term(word.toString(), place.startOffset(), place.endOffset()));
      }
      stream.end();
    } catch (IOException e) {
      throw new UncheckedIOException("a string is read without a disk", e);
    }
    return terms;
  }
}
