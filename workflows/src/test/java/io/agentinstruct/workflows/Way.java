package io.agentinstruct.workflows;

import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Itinerary;
import io.agentinstruct.core.flow.Itinerary.Dialogue;
import io.agentinstruct.core.flow.Itinerary.Pair;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.flow.Itinerary.Visit;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** An itinerary in the making. Begins as the shortest one that leads to a row. */
final class Way {
  private String declined = "";
  private List<Transform> transforms = List.of(transform("debate", "strengthen"));
  private List<Pair> pairs = List.of();
  private int rounds;
  private int pairsPerRound = Integer.MAX_VALUE;
  private boolean keepsParents = true;
  private Visit respond = visit("respond/answer");
  private List<Visit> judges = List.of(visit("judge/grounded"));

  private @Nullable Dialogue dialogue;
  private int votes = 1;
  private List<String> companions = List.of();

  private Way() {}

  static Way plain() {
    return new Way();
  }

  Way declined(String reason) {
    declined = reason;
    return this;
  }

  Way transforms(Transform... all) {
    transforms = List.of(all);
    return this;
  }

  Way refines(int inRounds, Pair... by) {
    rounds = inRounds;
    pairs = List.of(by);
    return this;
  }

  Way picks(int perRound) {
    pairsPerRound = perRound;
    return this;
  }

  Way replacesParents() {
    keepsParents = false;
    return this;
  }

  Way responds(Visit by) {
    respond = by;
    return this;
  }

  Way judges(String... names) {
    judges = Stream.of(names).map(name -> visit("judge/" + name)).toList();
    return this;
  }

  /** A dialogue with a user and with tools. */
  Way talks(int turns, int calls) {
    dialogue = new Dialogue(visit("respond/user"), visit("respond/tool"), turns, calls);
    return this;
  }

  Way votes(int answers) {
    votes = answers;
    return this;
  }

  Way beside(String... seeds) {
    companions = List.of(seeds);
    return this;
  }

  Itinerary build() {
    return new Itinerary(
        declined,
        transforms,
        pairs,
        rounds,
        pairsPerRound,
        1,
        keepsParents,
        respond,
        judges,
        dialogue,
        votes,
        companions,
        null);
  }

  static Transform transform(String name, String... instructs) {
    return new Transform(
        visit("transform/" + name),
        Stream.of(instructs).map(instruct -> visit("instruct/" + instruct)).toList());
  }

  static Visit visit(String agent) {
    return visit(agent, 1);
  }

  static Visit visit(String agent, int steps) {
    return new Visit(agent, agent.startsWith("judge/") ? "judge" : "teacher", steps, 1);
  }

  /** A pair that works on everything and leaves it as it was. */
  static Pair pair(String name) {
    return pair(name, null);
  }

  static Pair pair(String name, @Nullable Answerability leaves, Answerability... takes) {
    return new Pair(
        name,
        visit("refine/" + name + ".suggest"),
        visit("refine/" + name + ".edit"),
        List.of(takes),
        leaves);
  }
}
