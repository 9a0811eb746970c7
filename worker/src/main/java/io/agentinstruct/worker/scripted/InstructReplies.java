package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.worker.scripted.AgentWords.AskWords;
import io.agentinstruct.worker.scripted.OptionMaker.Columns;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sets tasks on a passage, as the agent of a name would. */
final class InstructReplies {
  private static final int FEWEST_SENTENCES = 3;
  private static final int ROUNDS = 12;

  private final Passage passage;
  private final AgentWords agent;
  private final String salt;
  private final List<Item> items = new ArrayList<>();
  private final Set<Sentence> used = new HashSet<>();

  InstructReplies(Passage passage, String agent, AnswerFormat format) {
    this.passage = passage;
    this.agent = passage.wording().instruct().agent(agent, format);
    salt = agent + "\n" + passage.text();
  }

  static boolean tooLittle(Passage passage) {
    return passage.sentences().size() < FEWEST_SENTENCES;
  }

  /**
   * At most {@code count}, each on something else and, as long as there are others, each asked in
   * another way. Fewer, or none, where the passage does not have enough.
   */
  List<Item> items(int count) {
    List<AskWords> asks = Draw.turned(agent.asks(), salt);
    for (boolean fresh : new boolean[] {true, false}) {
      for (int round = 0; round < ROUNDS; round++) {
        for (AskWords ask : asks) {
          if (items.size() < count) {
            nth(ask, round)
                .filter(focus -> !fresh || isNew(focus))
                .ifPresent(focus -> add(ask, focus));
          }
        }
      }
    }
    return List.copyOf(items);
  }

  private boolean isNew(Focus focus) {
    return focus.kind() == FocusKind.WHOLE || !used.contains(focus.bearing().getFirst());
  }

  private void add(AskWords ask, Focus focus) {
    item(ask, focus, salt + items.size())
        .filter(item -> items.stream().noneMatch(other -> other.task().equals(item.task())))
        .ifPresent(item -> {
          items.add(item);
          used.add(focus.bearing().getFirst());
        });
  }

  /**
   * Those that sound most like claims come first; everything else begins anywhere in the passage.
   */
  private Optional<Focus> nth(AskWords ask, int round) {
    boolean whole = ask.focus() == FocusKind.WHOLE;
    List<Focus> foci = Foci.of(ask.focus(), passage);
    List<Focus> turned =
        ask.focus() == FocusKind.CLAIM ? foci : Draw.turned(foci, salt + ask.ask());
    boolean there = round < turned.size() || (whole && !foci.isEmpty());
    return there
        ? Optional.of(turned.get((round + items.size()) % turned.size()))
        : Optional.empty();
  }

  private Optional<Item> item(AskWords ask, Focus focus, String itemSalt) {
    Optional<String> task = ask.stem().fill(focus.slots());
    Optional<Columns> columns = new OptionMaker(agent, passage, focus, itemSalt).columns();
    if (task.isEmpty() || columns.isEmpty()) {
      return Optional.empty();
    }
    Asked asked = new Asked(agent, ask, slotsOf(ask, task.get()), List.of());
    List<String> options = columns.get().options();
    return Solver.solve(passage, asked, options, columns.get().matches())
        .map(solution ->
            new Item(task.get(), options, columns.get().matches(), solution.expected()));
  }

  private static Map<String, String> slotsOf(AskWords ask, String task) {
    return ask.stem().match(task).orElse(Map.of());
  }
}
