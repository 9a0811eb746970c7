package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a task harder: a condition is added, and where there are options, one of them becomes
 * another.
 */
final class TaskEdits {
  private static final int MOST_ENTRIES = 6;

  private final Given given;
  private final AnswerFormat format;
  private final Wording wording;

  TaskEdits(Given given, AnswerFormat guessed) {
    this.given = given;
    format = given.format(guessed);
    wording = given.passage().wording();
  }

  /** Empty where every condition is in use already. */
  Optional<Item> harder() {
    List<Condition> unused =
        TaskReader.unused(wording.refine().conditionsFor(format), given.task()).stream()
            .filter(condition -> !condition.looksAround() || answerIsASentence())
            .toList();
    if (unused.isEmpty()) {
      return Optional.empty();
    }
    String task =
        wording.joined(given.task(), Draw.from(unused, given.task() + given.suggestion()).task());
    List<String> options = options();
    List<String> matches = given.choices().matches();
    Optional<Solution> solution =
        TaskReader.of(wording.tongue())
            .read(task)
            .flatMap(asked -> Solver.solve(given.passage(), asked, options, matches));
    if (solution.isPresent()) {
      return Optional.of(new Item(task, options, matches, expected(solution.get())));
    }
    return Optional.of(new Item(task, given.choices().options(), matches, given.expected()));
  }

  /** Only then does it make sense to ask what comes before or after it. */
  private boolean answerIsASentence() {
    return given
        .solution()
        .filter(solution -> Spelling.same(solution.expected(), solution.decisive().text()))
        .isPresent();
  }

  private String expected(Solution solution) {
    String expected =
        solution.additions().isEmpty() ? solution.expected() : wording.stopped(solution.expected());
    return Stream.concat(Stream.of(expected), solution.additions().stream())
        .reduce(wording::joined)
        .orElseThrow();
  }

  private List<String> options() {
    List<String> options = new ArrayList<>(given.choices().options());
    Optional<Solution> before = given.solution();
    if (options.isEmpty() || before.isEmpty() || format == AnswerFormat.MATCHING) {
      return options;
    }
    OptionMaker maker =
        new OptionMaker(
            given.asked().orElseThrow().agent(),
            given.passage(),
            before.get().focus(),
            given.task());
    if (format == AnswerFormat.ORDERING) {
      another(given.passage().quotable().stream().map(Sentence::text), options)
          .filter(entry -> options.size() < MOST_ENTRIES)
          .ifPresent(options::add);
      return options;
    }
    int at = replaceable(before.get());
    another(maker.wrongs(), options)
        .or(() -> another(near(), options))
        .filter(option -> at >= 0)
        .ifPresent(option -> options.set(at, option));
    return options;
  }

  /** The last option that is wrong. */
  private int replaceable(Solution solution) {
    List<String> options = given.choices().options();
    for (int i = options.size() - 1; i >= 0; i--) {
      boolean wrong =
          format == AnswerFormat.TRUE_FALSE
              ? solution.expected().contains((i + 1) + ". false")
              : !options.get(i).equals(solution.expected());
      if (wrong) {
        return i;
      }
    }
    return -1;
  }

  private static Optional<String> another(Stream<String> offered, List<String> taken) {
    return offered
        .filter(option -> taken.stream().noneMatch(other -> Spelling.same(other, option)))
        .findFirst();
  }

  private Stream<String> near() {
    return wording.refine().near().stream()
        .map(stem -> new Stem(stem).fill(Map.of("topic", given.passage().topic())))
        .flatMap(Optional::stream);
  }
}
