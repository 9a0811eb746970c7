package io.agentinstruct.core.flow;

/**
 * What one journey through a flow takes if nothing falls out on the way.
 *
 * @param calls to models
 * @param depth calls that have to wait for each other, one after the other
 */
public record Effort(double calls, int depth) {
  private static final double DEMAND = 1.75;

  public static Effort of(Flow flow) {
    FlowSettings settings = flow.settings();
    double transforms = Math.min(settings.transformPick(), flow.at(Stage.TRANSFORM).size());
    double instructs =
        flow.at(Stage.TRANSFORM).stream()
            .mapToDouble(made -> asked(flow, made))
            .average()
            .orElse(0);
    long pairs =
        flow.at(Stage.REFINE).stream().filter(agent -> agent.name().endsWith(".suggest")).count();
    double picked = Math.min(settings.refinePick(), pairs);
    double threads = transforms * instructs * settings.items();
    double calls = transforms + transforms * instructs;
    double answered = threads;
    for (int round = 0; round < settings.rounds(); round++) {
      double children = threads * picked * settings.suggestions();
      calls += threads * picked + children;
      threads = children;
      answered = settings.keepParents() ? answered + children : children;
    }
    int judges = settings.judges().size();
    calls += answered * (1 + judges);
    return new Effort(Math.max(1, calls), 3 + 2 * settings.rounds() + judges);
  }

  private static double asked(Flow flow, Agent transform) {
    long suited =
        flow.at(Stage.INSTRUCT).stream()
            .filter(agent -> agent.suits().isEmpty() || agent.suits().contains(transform.makes()))
            .count();
    return Math.min(flow.settings().instructPick(), suited);
  }

  /** Calls that one journey has on the wire at once, on average, if it never has to wait. */
  public double parallel() {
    return Math.max(1, calls / depth);
  }

  /**
   * Journeys under way that together ask for 1.75 times the calls that may be in flight: enough
   * that the wire is never idle, few enough that journeys end early instead of piling up half-done.
   */
  public int window(int inFlight) {
    return Math.max(2, (int) Math.ceil(DEMAND * inFlight / parallel()));
  }
}
