package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Japanese by particles, scripts and endings. */
final class JapaneseGrammar implements Grammar {
  private static final int SHORTEST = 8;
  private static final int LONGEST_SUBJECT = 14;
  private static final int OPENING = 12;
  private static final int VERSE = 14;
  private static final String DIGITS = "(?<![\\d,.])(\\d+(?:,\\d{3})*(?:\\.\\d+)?)";
  private static final String UNITS =
      "キロメートル|平方メートル|ミリリットル|センチメートル|メートル|リットル|グラム|トン|パーセント|%|％|時間|分間|秒|分|時|人|軒|枚|歳|円|本|個|回|倍|校|件|台|冊|頭|"
          + "区画|店|世帯|種類|割|度|点|基|俵|袋|か月|カ月|日間|日|杯|隻|艘|段|番|年";
  private static final Pattern NUMBER = Pattern.compile(DIGITS);
  private static final Pattern COUNTED = Pattern.compile(DIGITS + "(" + UNITS + ")(?:間|以上|以下)?");
  private static final Pattern YEAR = Pattern.compile("(?<!\\d)(1[5-9]\\d\\d|20\\d\\d)年");
  private static final Pattern KEYWORD =
      Pattern.compile(
          "(?<![一-龠々])[一-龠々]{2,8}+(?=[はがをにのでへ、。」）]|する|し[たてまな]|され|[^\\u3041-\\u3096]|$)|[ァ-ヴー]{3,}");
  private static final Pattern TOPIC =
      Pattern.compile("^(.+?)(?<![でにとてらま])は(?!じ|ず|、?と|、?たら|な|か)、?(.+)$");
  private static final Pattern REASON_OF =
      Pattern.compile("^(.+?)のは、(.+?)(?:ため|から)(?:です|だ|である)(?:という)?。$");
  private static final Pattern SINCE =
      Pattern.compile("^(.+?(?:ので|(?<=[るいただす])ため|(?<=[るいただすん])から))、(.+)。$");
  private static final Pattern NAME =
      Pattern.compile("([一-龠々]{2,6})(?:さん|氏|くん|君|先生|村|市|町|川|山|島|港|湾|沖)");

  private static final Pattern QUESTION = Pattern.compile("(?:？|か。|を。)$");
  private static final Pattern POINTING = Pattern.compile("^(?:この|その|あの|これ|それ|あれ|そこ|ここ|こちら|彼)");
  private static final Pattern UNFIT = Pattern.compile("^[\\u3041-\\u3096]$|[、。「（?？―]|の$");
  private static final Pattern NOUN = Pattern.compile("[一-龠々ァ-ヴー\\d]");
  private static final Pattern HIRAGANA = Pattern.compile("[\\u3041-\\u3096]");
  private static final Pattern PARTICLE = Pattern.compile("[はがをにもで、]");

  private final GrammarWords words;
  private final Set<String> stops;
  private final Set<String> pronouns;

  JapaneseGrammar(GrammarWords words) {
    this.words = words;
    stops = GrammarWords.set(words.stopWords());
    pronouns = GrammarWords.set(words.pronouns());
  }

  /** A full stop inside of quotation marks or brackets ends nothing. */
  @Override
  public List<String> sentences(String block) {
    List<String> found = new ArrayList<>();
    int depth = 0;
    int begin = 0;
    for (int i = 0; i < block.length(); i++) {
      char c = block.charAt(i);
      if ("「『（".indexOf(c) >= 0) {
        depth++;
      } else if ("」』）".indexOf(c) >= 0) {
        depth = Math.max(0, depth - 1);
      } else if (depth == 0 && "。？！".indexOf(c) >= 0) {
        found.add(block.substring(begin, i + 1).strip());
        begin = i + 1;
      }
    }
    found.add(block.substring(begin).strip());
    return found.stream().filter(sentence -> !sentence.isEmpty()).toList();
  }

