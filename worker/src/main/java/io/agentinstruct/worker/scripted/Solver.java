package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the answer to a recognised task in a passage, or finds that the passage does not give it.
 * Whoever sets a task, edits it or answers it asks here, so that all three agree.
 */
final class Solver {
  private final Passage passage;
  private final Asked asked;
  private final List<String> options;
  private final List<String> matches;

  private Solver(Passage passage, Asked asked, List<String> options, List<String> matches) {
    this.passage = passage;
    this.asked = asked;
    this.options = options;
    this.matches = matches;
  }

  static Optional<Solution> solve(
      Passage passage, Asked asked, List<String> options, List<String> matches) {
    return new Solver(passage, asked, options, matches).solve();
  }

  private Optional<Solution> solve() {
    return Foci.find(asked.ask().focus(), passage, asked.slots())
        .map(this::withTexts)
        .flatMap(this::by);
  }

  private Optional<Solution> by(Focus focus) {
    AgentWords agent = asked.agent();
    boolean verdicts = agent.format() == AnswerFormat.TRUE_FALSE;
    return switch (agent.options()) {
      case NONE -> written(focus);
      case STEMS -> verdicts ? verdicts(focus) : choice(focus, agent::saysRight);
      case STATED -> verdicts ? verdicts(focus) : choice(focus, passage::states);
      case CONTRADICTED -> choice(focus, option -> passage.crossing(option).isPresent());
      case NATURE -> verdicts(focus);
      case CLAIM ->
          options.stream().allMatch(passage::states)
              ? choice(focus, mainClaim()::equals)
              : Optional.empty();
      case GLOSS, GAP -> choice(focus, option -> option.equals(wordSought(focus)));
      case SHAPE -> choice(focus, option -> option.equals(agent.by().get(passage.shape().word())));
      case ROLE ->
          choice(focus, option -> option.equals(agent.by().get(focus.slots().get("role"))));
      case ORDER -> order(focus);
      case PAIRS -> pairs(focus);
    };
  }

  private Focus withTexts(Focus focus) {
    String role = focus.slots().get("role");
    String text = role == null ? null : asked.agent().by().get(role);
    return text == null ? focus : focus.and("role-text", text);
  }

  private static String wordSought(Focus focus) {
    return focus.slots().getOrDefault("meaning", focus.slots().getOrDefault("word", ""));
  }

  private Optional<Solution> written(Focus focus) {
    return asked
        .ask()
        .expectation()
        .flatMap(stem -> stem.fill(focus.slots()))
        .map(text -> solution(text, focus, focus.bearing()));
  }

  private Solution solution(String expected, Focus focus, List<Sentence> bearing) {
    return new Solution(expected, additions(bearing.getFirst()), focus, bearing);
  }

  private List<String> additions(Sentence bearing) {
    Map<String, String> slots = new HashMap<>(Map.of("quote", bearing.text()));
    passage.before(bearing).ifPresent(s -> slots.put("before", s.text()));
    passage.after(bearing).ifPresent(s -> slots.put("after", s.text()));
    return asked.conditions().stream()
        .flatMap(condition -> condition.addition().stream())
        .flatMap(stem -> stem.fill(slots).stream())
        .toList();
  }

  /** Exactly one option may be right. */
  private Optional<Solution> choice(Focus focus, Predicate<String> right) {
    List<String> found = options.stream().filter(right).toList();
    if (found.size() != 1) {
      return Optional.empty();
    }
    String option = found.getFirst();
    List<Sentence> own =
        Stream.concat(passage.stating(option).stream(), passage.crossing(option).stream()).toList();
    boolean quoted =
        asked.agent().options() == OptionRule.STATED
            || asked.agent().options() == OptionRule.CONTRADICTED;
    return Optional.of(
        solution(
            option,
            focus,
            quoted || asked.agent().options() == OptionRule.CLAIM ? own : focus.bearing()));
  }

  private String mainClaim() {
    return options.stream()
        .map(passage::stating)
        .flatMap(Optional::stream)
        .max(Comparator.comparingInt(passage::claimScore).thenComparingInt(Sentence::ordinal))
        .flatMap(claim ->
            options.stream().filter(option -> Spelling.same(option, claim.text())).findFirst())
        .orElse("");
  }

  private Optional<Solution> verdicts(Focus focus) {
    List<Verdict> verdicts =
        options.stream()
            .map(option -> Verdict.on(option, passage, asked.agent()))
            .flatMap(Optional::stream)
            .toList();
    if (verdicts.size() < options.size() || verdicts.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    for (Verdict verdict : verdicts) {
      lines.add((lines.size() + 1) + ". " + verdict.right());
    }
    List<Sentence> bearing =
        Stream.concat(
                verdicts.stream().flatMap(verdict -> verdict.bearing().stream()),
                focus.bearing().stream())
            .distinct()
            .toList();
    return Optional.of(solution(String.join("\n", lines), focus, bearing));
  }

  private Optional<Solution> order(Focus focus) {
    List<Sentence> found =
        options.stream().map(passage::stating).flatMap(Optional::stream).distinct().toList();
    if (found.size() < options.size() || found.isEmpty()) {
      return Optional.empty();
    }
    List<Sentence> sorted =
        found.stream().sorted(Comparator.comparingInt(Sentence::ordinal)).toList();
    String lines =
        sorted.stream().map(s -> options.get(found.indexOf(s))).collect(Collectors.joining("\n"));
    return Optional.of(solution(lines, focus, sorted));
  }

  private Optional<Solution> pairs(Focus focus) {
    List<String> lines = new ArrayList<>();
    List<Sentence> bearing = new ArrayList<>();
    for (String subject : options) {
      Optional<Sentence> statement =
          passage.statements().stream()
              .filter(s -> Spelling.same(s.subject(), subject))
              .filter(s -> matches.stream().anyMatch(match -> Spelling.same(match, s.predicate())))
              .findFirst();
      if (statement.isEmpty()) {
        return Optional.empty();
      }
      String match =
          matches.stream()
              .filter(m -> Spelling.same(m, statement.get().predicate()))
              .findFirst()
              .orElseThrow();
      lines.add(subject + " -> " + match);
      bearing.add(statement.get());
    }
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(solution(String.join("\n", lines), focus, bearing));
  }
}
