package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes a text apart into turns, blocks and sentences, without losing where each sentence stands.
 */
final class PassageReader {
  private static final Pattern MARK =
      Pattern.compile(
          "^[\\s　]*(?:[-*•・]\\s|\\d{1,2}[.)．](?!\\d)\\s?|（\\d{1,2}）|\\d{1,2}[ 　]+(?=[一-龠ぁ-んァ-ヴ])|\\(\\d{1,2}\\))[\\s　]*");
  private static final Pattern TURN =
      Pattern.compile(
          "^(?:\\*\\*)?([\\p{Lu}][\\p{L}.'’]*(?: [\\p{Lu}][\\p{L}.'’]*){0,3}|[\\p{IsHan}々\\p{IsKatakana}\\p{IsHiragana}ー]{1,10})(?:\\*\\*)?[:：]\\s*(?:\\*\\*)?");
  private static final Pattern SKIPPED =
      Pattern.compile("^[\\s　]*(?:#|\\||```|---|===|\\[.*]$|<|\\*[^*]+\\*$).*");

  private static final Pattern CLOSED = Pattern.compile("[.!?,;:。？！、」』\"”’)）]$");
  private static final Pattern SHOUTED =
      Pattern.compile("^\\s*(?:[A-Z]{2,}(?: [A-Z]{2,})+\\b|第[0-9一二三四五六七八九十]+[条章節])");
  private static final int SHORT_LINE = 60;
  private static final int SHORT_KANA_LINE = 26;

  private final Wording wording;
  private final List<Sentence> sentences = new ArrayList<>();
  private final StringBuilder block = new StringBuilder();
  private final Set<String> names;
  private final List<String> speakers;
  private String speaker = "";
  private int paragraph;

  private PassageReader(Wording wording, String text) {
    this.wording = wording;
    names = wording.language().names(text);
    speakers = speakersOf(text);
  }

  static Passage read(String text) {
    Wording wording = Wording.of(Tongue.of(text));
    PassageReader reader = new PassageReader(wording, text);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      reader.line(lines.get(i), i + 1 < lines.size() ? lines.get(i + 1) : "");
    }
    reader.endBlock();
    return new Passage(wording, text, List.copyOf(reader.sentences), reader.speakers);
  }

  /** Who begins at least two lines; a name with a colon that comes once is a heading. */
  private static List<String> speakersOf(String text) {
    Map<String, Long> turns =
        text.lines()
            .map(TURN::matcher)
            .filter(Matcher::find)
            .collect(
                Collectors.groupingBy(
                    turn -> turn.group(1), LinkedHashMap::new, Collectors.counting()));
    return turns.entrySet().stream()
        .filter(turn -> turn.getValue() > 1)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void line(String line, String next) {
    if (line.isBlank()) {
      endBlock();
      speaker = "";
      paragraph++;
      return;
    }
    if (SKIPPED.matcher(line).matches() || (block.isEmpty() && heading(line, next))) {
      endBlock();
      return;
    }
    Matcher turn = TURN.matcher(line);
    if (turn.find() && speakers.contains(turn.group(1))) {
      endBlock();
      speaker = turn.group(1);
      block.append(line.substring(turn.end()));
      return;
    }
    Matcher mark = MARK.matcher(line);
    if (mark.find()) {
      endBlock();
      block.append(line.substring(mark.end()));
      return;
    }
    block.append(block.isEmpty() ? "" : "\n").append(block.isEmpty() ? line.strip() : line);
  }

  /** A line that ends like no sentence and stands alone, or above lines of quite another length. */
  private boolean heading(String line, String next) {
    int limit = wording.tongue() == Tongue.JAPANESE ? SHORT_KANA_LINE : SHORT_LINE;
    if (SHOUTED.matcher(line).find() && line.strip().length() <= SHORT_LINE) {
      return true;
    }
    String head = line.strip();
    String below = next.strip();
    boolean open = !CLOSED.matcher(head).find() && head.length() <= limit;
    boolean above = CLOSED.matcher(below).find() && below.length() >= 2 * head.length();
    return open && (below.isEmpty() || below.length() > limit || above);
  }

  private void endBlock() {
    Grammar grammar = wording.language();
    for (String raw : grammar.sentences(block.toString())) {
      String plain = grammar.plain(raw);
      if (grammar.says(plain)) {
        sentences.add(sentence(raw, plain, grammar));
      }
    }
    block.setLength(0);
  }

  private Sentence sentence(String raw, String plain, Grammar grammar) {
    Function<Grammar.Parts, Sentence> whole =
        parts ->
            new Sentence(
                raw,
                plain,
                sentences.size(),
                paragraph,
                speaker,
                parts.subject(),
                parts.predicate());
    return wording.vague(plain)
        ? whole.apply(new Grammar.Parts("", ""))
        : grammar
            .parts(plain, names)
            .map(whole)
            .orElseGet(() -> whole.apply(new Grammar.Parts("", "")));
  }
}
