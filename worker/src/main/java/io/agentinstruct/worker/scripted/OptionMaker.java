package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Builds the options of a task out of the passage and the agent's words. */
final class OptionMaker {
  private static final int CHOICES = 4;
  private static final int STATEMENTS = 3;
  private static final int ENTRIES = 4;
  private static final int LONGEST_ENTRY = 180;
  private static final int LONGEST_MATCH = 140;

  private final AgentWords agent;
  private final Passage passage;
  private final Focus focus;
  private final String salt;

  OptionMaker(AgentWords agent, Passage passage, Focus focus, String salt) {
    this.agent = agent;
    this.passage = passage;
    this.focus = focus;
    this.salt = salt;
  }

  record Columns(List<String> options, List<String> matches) {
    static final Columns NONE = new Columns(List.of(), List.of());
  }

  /** Empty where the passage does not have enough for this kind of task. */
  Optional<Columns> columns() {
    return switch (agent.format()) {
      case MULTIPLE_CHOICE -> choices();
      case TRUE_FALSE -> statements();
      case ORDERING -> entries();
      case MATCHING -> pairs();
      default -> Optional.of(Columns.NONE);
    };
  }

  private Optional<Columns> choices() {
    List<String> options = new ArrayList<>();
    rights().findFirst().ifPresent(options::add);
    wrongs()
        .filter(wrong -> !options.contains(wrong))
        .distinct()
        .limit(CHOICES - 1)
        .forEach(options::add);
    return options.size() < CHOICES
        ? Optional.empty()
        : Optional.of(new Columns(Draw.shuffled(options, salt), List.of()));
  }

  private Optional<Columns> statements() {
    List<String> options = new ArrayList<>();
    rights().findFirst().ifPresent(options::add);
    wrongs().findFirst().ifPresent(options::add);
    if (agent.options() != OptionRule.STEMS) {
      Stream.concat(rights().skip(1), wrongs().skip(1))
          .filter(s -> !options.contains(s))
          .limit(1)
          .forEach(options::add);
    }
    return options.size() < 2
        ? Optional.empty()
        : Optional.of(new Columns(Draw.shuffled(options, salt), List.of()));
  }

  private Optional<Columns> entries() {
    List<String> entries =
        fitting(LONGEST_ENTRY).stream().limit(ENTRIES).map(Sentence::text).toList();
    if (entries.size() < STATEMENTS) {
      return Optional.empty();
    }
    return Optional.of(new Columns(jumbled(entries), List.of()));
  }

  private Optional<Columns> pairs() {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (Sentence s : Draw.turned(passage.statements(), salt)) {
      if (pairs.size() < ENTRIES
          && s.predicate().length() <= LONGEST_MATCH
          && !pairs.containsValue(s.predicate())) {
        pairs.put(s.subject(), s.predicate());
      }
    }
    return pairs.size() < STATEMENTS
        ? Optional.empty()
        : Optional.of(
            new Columns(List.copyOf(pairs.keySet()), jumbled(List.copyOf(pairs.values()))));
  }

  /** Neither in the right order nor in that turned round. */
  private List<String> jumbled(List<String> ordered) {
    for (int attempt = 0; attempt < 9; attempt++) {
      List<String> shuffled = Draw.shuffled(ordered, salt + attempt);
      if (!shuffled.equals(inOrder(shuffled))
          && !shuffled.reversed().equals(inOrder(shuffled))
          && !shuffled.equals(ordered)) {
        return shuffled;
      }
    }
    return Draw.turned(ordered, salt);
  }

  private List<String> inOrder(List<String> entries) {
    return entries.stream()
        .sorted(
            Comparator.comparingInt(
                entry -> passage.stating(entry).map(Sentence::ordinal).orElse(0)))
        .toList();
  }

  private List<Sentence> fitting(int longest) {
    List<Sentence> brief =
        passage.quotable().stream()
            .filter(s -> s.text().length() <= longest && passage.language().alone(s.text()))
            .toList();
    List<Sentence> enough = brief.size() < CHOICES ? passage.quotable() : brief;
    return Draw.turned(distinct(enough), salt);
  }

