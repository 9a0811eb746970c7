package io.agentinstruct.worker.scripted;

import io.agentinstruct.worker.scripted.Wording.RefineWords;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What a suggester says; whether its editor could do it is tried out before it is suggested. */
final class RefineReplies {
  /** What a pair does to an instruction, as far as its name shows it. */
  enum Aim {
    UNANSWERABLE,
    CHANGED,
    HARDER;

    static Aim of(String agent) {
      if (agent.contains("unanswer") || agent.contains("missing") || agent.contains("remove")) {
        return UNANSWERABLE;
      }
      return agent.contains("chang") || agent.contains("alter") || agent.contains("opposite")
          ? CHANGED
          : HARDER;
    }
  }

  private final Given given;
  private final RefineWords words;

  RefineReplies(Given given) {
    this.given = given;
    words = given.passage().wording().refine();
  }

  /** Why this cannot be done here; empty = it can. */
  Optional<String> obstacle(Aim aim) {
    PassageEdits edits = new PassageEdits(given);
    if (aim != Aim.HARDER && edits.aboutTheWhole()) {
      return Optional.of(words.whole());
    }
    return switch (aim) {
      case HARDER -> Optional.empty();
      case UNANSWERABLE ->
          edits.unsettled().isPresent() ? Optional.empty() : Optional.of(words.stillAnswered());
      case CHANGED -> edits.changes().isEmpty() ? Optional.of(words.noChange()) : Optional.empty();
    };
  }

  /** At most {@code count}; of changes to the passage not more than there are. */
  List<String> suggestions(Aim aim, int count) {
    List<String> stems =
        words.suggestions().getOrDefault(aim.name().toLowerCase(Locale.ROOT), List.of());
    List<String> turned = Draw.turned(stems, given.task());
    List<Map<String, String>> ways =
        aim == Aim.CHANGED ? changes() : List.of(slots(given.bearing().text()));
    List<String> made = new ArrayList<>();
    for (int i = 0; !ways.isEmpty() && i < Math.max(ways.size(), turned.size()); i++) {
      Optional<String> text =
          new Stem(turned.get(i % turned.size())).fill(ways.get(i % ways.size()));
      text.filter(suggestion -> made.size() < count && !made.contains(suggestion))
          .ifPresent(made::add);
    }
    return made;
  }

  private List<Map<String, String>> changes() {
    return new PassageEdits(given)
        .changes().stream()
            .map(edit -> {
              Map<String, String> slots = slots(edit.before());
              slots.put("altered", edit.after());
              return slots;
            })
            .toList();
  }

  private Map<String, String> slots(String quote) {
    return new HashMap<>(Map.of("quote", quote, "subject", given.subject()));
  }
}
