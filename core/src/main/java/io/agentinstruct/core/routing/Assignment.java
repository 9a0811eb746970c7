package io.agentinstruct.core.routing;

import java.util.List;

/**
 * Where one seed goes.
 *
 * @param skills by name, in order; empty = all, or nowhere where there is a reason
 * @param places for each of them, how many seeds it was given before: its leaves are taken in turn
 *     by this number; empty = they are picked by digest
 * @param reason why the seed goes nowhere; empty = it goes somewhere
 */
public record Assignment(List<String> skills, List<Integer> places, String reason) {
  /** By no plan: to all skills of the run. */
  public static final Assignment TO_ALL = new Assignment(List.of(), List.of(), "");

  public Assignment {
    skills = List.copyOf(skills);
    places = List.copyOf(places);
  }
}
