package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.agentinstruct.core.flow.AnswerFormat;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Everything the scripted teacher can say in one language; the words stand in the resources of this
 * package.
 */
final class Wording {
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.KEBAB_CASE)
          .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();
  private static final Pattern CLOSED = Pattern.compile("[.!?。！？\"”」）]$");
  private static final Map<Tongue, Wording> ALL =
      Map.of(
          Tongue.ENGLISH,
          new Wording(Tongue.ENGLISH),
          Tongue.JAPANESE,
          new Wording(Tongue.JAPANESE));

  private final Tongue tongue;
  private final GrammarWords grammar;
  private final Grammar language;
  private final TransformWords transform;
  private final InstructWords instruct;
  private final RefineWords refine;
  private final RespondWords respond;
  private final JudgeWords judge;
  private final List<Stem> vague;
  private final Map<String, Pattern> marks = new ConcurrentHashMap<>();

  private Wording(Tongue tongue) {
    this.tongue = tongue;
    grammar = read("grammar", GrammarWords.class);
    transform = read("transform", TransformWords.class);
    instruct = read("instruct", InstructWords.class);
    refine = read("refine", RefineWords.class);
    respond = read("respond", RespondWords.class);
    judge = read("judge", JudgeWords.class);
    language =
        tongue == Tongue.JAPANESE ? new JapaneseGrammar(grammar) : new EnglishGrammar(grammar);
    vague = refine.vague().stream().map(Stem::new).toList();
  }

  static Wording of(Tongue tongue) {
    return Optional.ofNullable(ALL.get(tongue)).orElseThrow();
  }

  private <T> T read(String file, Class<T> type) {
    String path = tongue.code() + "/" + file + ".yaml";
    try (InputStream words = Wording.class.getResourceAsStream(path)) {
      return YAML.readValue(words, type);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + path, e);
    }
  }

  Tongue tongue() {
    return tongue;
  }

  Grammar language() {
    return language;
  }

  GrammarWords grammar() {
    return grammar;
  }

  TransformWords transform() {
    return transform;
  }

  InstructWords instruct() {
    return instruct;
  }

  RefineWords refine() {
    return refine;
  }

  RespondWords respond() {
    return respond;
  }

  JudgeWords judge() {
    return judge;
  }

  /** Whether a sentence is one of those with which an editor covers up what a passage said. */
  boolean vague(String sentence) {
    return vague.stream().anyMatch(stem -> stem.match(sentence).isPresent());
  }

  boolean contains(String sentence, String mark) {
    return tongue == Tongue.JAPANESE
        ? sentence.contains(mark)
        : sentence.toLowerCase(Locale.ROOT).contains(mark.strip().toLowerCase(Locale.ROOT))
            && marks.computeIfAbsent(mark, Wording::wholeWord).matcher(sentence).find();
  }

  private static Pattern wholeWord(String mark) {
    return Pattern.compile("(?i)(?<![\\p{L}-])" + Pattern.quote(mark.strip()) + "(?![\\p{L}-])");
  }

  boolean startsWith(String sentence, String word) {
    return tongue == Tongue.JAPANESE
        ? sentence.startsWith(word)
        : sentence.startsWith(word + " ") || sentence.startsWith(word + ",");
  }

  String numberOf(Quantity quantity) {
    return said(instruct.number(), Map.of("digits", quantity.digits(), "unit", quantity.unit()));
  }

  /** Two sentences one after the other. */
  String joined(String one, String other) {
    return tongue == Tongue.JAPANESE ? one + other : one + " " + other;
  }

  /** Closed by a full stop, if nothing else closes it. */
  String stopped(String text) {
    String stop = tongue == Tongue.JAPANESE ? "。" : ".";
    return closed(text) ? text : text + stop;
  }

  boolean closed(String text) {
    return CLOSED.matcher(text).find();
  }

  /**
   * One of several ways to say a thing, chosen by digest; the next one where a slot of it has no
   * value.
   */
  static String say(List<String> stems, Map<String, String> slots, String salt) {
    return Draw.turned(stems, salt).stream()
        .map(stem -> new Stem(stem).fill(slots))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(() ->
            new IllegalStateException(
                "no value for a slot of %s in %s".formatted(stems, slots.keySet())));
  }

  static String said(String stem, Map<String, String> slots) {
    return say(List.of(stem), slots, stem);
  }

  /** {@code transform.yaml}. */
  record TransformWords(
      String tooLittle,
      List<List<String>> speakers,
      Map<String, List<Frame>> genres,
      VerseWords poem,
      BridgeWords longText) {
    record Frame(String title, List<String> parts) {}

    record VerseWords(String title, List<String> open, List<String> images, List<String> close) {}

    record BridgeWords(String title, List<String> bridges, List<String> close) {}
  }

  /** {@code instruct.yaml}. */
  record InstructWords(
      String nameless,
      String trueWord,
      String falseWord,
      String number,
      String tooLittle,
      String nothingFound,
      List<String> moods,
      Map<String, AgentWords> agents,
      Map<String, AgentWords> generic) {

    /** The agent's own words, or those that any agent of its format can use. */
    AgentWords agent(String name, AnswerFormat format) {
      AgentWords own = agents.get(name);
      return own != null && own.format() == format ? own : generic(format);
    }

    AgentWords generic(AnswerFormat format) {
      AgentWords words = generic.get(format.word().toLowerCase(Locale.ROOT));
      if (words == null) {
        throw new IllegalStateException("no generic words for " + format.word());
      }
      return words.of(format);
    }
  }

  /** {@code refine.yaml}. */
  record RefineWords(
      String whole,
      String noChange,
      String stillAnswered,
      String noWay,
      List<String> vague,
      Map<String, List<String>> suggestions,
      List<String> notTold,
      Map<String, List<Condition>> conditions,
      List<String> near) {
    List<Condition> conditionsFor(AnswerFormat format) {
      return conditions.getOrDefault(format.word(), List.of());
    }
  }

  /** {@code respond.yaml}. */
  record RespondWords(
      String writeIn,
      List<String> layout,
      String orderWords,
      String essayWords,
      String summaryWords,
      String listWords,
      List<String> shortQuoted,
      List<String> shortDerived,
      List<String> choice,
      List<String> evidence,
      List<String> tempting,
      String verdict,
      String unsettledVerdict,
      String unsettledReason,
      String verdictStates,
      String verdictClash,
      String verdictPlainTrue,
      String verdictPlainFalse,
      List<String> orderClose,
      String pair,
      List<String> pairsClose,
      String blank,
      List<String> listOpen,
      String listEntry,
      List<String> unknown,
      List<String> unknownAll,
      List<String> unknownChoice,
      List<String> instead,
      List<List<String>> essays,
      List<List<String>> weighings,
      List<List<String>> summaries,
      String notesOpen) {}

  /** {@code judge.yaml}. */
  record JudgeWords(
      List<String> pass, List<String> passUnanswerable, List<String> fail, String empty) {}
}
