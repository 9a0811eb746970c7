package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.worker.scripted.AgentWords.AskWords;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a task back into what was asked, so that the same rules that set it can answer it. */
final class TaskReader {
  private static final Map<Tongue, TaskReader> ALL = new EnumMap<>(Tongue.class);

  static {
    for (Tongue tongue : Tongue.values()) {
      ALL.put(tongue, new TaskReader(Wording.of(tongue)));
    }
  }

  private record Way(AgentWords agent, AskWords ask, Stem stem) {}

  private final List<Way> ways = new ArrayList<>();
  private final List<Condition> conditions;

  private TaskReader(Wording wording) {
    Stream.concat(
            wording.instruct().agents().values().stream(),
            wording.instruct().generic().keySet().stream()
                .map(word -> AnswerFormat.named(word).orElseThrow())
                .map(wording.instruct()::generic))
        .forEach(agent -> agent.asks().forEach(ask -> ways.add(new Way(agent, ask, ask.stem()))));
    conditions = wording.refine().conditions().values().stream().flatMap(List::stream).toList();
  }

  static TaskReader of(Tongue tongue) {
    return Optional.ofNullable(ALL.get(tongue)).orElseThrow();
  }

  Optional<Asked> read(String task) {
    List<Condition> added = new ArrayList<>();
    String bare = withoutConditions(task.strip(), added);
    Way best = null;
    Map<String, String> slots = Map.of();
    for (Way way : ways) {
      Optional<Map<String, String>> match = way.stem().match(bare);
      if (match.isPresent() && (best == null || way.stem().weight() > best.stem().weight())) {
        best = way;
        slots = match.get();
      }
    }
    return best == null
        ? Optional.empty()
        : Optional.of(new Asked(best.agent(), best.ask(), slots, List.copyOf(added)));
  }

  private String withoutConditions(String task, List<Condition> added) {
    for (Condition condition : conditions) {
      if (task.endsWith(condition.task()) && task.length() > condition.task().length()) {
        added.addFirst(condition);
        String rest = task.substring(0, task.length() - condition.task().length()).strip();
        return withoutConditions(rest, added);
      }
    }
    return task;
  }

  /** Conditions of this kind of answer that a task does not have yet. */
  static List<Condition> unused(List<Condition> all, String task) {
    Set<String> tasks =
        Set.copyOf(all.stream().map(Condition::task).filter(task::contains).toList());
    return all.stream().filter(condition -> !tasks.contains(condition.task())).toList();
  }
}
