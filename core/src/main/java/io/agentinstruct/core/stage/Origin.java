package io.agentinstruct.core.stage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who made a piece, out of what. Every stored piece carries one, so a row's whole family can be
 * walked backwards.
 *
 * @param agent id of the agent, such as {@code refine/harder.edit}
 * @param call journal key of the model call; null where no call was made
 * @param parents digests of the pieces it was made from, nearest first
 */
public record Origin(Lineage lineage, String agent, @Nullable String call, List<String> parents) {
  public Origin {
    parents = parents == null ? List.of() : List.copyOf(parents);
  }
}
