package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A sentence that says something else than before, by a small change. */
final class Alteration {
  private Alteration() {}

  /** Changes what is said of the subject and not the subject, so that a task can still name it. */
  static Optional<String> of(Sentence sentence, Passage passage) {
    Grammar language = passage.language();
    if (sentence.hasSubject() && sentence.text().contains(sentence.predicate())) {
      int at = sentence.text().lastIndexOf(sentence.predicate());
      String tail = sentence.text().substring(at);
      Optional<String> altered =
          language.reversed(tail).map(other -> sentence.text().substring(0, at) + other);
      if (altered.isPresent()) {
        return altered;
      }
    }
    return language.reversed(sentence.text());
  }

  /** All that could be tried on a sentence without touching what the task quotes from it. */
  static List<String> around(
      Sentence sentence, Focus focus, Map<String, String> quoted, Passage passage) {
    List<String> altered = new ArrayList<>();
    for (Map.Entry<String, String> slot : focus.slots().entrySet()) {
      String value = slot.getValue();
      if (!quoted.containsKey(slot.getKey())
          && value.length() > 3
          && sentence.text().contains(value)) {
        passage
            .language()
            .reversed(value)
            .ifPresent(other -> altered.add(sentence.text().replace(value, other)));
      }
    }
    for (String value : quoted.values()) {
      int end =
          sentence.text().indexOf(value) < 0 ? 0 : sentence.text().indexOf(value) + value.length();
      String tail = sentence.text().substring(end);
      passage
          .language()
          .reversed(tail)
          .filter(other -> end > 0)
          .ifPresent(other -> altered.add(sentence.text().substring(0, end) + other));
    }
    of(sentence, passage).ifPresent(altered::add);
    altered.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
    return altered;
  }
}
