package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Grammar.Parts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds the subject of an English sentence where it is plain, and gives up where it is not. */
final class EnglishSubjects {
  private static final int LONGEST = 7;
  private static final int LEAD_IN = 8;
  private static final Pattern UNFIT = Pattern.compile("[\"“”:;(]");
  private static final Set<String> CLAUSE =
      Set.of(
          "who", "which", "that", "whose", "if", "when", "because", "it", "they", "he", "she", "we",
          "i", "you");

  private final GrammarWords words;
  private final Set<String> verbs;
  private final Set<String> determiners;
  private final Set<String> stops;
  private final Set<String> prepositions;
  private final Set<String> pronouns;

  EnglishSubjects(GrammarWords words) {
    this.words = words;
    verbs = GrammarWords.set(words.verbs());
    determiners = GrammarWords.set(words.determiners());
    stops = GrammarWords.set(words.stopWords());
    prepositions = GrammarWords.set(words.prepositions());
    pronouns = GrammarWords.set(words.pronouns());
  }

  Optional<Parts> parts(String sentence, Set<String> names) {
    List<String> tokens = new ArrayList<>(Arrays.asList(sentence.split(" ", -1)));
    skipLeadIn(tokens);
    int verb = verbOf(tokens);
    if (verb < 1 || sentence.endsWith("?")) {
      return Optional.empty();
    }
    int end = subjectEnd(tokens, verb);
    if (end < 1 || end > LONGEST || !namesSomething(tokens.subList(0, end))) {
      return Optional.empty();
    }
    String named = String.join(" ", tokens.subList(0, end));
    String subject =
        inside(named.endsWith(",") ? named.substring(0, named.length() - 1) : named, names);
    String predicate = Spelling.bare(String.join(" ", tokens.subList(verb, tokens.size())));
    return UNFIT.matcher(subject).find()
        ? Optional.empty()
        : Optional.of(new Parts(subject, predicate));
  }

  /**
   * "Between January and March, an average ..." and "But the bakery ..." begin with what comes
   * after.
   */
  private void skipLeadIn(List<String> tokens) {
    String first = word(tokens.getFirst());
    if (prepositions.contains(first)) {
      for (int i = 1; i < Math.min(LEAD_IN, tokens.size() - 2); i++) {
        if (tokens.get(i).endsWith(",")) {
          tokens.subList(0, i + 1).clear();
          return;
        }
      }
    } else if (tokens.size() > 2
        && (words.contrasts().contains(Spelling.capital(first))
            || words.openers().contains(Spelling.capital(first)))) {
      tokens.removeFirst();
    }
  }

  private int verbOf(List<String> tokens) {
    for (int i = 1; i < tokens.size(); i++) {
      String word = word(tokens.get(i));
      String before = word(tokens.get(i - 1));
      boolean nounPlace = determiners.contains(before) || prepositions.contains(before);
      boolean past =
          word.length() > 4 && word.endsWith("ed") && tokens.get(i).length() == word.length();
      if (!nounPlace && (verbs.contains(word) || past)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Where the subject ends: at the verb, or at an apposition ("Ruth Adeyemi, our head librarian,
   * supports").
   */
  private static int subjectEnd(List<String> tokens, int verb) {
    int comma = -1;
    for (int i = 0; i < verb; i++) {
      if (tokens.get(i).endsWith(",") && comma < 0) {
        comma = i;
      }
    }
    if (comma < 0) {
      return verb;
    }
    return tokens.get(verb - 1).endsWith(",") && comma < verb - 1 ? comma + 1 : -1;
  }

  private boolean namesSomething(List<String> subject) {
    String first = word(subject.getFirst());
    boolean pointing = pronouns.contains(first) || prepositions.contains(first);
    boolean clause = subject.stream().map(EnglishSubjects::word).anyMatch(CLAUSE::contains);
    String last = word(subject.getLast());
    return !pointing && !clause && !stops.contains(last) && last.length() > 2;
  }

  private String inside(String subject, Set<String> names) {
    String[] tokens = subject.split(" ", -1);
    String first = tokens[0];
    boolean name =
        names.stream()
            .anyMatch(n -> n.equals(first) || n.startsWith(first + " ") || n.endsWith(" " + first));
    boolean shout = first.length() > 1 && Character.isUpperCase(first.charAt(1));
    boolean nameGoesOn = tokens.length > 1 && Character.isUpperCase(tokens[1].charAt(0));
    if (determiners.contains(word(first)) || !(name || shout || nameGoesOn)) {
      return Spelling.small(subject);
    }
    return subject;
  }

  /** Without the punctuation around it. */
  static String word(String token) {
    int begin = 0;
    int end = token.length();
    while (begin < end && !Character.isLetter(token.charAt(begin))) {
      begin++;
    }
    while (end > begin && !Character.isLetter(token.charAt(end - 1))) {
      end--;
    }
    return token.substring(begin, end).toLowerCase(Locale.ROOT);
  }
}