  private static List<Sentence> distinct(List<Sentence> sentences) {
    Map<String, Sentence> byText = new LinkedHashMap<>();
    sentences.forEach(s -> byText.putIfAbsent(Spelling.bare(s.text()), s));
    return List.copyOf(byText.values());
  }

  /** Options that would be right, the preferred one first. */
  Stream<String> rights() {
    return switch (agent.options()) {
      case STEMS -> stems(agent.right());
      case STATED -> stated();
      case CONTRADICTED -> altered();
      case CLAIM -> Stream.of(focus.slots().getOrDefault("main", ""));
      case GLOSS, GAP ->
          Stream.of(focus.slots().getOrDefault("meaning", focus.slots().getOrDefault("word", "")));
      case SHAPE -> Stream.ofNullable(agent.by().get(passage.shape().word()));
      case ROLE -> Stream.ofNullable(agent.by().get(focus.slots().get("role")));
      case NATURE -> natures(true);
      case NONE, ORDER, PAIRS -> Stream.empty();
    };
  }

  /** Options that would be wrong, in an order that differs from task to task. */
  Stream<String> wrongs() {
    return switch (agent.options()) {
      case STEMS -> stems(agent.wrong());
      case STATED -> altered().skip(1);
      case CONTRADICTED -> stated().filter(option -> !option.equals(contradicted()));
      case CLAIM -> lesserClaims();
      case GLOSS, GAP -> otherWords();
      case SHAPE, ROLE -> otherDescriptions();
      case NATURE -> natures(false);
      case NONE, ORDER, PAIRS -> Stream.empty();
    };
  }

  private Stream<String> stems(List<String> stems) {
    return Draw.turned(stems, salt).stream()
        .map(stem -> new Stem(stem).fill(focus.slots()))
        .flatMap(Optional::stream);
  }

  /** What the right option denies: it must not stand beside it. */
  private String contradicted() {
    return altered().findFirst().flatMap(passage::crossing).map(Sentence::text).orElse("");
  }

  private Stream<String> stated() {
    return fitting(LONGEST_ENTRY).stream().map(Sentence::text);
  }

  private Stream<String> altered() {
    return fitting(LONGEST_ENTRY).stream()
        .map(s -> Alteration.of(s, passage))
        .flatMap(Optional::stream)
        .filter(altered -> passage.crossing(altered).isPresent());
  }

  private Stream<String> lesserClaims() {
    Sentence main = passage.mainClaim();
    return fitting(LONGEST_ENTRY).stream()
        .filter(s -> passage.claimScore(s) < passage.claimScore(main))
        .map(Sentence::text);
  }

  private Stream<String> otherWords() {
    String word = focus.slots().getOrDefault("word", "");
    if (focus.slots().containsKey("meaning")) {
      return Draw.turned(passage.wording().grammar().otherMeanings(word), salt).stream();
    }
    return Draw.turned(passage.sentences(), salt).stream()
        .flatMap(s -> passage.language().keywords(s.text()).stream())
        .filter(other -> !other.equals(word) && other.length() > 1)
        .filter(other -> !focus.slots().getOrDefault("gapped", "").contains(other))
        .distinct();
  }

  private Stream<String> otherDescriptions() {
    List<String> right = rights().toList();
    return Draw.turned(List.copyOf(agent.by().values()), salt).stream()
        .filter(text -> !right.contains(text));
  }

  private Stream<String> natures(boolean right) {
    return fitting(LONGEST_ENTRY).stream()
        .skip(right ? 0 : 2)
        .map(s -> nature(s, right))
        .flatMap(Optional::stream);
  }

  private Optional<String> nature(Sentence s, boolean right) {
    boolean opinion = passage.opinion(s) == right;
    String stem = agent.by().getOrDefault(opinion ? "opinion" : "fact", "");
    return new Stem(stem).fill(Map.of("sentence", s.text()));
  }
}
