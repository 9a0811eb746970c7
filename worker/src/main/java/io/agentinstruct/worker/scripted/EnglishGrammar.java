package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** English by word lists: coarse, and careful rather than complete. */
final class EnglishGrammar implements Grammar {
  private static final int SHORTEST = 4;
  private static final int OPENING_WORDS = 5;
  private static final int VERSE_WORDS = 7;
  private static final int VERSE_BREATH = 4;
  private static final Pattern BREATH = Pattern.compile("[,;:]$");
  private static final int KEYWORD_LETTERS = 4;
  private static final Pattern END =
      Pattern.compile("[.!?]+[\"”’')*]*(?=\\s+[\"“‘'(*]*[A-Z0-9]|\\s*$)");
  private static final Pattern ABBREVIATION =
      Pattern.compile("(?:\\b(?:Mr|Mrs|Ms|Dr|St|No|Cllr|vs|e\\.g|i\\.e|[A-Z]))$");
  private static final Pattern NAME =
      Pattern.compile("(?<=[a-z,;\"“]\\s[\"“]?)[A-Z][\\p{L}’'-]+(?:\\s+[A-Z][\\p{L}’'-]+)*");
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\w.,])(\\d+(?:,\\d{3})*(?:\\.\\d+)?)(?![\\d:]|,\\d)");
  private static final Pattern COUNTED =
      Pattern.compile(NUMBER.pattern() + "(?:\\s|-)(per cent|percent|[a-z]{3,})");
  private static final Pattern PERCENT = Pattern.compile(NUMBER.pattern() + "\\s?%");
  private static final Pattern YEAR =
      Pattern.compile("(?<![\\d,.])(1[5-9]\\d\\d|20\\d\\d)(?![\\d,]\\d|\\d)");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z’'-]*");
  private static final Pattern BECAUSE = Pattern.compile("^(.+?),? because (?!of\\b)(.+?)[.!]$");
  private static final Pattern BECAUSE_FIRST =
      Pattern.compile("^Because (?!of\\b)([^,]+), (.+?)[.!]$");
  private static final Pattern SO =
      Pattern.compile("^(.+?), (?:and )?so (?!that\\b|far\\b|much\\b)(.+?)[.!]$");

  private static final Pattern NOTE = Pattern.compile("\\(.*\\)");
  private static final Pattern QUOTE = Pattern.compile("[\"“”]");
  private static final Pattern PLURAL =
      Pattern.compile("(?i).* and .*|.*[^s'’]s$|(?:two|three|both|many|most|some|few) .*");
  private static final Set<String> HARMLESS =
      Set.of("nobody", "everybody", "we", "i", "one", "most", "if", "when", "some");
  private static final Set<String> PERSONAL = Set.of("He", "She", "His", "Her");
  private static final Set<String> SEVERAL = Set.of("They", "Their");
  private static final Set<String> DENYING = Set.of("never", "no", "nobody", "nothing");

  private final GrammarWords words;
  private final EnglishSubjects subjects;
  private final Set<String> stops;
  private final Set<String> pronouns;
  private final Set<String> negatable;

  EnglishGrammar(GrammarWords words) {
    this.words = words;
    subjects = new EnglishSubjects(words);
    stops = GrammarWords.set(words.stopWords());
    pronouns = GrammarWords.set(words.pronouns());
    negatable = Set.copyOf(words.negatable());
  }

  @Override
  public List<String> sentences(String block) {
    List<String> found = new ArrayList<>();
    int begin = 0;
    Matcher end = END.matcher(block);
    while (end.find()) {
      if (!ABBREVIATION.matcher(block.substring(begin, end.start())).find()) {
        found.add(block.substring(begin, end.end()).strip());
        begin = end.end();
      }
    }
    found.add(block.substring(begin).strip());
    return found.stream().filter(sentence -> !sentence.isEmpty()).toList();
  }

  @Override
  public String plain(String raw) {
    return raw.replaceAll("[*`]+", "").replaceAll("\\s+", " ").strip();
  }

  @Override
  public Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    NAME.matcher(text).results().map(MatchResult::group).map(this::plain).forEach(names::add);
    return names;
  }

  @Override
  public Optional<Parts> parts(String sentence, Set<String> names) {
    return subjects.parts(sentence, names);
  }

  @Override
  public Optional<Cause> cause(String sentence) {
    Matcher because = BECAUSE.matcher(sentence);
    if (because.matches()) {
      return Optional.of(new Cause(because.group(2), because.group(1)));
    }
    Matcher first = BECAUSE_FIRST.matcher(sentence);
    if (first.matches()) {
      return Optional.of(new Cause(first.group(1), first.group(2)));
    }
    Matcher so = SO.matcher(sentence);
    return so.matches() ? Optional.of(new Cause(so.group(1), so.group(2))) : Optional.empty();
  }

  @Override
  public List<Quantity> quantities(String sentence) {
    List<Quantity> found = new ArrayList<>();
    Matcher percent = PERCENT.matcher(sentence);
    while (percent.find()) {
      found.add(new Quantity(percent.group(1), "per cent"));
    }
    Matcher counted = COUNTED.matcher(sentence);
    while (counted.find()) {
      boolean year = YEAR.matcher(counted.group(1)).matches();
      if (!year && !stops.contains(counted.group(2))) {
        found.add(new Quantity(counted.group(1), counted.group(2)));
      }
    }
    return found;
  }

  @Override
  public List<Integer> years(String sentence) {
    return YEAR.matcher(sentence).results().map(year -> Integer.valueOf(year.group(1))).toList();
  }

  @Override
  public String undated(String sentence, int year) {
    String rest =
        sentence.replaceAll(
            "(?:(?:^|,?\\s)(?:in|In|since|Since|until|by|By|from|of|for)\\s)?(?:[A-Z][a-z]+\\s)?"
                + year
                + "(?:,|\\b)",
            "");
    return Spelling.capital(rest.replaceAll("\\s+", " ").strip());
  }

  @Override
  public String blurred(String sentence) {
    String undated = YEAR.matcher(sentence).replaceAll("another year");
    return NUMBER
        .matcher(undated)
        .replaceAll("some")
        .replaceAll("\\b(?:only|about|nearly|roughly|almost|over|under|the) some\\b", "some")
        .replaceAll("\\bsome (?:per cent|percent|%)", "a certain share");
  }

  @Override
  public List<String> keywords(String sentence) {
    return WORD.matcher(sentence)
        .results()
        .map(MatchResult::group)
        .filter(word -> Character.isLowerCase(word.charAt(0)))
        .filter(word ->
            word.length() >= KEYWORD_LETTERS
                && !stops.contains(word)
                && !word.contains("'")
                && !word.contains("’"))
        .toList();
  }

  @Override
  public String named(String word, String text) {
    long all = Pattern.compile("\\b" + word + "\\b").matcher(text).results().count();
    long definite =
        Pattern.compile("\\b(?:[Tt]he|[Aa]n?|[Ii]ts|[Tt]his|[Oo]ne|[Ee]ach) " + word + "\\b")
            .matcher(text)
            .results()
            .count();
    return definite * 3 >= all ? "the " + word : word;
  }

  @Override
  public Optional<String> reversed(String sentence) {
    Matcher number = NUMBER.matcher(sentence);
    if (number.find()) {
      return Optional.of(
          sentence.substring(0, number.start(1))
              + Spelling.otherNumber(number.group(1))
              + sentence.substring(number.end(1)));
    }
    for (Map.Entry<String, String> pair : words.opposites().entrySet()) {
      Matcher word = Pattern.compile("\\b" + pair.getKey() + "\\b").matcher(sentence);
      if (word.find()) {
        return Optional.of(word.replaceFirst(pair.getValue()));
      }
    }
    return negated(sentence);
  }

  private Optional<String> negated(String sentence) {
    List<String> tokens = new ArrayList<>(Arrays.asList(sentence.split(" ", -1)));
    for (int i = 0; i < tokens.size() - 1; i++) {
      if (negatable.contains(tokens.get(i))) {
        boolean not = tokens.get(i + 1).equals("not");
        if (not) {
          tokens.remove(i + 1);
        } else if (!DENYING.contains(tokens.get(i + 1))) {
          tokens.set(i, tokens.get(i).equals("can") ? "cannot" : tokens.get(i) + " not");
        } else {
          continue;
        }
        return Optional.of(String.join(" ", tokens));
      }
    }
    return Optional.empty();
  }

  @Override
  public String opening(String sentence) {
    String[] tokens = sentence.replaceAll("[\"“”]", "").split(" ", -1);
    return Spelling.bare(
        String.join(" ", Arrays.copyOf(tokens, Math.min(OPENING_WORDS, tokens.length)))
            .replaceAll("[,;:]$", ""));
  }

  @Override
  public List<String> lines(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    int count = 0;
    for (String token : sentence.split(" ", -1)) {
      line.append(line.isEmpty() ? "" : " ").append(token);
      count++;
      if (count >= VERSE_WORDS || (count >= VERSE_BREATH && BREATH.matcher(token).find())) {
        lines.add(line.toString());
        line.setLength(0);
        count = 0;
      }
    }
    if (count > 2 || lines.isEmpty()) {
      lines.add(line.toString());
    } else if (count > 0) {
      lines.set(lines.size() - 1, lines.getLast() + " " + line);
    }
    return lines;
  }

  @Override
  public Optional<String> standIn(String sentence) {
    return words.standIns().stream().filter(word -> sentence.startsWith(word + " ")).findFirst();
  }

  @Override
  public Optional<String> referent(String standIn, Sentence before, Set<String> names) {
    String subject = before.subject();
    if (PERSONAL.contains(standIn)) {
      return names.stream()
          .filter(name -> name.contains(" ") && before.text().contains(name))
          .reduce((one, other) -> other);
    }
    boolean plural = PLURAL.matcher(subject).matches();
    boolean several = SEVERAL.contains(standIn);
    return subject.isEmpty() || plural != several || names.contains(subject)
        ? Optional.empty()
        : Optional.of(subject);
  }

  @Override
  public boolean asks(String sentence) {
    return sentence.matches(".*[?][\"”’)]*");
  }

  @Override
  public boolean says(String sentence) {
    return sentence.split(" ", -1).length >= SHORTEST
        && !sentence.equals(sentence.toUpperCase(Locale.ROOT))
        && !NOTE.matcher(sentence).matches();
  }

  @Override
  public boolean alone(String sentence) {
    String first = EnglishSubjects.word(sentence.substring(0, Math.max(1, sentence.indexOf(' '))));
    boolean pointing = pronouns.contains(first) && !HARMLESS.contains(first);
    boolean leaning =
        words.contrasts().stream()
            .anyMatch(word -> sentence.startsWith(word + " ") || sentence.startsWith(word + ","));
    return !pointing && !leaning && !QUOTE.matcher(sentence).find();
  }
}
