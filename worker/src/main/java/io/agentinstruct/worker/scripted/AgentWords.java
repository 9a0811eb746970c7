package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How one instruction agent asks.
 *
 * @param options where the options come from, for formats that have them
 * @param right stems of options that are right, {@code wrong} of those that are not
 * @param by for options that depend on a shape, a role or a nature: which is right where
 * @param why reasons for the right option, as stems
 * @param whole whether the task is about the passage as a whole, so that no single change unsettles
 *     it
 */
record AgentWords(
    AnswerFormat format,
    OptionRule options,
    List<AskWords> asks,
    List<String> right,
    List<String> wrong,
    Map<String, String> by,
    List<String> why,
    boolean whole) {

  AgentWords {
    options = options == null ? OptionRule.NONE : options;
    right = right == null ? List.of() : List.copyOf(right);
    wrong = wrong == null ? List.of() : List.copyOf(wrong);
    by = by == null ? Map.of() : new LinkedHashMap<>(by);
    why = why == null ? List.of() : List.copyOf(why);
  }

  AgentWords of(AnswerFormat other) {
    return new AgentWords(other, options, asks, right, wrong, by, why, whole);
  }

  boolean saysRight(String option) {
    return matches(right, option);
  }

  boolean saysWrong(String option) {
    return matches(wrong, option);
  }

  private static boolean matches(List<String> stems, String option) {
    return stems.stream().map(Stem::new).anyMatch(stem -> stem.match(option).isPresent());
  }

  /**
   * One way of asking.
   *
   * @param expected of the answer, where no option says it
   */
  record AskWords(FocusKind focus, String ask, @Nullable String expected) {
    AskWords {
      focus = focus == null ? FocusKind.WHOLE : focus;
    }

    Stem stem() {
      return new Stem(ask);
    }

    Optional<Stem> expectation() {
      return Optional.ofNullable(expected).map(Stem::new);
    }
  }
}
