package io.agentinstruct.activities.seed;

import com.ibm.icu.text.BreakIterator;
import com.ibm.icu.util.ULocale;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a long text where it hurts least: between paragraphs; else lines, sentences, words; else
 * between characters. Not for use by several threads.
 */
final class Splitter {
  /** From the first character to the one after the last; neither is white space. */
  record Span(int from, int to) {}

  /** A sentence that opens with one of these keeps it: ICU leaves it to the sentence before. */
  private static final String OPENING = "「『（【〈《〔([{“‘«";

  /** How far a sentence end may depend on what follows it. */
  private static final int LOOK_AHEAD = 64;

  private final int maxCharacters;
  private final BreakIterator sentences = BreakIterator.getSentenceInstance(ULocale.ROOT);

  Splitter(int maxCharacters) {
    if (maxCharacters < 2) {
      throw new IllegalArgumentException(
          "A part must have room for 2 characters or more, not " + maxCharacters);
    }
    this.maxCharacters = maxCharacters;
  }

  /** The parts in order. They leave out nothing but the white space between them. */
  List<Span> split(String text) {
    List<Span> parts = new ArrayList<>();
    int from = skipSpace(text, 0);
    while (text.length() - from > maxCharacters) {
      int cut = cut(text, from);
      parts.add(new Span(from, skipSpaceBack(text, cut)));
      from = skipSpace(text, cut);
    }
    if (from < text.length()) {
      parts.add(new Span(from, skipSpaceBack(text, text.length())));
    }
    return parts;
  }

  /**
   * The parts of a table without its first line, which heads each of them: whole rows, about as
   * many in each. Empty where the text is short enough as it is, or a row is too long to be whole.
   */
  List<Span> splitRows(String text) {
    int first = text.indexOf('\n') + 1;
    int room = maxCharacters - first;
    if (text.length() <= maxCharacters || first == 0 || room < 1) {
      return List.of();
    }
    int parts = Math.ceilDiv(text.length() - first, room);
    int wanted = Math.ceilDiv(text.length() - first, parts);
    List<Span> spans = new ArrayList<>();
    int from = first;
    int to = first; // of the part so far
    while (to < text.length()) {
      int lineEnd = text.indexOf('\n', to);
      int end = lineEnd < 0 ? text.length() : lineEnd + 1;
      if (end - to > room) {
        return List.of();
      }
      if (to > from && (to - from >= wanted || end - from > room)) {
        spans.add(new Span(from, skipSpaceBack(text, to)));
        from = to;
      }
      to = end;
    }
    spans.add(new Span(from, skipSpaceBack(text, text.length())));
    return spans;
  }

  private int cut(String text, int from) {
    int rest = text.length() - from;
    // The last cut but one comes earlier, so that what remains is no stub.
    int limit = from + Math.max(2, Math.min(maxCharacters, rest - maxCharacters / 3));
    int lowest = from + (limit - from) / 3;
    int paragraph = last("\n\n", text, lowest, limit);
    if (paragraph > lowest) {
      return paragraph;
    }
    int line = last("\n", text, lowest, limit);
    if (line > lowest) {
      return line;
    }
    int sentence = sentenceEnd(text, from, limit);
    if (sentence > lowest) {
      return sentence;
    }
    int word = wordEnd(text, lowest, limit);
    return word > lowest ? word : characterEnd(text, limit);
  }

  /** Looks back no further than needed: a text without line ends may be long. */
  private static int last(String end, String text, int lowest, int limit) {
    int at = limit;
    while (at > lowest && !text.startsWith(end, at)) {
      at--;
    }
    return at;
  }

  private int sentenceEnd(String text, int from, int limit) {
    sentences.setText(text.substring(from, Math.min(text.length(), limit + LOOK_AHEAD)));
    int end = from;
    // Forwards: ICU's way back takes time squared where no sentence ends.
    int next = sentences.next();
    while (next != BreakIterator.DONE && from + next <= limit) {
      end = from + next;
      next = sentences.next();
    }
    while (end > from && OPENING.indexOf(text.charAt(end - 1)) >= 0) {
      end--;
    }
    return end;
  }

  private static int wordEnd(String text, int lowest, int limit) {
    int end = limit;
    while (end > lowest && !Character.isWhitespace(text.charAt(end))) {
      end--;
    }
    return end;
  }

  private static int characterEnd(String text, int limit) {
    boolean insideOfOne =
        Character.isLowSurrogate(text.charAt(limit))
            && Character.isHighSurrogate(text.charAt(limit - 1));
    return insideOfOne ? limit - 1 : limit;
  }

  private static int skipSpace(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int skipSpaceBack(String text, int to) {
    int at = to;
    while (at > 0 && Character.isWhitespace(text.charAt(at - 1))) {
      at--;
    }
    return at;
  }
}
