package io.agentinstruct.activities.corpus;

import io.agentinstruct.activities.corpus.SeedAnalyzer.Term;
import io.agentinstruct.activities.corpus.TermWeights.Weight;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/** The place of a text that answers a query best, as one line. */
final class Snippet {
  private static final int LENGTH = 320; // characters
  private static final int MOST_PLACES = 2000;

  /** How far a snippet's ends are moved so that they cut no word. */
  private static final int REACH = 20;

  private static final String LEFT_OUT = "…";
  private static final Pattern WHITE_SPACE = Pattern.compile("(?U)\\s+");

  private Snippet() {}

  /**
   * @param weights of the query's terms
   */
  static String of(String text, Map<String, Weight> weights) {
    List<Term> places =
        SeedAnalyzer.TO_WRITE.terms(text).stream()
            .filter(term -> weights.containsKey(term.word()))
            .limit(MOST_PLACES)
            .toList();
    int from = 0;
    int to = 0;
    double most = 0;
    for (int first = 0; first < places.size(); first++) {
      List<Term> within = within(places, first);
      double worth = worth(within, weights);
      if (worth > most) {
        most = worth;
        from = within.getFirst().from();
        to = within.getLast().to();
      }
    }
    return cut(text, from, to);
  }

  /** The places that one snippet can show from this one on; at least this one. */
  private static List<Term> within(List<Term> places, int first) {
    int last = first + 1;
    while (last < places.size() && places.get(last).to() - places.get(first).from() <= LENGTH) {
      last++;
    }
    return places.subList(first, last);
  }

  private static double worth(List<Term> places, Map<String, Weight> weights) {
    return places.stream()
        .map(Term::word)
        .distinct()
        .map(weights::get)
        .filter(Objects::nonNull)
        .mapToDouble(Weight::worth)
        .sum();
  }

  /** The window around the span, words whole. */
  private static String cut(String text, int from, int to) {
    int spare = Math.max(0, LENGTH - (to - from)) / 2;
    int begin = from - spare <= REACH ? 0 : wordStart(text, from - spare, from);
    int end = Math.min(text.length(), begin + LENGTH);
    end = end < to ? Math.min(text.length(), to) : end;
    end = text.length() - end <= REACH ? text.length() : wordEnd(text, end, to);
    String line = WHITE_SPACE.matcher(text.substring(begin, end)).replaceAll(" ").strip();
    return (begin > 0 ? LEFT_OUT : "") + line + (end < text.length() ? LEFT_OUT : "");
  }

  private static int wordStart(String text, int at, int latest) {
    for (int start = at; start < Math.min(at + REACH, latest); start++) {
      if (Character.isWhitespace(text.charAt(start))) {
        return start + 1;
      }
    }
    return Character.isLowSurrogate(text.charAt(at)) ? at - 1 : at;
  }

  private static int wordEnd(String text, int at, int earliest) {
    for (int end = at; end > Math.max(at - REACH, earliest); end--) {
      if (Character.isWhitespace(text.charAt(end))) {
        return end;
      }
    }
    return Character.isLowSurrogate(text.charAt(at)) ? at + 1 : at;
  }
}
