package io.agentinstruct.core.flow;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agentinstruct.core.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where one seed goes in one flow: the agents picked for it and the counts, no prompt text. Travels
 * in histories: add components at the end, forgive absent ones, never rename.
 *
 * @param declined why the flow does not take the seed; empty = it does
 * @param transforms transform agents picked for the seed, each with the instruct agents picked for
 *     what it makes
 * @param pairs all refinement pairs; which of them work on an instruction depends on what became of
 *     it
 * @param judges who must all pass an exchange
 * @param dialogue how the student talks with a user; null = it answers once
 * @param votes independent answers that have to agree; 1 = no vote
 * @param companions ids of the seeds whose texts lie beside the seed's own
 * @param fork where the teacher says which of the seed's skills are worth it; null = nobody is
 *     asked
 */
public record Itinerary(
    String declined,
    List<Transform> transforms,
    List<Pair> pairs,
    int rounds,
    int pairsPerRound,
    int suggestions,
    boolean keepParents,
    Visit respond,
    List<Visit> judges,
    @JsonProperty("dialogue") @Nullable Dialogue dialogue,
    int votes,
    List<String> companions,
    @JsonProperty("fork") @Nullable Fork fork) {

  public Itinerary {
    declined = declined == null ? "" : declined;
    transforms = transforms == null ? List.of() : List.copyOf(transforms);
    pairs = pairs == null ? List.of() : List.copyOf(pairs);
    judges = judges == null ? List.of() : List.copyOf(judges);
    votes = Math.max(1, votes);
    companions = companions == null ? List.of() : List.copyOf(companions);
  }

  /** Of a student that answers once. */
  public Itinerary(
      String declined,
      List<Transform> transforms,
      List<Pair> pairs,
      int rounds,
      int pairsPerRound,
      int suggestions,
      boolean keepParents,
      Visit respond,
      List<Visit> judges) {
    this(
        declined,
        transforms,
        pairs,
        rounds,
        pairsPerRound,
        suggestions,
        keepParents,
        respond,
        judges,
        null,
        1,
        List.of(),
        null);
  }

  /**
   * Where a seed's skills are chosen.
   *
   * @param skills digest of the stored list of those it may go to
   */
  public record Fork(Visit visit, String skills) {}

  /** The same with somebody who is asked first whether the flow is worth it. */
  public Itinerary asking(Fork first) {
    return copy(declined, companions, first);
  }

  /**
   * How the student talks with a user.
   *
   * @param user who plays the user
   * @param tool who plays the tools; null = there are none
   * @param turns of the user at most
   * @param calls messages with tool calls in a row at most
   */
  public record Dialogue(
      Visit user, @JsonProperty("tool") @Nullable Visit tool, int turns, int calls) {}

  /** The same with other documents beside the seed. */
  public Itinerary with(List<String> others) {
    return copy(declined, others, fork);
  }

  /** The same way, which the flow does not take. */
  public Itinerary declining(String reason) {
    return copy(reason, companions, fork);
  }

  private Itinerary copy(String reason, List<String> others, @Nullable Fork first) {
    return new Itinerary(
        reason,
        transforms,
        pairs,
        rounds,
        pairsPerRound,
        suggestions,
        keepParents,
        respond,
        judges,
        dialogue,
        votes,
        others,
        first);
  }

  /**
   * One agent to ask.
   *
   * @param agent id, such as {@code instruct/strengthen}
   * @param steps calls it makes, one after the other; 0 = none (identity)
   * @param count things asked of it
   */
  public record Visit(String agent, String role, int steps, int count) {
    /** The name without its stage. */
    public String name() {
      return agent.substring(agent.indexOf('/') + 1);
    }
  }

  public record Transform(Visit visit, List<Visit> instructs) {
    public Transform {
      instructs = instructs == null ? List.of() : List.copyOf(instructs);
    }
  }

  /**
   * @param takes answerabilities the pair works on; empty = all
   * @param leaves answerability after the edit; null = as it was
   * @param weight how often it is picked, beside others
   */
  public record Pair(
      String name,
      Visit suggest,
      Visit edit,
      List<Answerability> takes,
      @JsonProperty("leaves") @Nullable Answerability leaves,
      int weight) {
    public Pair {
      takes = takes == null ? List.of() : List.copyOf(takes);
      weight = Math.max(1, weight); // absent in older histories
    }

    /** As often picked as most. */
    public Pair(
        String name,
        Visit suggest,
        Visit edit,
        List<Answerability> takes,
        @Nullable Answerability leaves) {
      this(name, suggest, edit, takes, leaves, 1);
    }

    public boolean worksOn(Answerability answerability) {
      return takes.isEmpty() || takes.contains(answerability);
    }

    public Answerability after(Answerability before) {
      return leaves == null ? before : leaves;
    }
  }

  /**
   * The way of a seed through a flow, its agents picked by digest: a pure function of the two and
   * the run's random seed. So runs were walked that have no plan.
   */
  public static Itinerary of(Flow flow, Seed seed, long randomSeed) {
    String ground = randomSeed + "/" + seed.id();
    List<Transform> transforms =
        Pick.weighted(
                flow.at(Stage.TRANSFORM),
                Agent::name,
                Agent::weight,
                flow.settings().transformPick(),
                ground + "/transform")
            .stream()
            .map(agent -> {
              String place = ground + "/" + agent.name() + "/instruct";
              int pick = flow.settings().instructPick();
              return transform(
                  flow,
                  agent,
                  Pick.weighted(asking(flow, agent), Agent::name, Agent::weight, pick, place));
            })
            .toList();
    return way(flow, seed, transforms);
  }

  /**
   * The way of a seed through a flow, its agents taken in turn, so that each leaf of the flow gets
   * as many materials as its weight says, wherever the run ends.
   *
   * @param place how many seeds the flow was given before this one
   */
  public static Itinerary inTurn(Flow flow, Seed seed, long randomSeed, int place) {
    List<Transform> transforms = new ArrayList<>();
    new Spread(flow, randomSeed + "/" + flow.name())
        .at(place)
        .forEach((agent, askers) -> transforms.add(transform(flow, agent, askers)));
    return way(flow, seed, transforms);
  }

  private static Itinerary way(Flow flow, Seed seed, List<Transform> transforms) {
    FlowSettings settings = flow.settings();
    return new Itinerary(
        Suitability.against(settings, seed).orElse(""),
        transforms,
        pairs(flow),
        settings.rounds(),
        settings.refinePick(),
        settings.suggestions(),
        settings.keepParents(),
        visit(flow.agent(Stage.RESPOND.folder() + "/" + settings.respondAgent()), 1),
        settings.judges().stream()
            .map(judge -> visit(flow.agent(Stage.JUDGE.folder() + "/" + judge), 1))
            .toList(),
        flow.isDialogue() ? dialogue(flow) : null,
        flow.isDialogue() ? 1 : settings.votes(),
        List.of(),
        null);
  }

  private static Dialogue dialogue(Flow flow) {
    return new Dialogue(
        visit(flow.agent(Flow.USER), 1),
        flow.agents().stream()
            .filter(agent -> agent.id().equals(Flow.TOOL))
            .findFirst()
            .map(agent -> visit(agent, 1))
            .orElse(null),
        flow.settings().turns(),
        flow.settings().calls());
  }

  private static List<Agent> asking(Flow flow, Agent transform) {
    return flow.at(Stage.INSTRUCT).stream().filter(agent -> agent.asksOf(transform)).toList();
  }

  private static Transform transform(Flow flow, Agent agent, List<Agent> instructs) {
    return new Transform(
        visit(agent, 1),
        instructs.stream()
            .map(asker -> visit(asker, asker.items() > 0 ? asker.items() : flow.settings().items()))
            .toList());
  }

  private static List<Pair> pairs(Flow flow) {
    return flow.at(Stage.REFINE).stream()
        .filter(agent -> agent.name().endsWith(".suggest") && agent.weight() > 0)
        .map(suggest -> {
          Agent edit = flow.agent(Stage.REFINE.folder() + "/" + suggest.pair() + ".edit");
          return new Pair(
              suggest.pair(),
              visit(suggest, flow.settings().suggestions()),
              visit(edit, 1),
              suggest.takes(),
              edit.leaves().orElse(null),
              suggest.weight());
        })
        .toList();
  }

  private static Visit visit(Agent agent, int count) {
    return new Visit(agent.id(), agent.role(), agent.identity() ? 0 : agent.steps().size(), count);
  }
}