  @Override
  public String plain(String raw) {
    return raw.replaceAll("[*`]+", "")
        .replaceAll("(?<=[^\\x00-\\x7F])\\s*\\n\\s*|\\s*\\n\\s*(?=[^\\x00-\\x7F])", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  @Override
  public Set<String> names(String text) {
    Set<String> names = new LinkedHashSet<>();
    NAME.matcher(text).results().map(MatchResult::group).forEach(names::add);
    return names;
  }

  @Override
  public Optional<Parts> parts(String sentence, Set<String> names) {
    Matcher topic = TOPIC.matcher(withoutLeadIn(sentence));
    if (QUESTION.matcher(sentence).find() || !topic.matches()) {
      return Optional.empty();
    }
    String subject = topic.group(1);
    boolean pointing = pronouns.contains(subject) || POINTING.matcher(subject).find();
    boolean plain = subject.length() <= LONGEST_SUBJECT && !UNFIT.matcher(subject).find();
    String predicate = Spelling.bare(topic.group(2));
    return pointing || !plain || predicate.length() < 3 || unbalanced(predicate)
        ? Optional.empty()
        : Optional.of(new Parts(subject, predicate));
  }

  private static boolean unbalanced(String text) {
    return text.chars().filter(c -> c == '「').count() != text.chars().filter(c -> c == '」').count();
  }

  private String withoutLeadIn(String sentence) {
    for (List<String> starts : List.of(words.contrasts(), words.openers(), words.consequences())) {
      for (String start : starts) {
        if (sentence.startsWith(start)) {
          return sentence.substring(start.length() + (sentence.startsWith(start + "、") ? 1 : 0));
        }
      }
    }
    return sentence;
  }

  @Override
  public Optional<Cause> cause(String sentence) {
    Matcher reasonOf = REASON_OF.matcher(sentence);
    if (reasonOf.matches()) {
      return Optional.of(new Cause(reasonOf.group(2), reasonOf.group(1)));
    }
    Matcher since = SINCE.matcher(sentence);
    if (since.matches()) {
      String cause = since.group(1).substring(0, since.group(1).length() - 2);
      return Optional.of(new Cause(cause, since.group(2)));
    }
    return Optional.empty();
  }

  @Override
  public List<Quantity> quantities(String sentence) {
    List<Quantity> found = new ArrayList<>();
    Matcher counted = COUNTED.matcher(sentence);
    while (counted.find()) {
      boolean year = YEAR.matcher(counted.group()).matches();
      if (!year) {
        found.add(new Quantity(counted.group(1), counted.group(2).replace('％', '%')));
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
    return sentence.replaceAll(year + "年(?:\\d+月)?(?:\\d+日)?(?:のこと)?(?:には|に|の|、|から|は)?、?", "");
  }

  @Override
  public String blurred(String sentence) {
    String undated = YEAR.matcher(sentence).replaceAll("ある年");
    return undated
        .replaceAll("\\d[\\d,]*(?:\\.\\d+)?(?=[%％割度]|パーセント)", "いくらかの")
        .replaceAll("いくらかの(?:[%％割度]|パーセント)", "いくらか")
        .replaceAll("\\d[\\d,]*(?:\\.\\d+)?", "数");
  }

  @Override
  public List<String> keywords(String sentence) {
    return KEYWORD
        .matcher(sentence)
        .results()
        .map(MatchResult::group)
        .filter(word -> !stops.contains(word))
        .toList();
  }

  @Override
  public String named(String word, String text) {
    return word;
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
      Matcher word =
          Pattern.compile("(?<![一-龠々])" + pair.getKey() + "(?![一-龠々])").matcher(sentence);
      if (word.find()) {
        return Optional.of(word.replaceFirst(pair.getValue()));
      }
    }
    return words.endings().stream()
        .filter(ending -> sentence.endsWith(ending.getFirst()))
        .findFirst()
        .map(ending ->
            sentence.substring(0, sentence.length() - ending.getFirst().length())
                + ending.getLast());
  }

  @Override
  public String opening(String sentence) {
    String flat = sentence.replaceAll("[「」『』]", "");
    int comma = flat.indexOf('、');
    int end = comma > 4 && comma <= OPENING + 6 ? comma : Math.min(OPENING, flat.length());
    return Spelling.bare(flat.substring(0, end));
  }

  @Override
  public List<String> lines(String sentence) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < sentence.length(); i++) {
      char c = sentence.charAt(i);
      line.append(c);
      boolean particle = "はがをにで".indexOf(c) >= 0 && followedByNoun(sentence, i + 1);
      boolean breath = c == '、' || (particle && line.length() >= VERSE);
      if (breath && line.length() >= 5 && sentence.length() - i > 4) {
        lines.add(line.toString());
        line.setLength(0);
      }
    }
    if (!line.isEmpty()) {
      lines.add(line.toString());
    }
    return lines;
  }

  private static boolean followedByNoun(String sentence, int at) {
    return at < sentence.length() && NOUN.matcher(sentence).region(at, at + 1).matches();
  }

  @Override
  public Optional<String> standIn(String sentence) {
    return words.standIns().stream()
        .filter(word ->
            sentence.startsWith(word)
                && PARTICLE.matcher(sentence).region(word.length(), sentence.length()).lookingAt())
        .findFirst();
  }

  @Override
  public Optional<String> referent(String standIn, Sentence before, Set<String> names) {
    return before.hasSubject() ? Optional.of(before.subject()) : Optional.empty();
  }

  @Override
  public boolean asks(String sentence) {
    return QUESTION.matcher(sentence).find();
  }

  @Override
  public boolean says(String sentence) {
    boolean note = sentence.startsWith("（") && sentence.endsWith("）");
    return !note && sentence.length() >= SHORTEST && HIRAGANA.matcher(sentence).find();
  }

  @Override
  public boolean alone(String sentence) {
    boolean pointing = POINTING.matcher(sentence).find();
    boolean leaning =
        List.of(words.contrasts(), words.consequences(), words.openers()).stream()
            .flatMap(List::stream)
            .anyMatch(start -> sentence.startsWith(start));
    boolean quoted = "―—「『".indexOf(sentence.charAt(0)) >= 0;
    return !pointing && !leaning && !quoted && !unbalanced(sentence);
  }
}
