package io.agentinstruct.core.flow;

import io.agentinstruct.core.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Chooses by digest, not by dice: it looks random, repeats exactly, and needs neither clock nor
 * stored state.
 */
public final class Pick {
  private Pick() {}

  /**
   * The {@code count} things that rank first for this ground (run's random seed, seed id, stage,
   * ordinal), in their given order. Adding a thing to the list never moves the others' ranks.
   */
  public static <T> List<T> of(List<T> things, Function<T, String> name, int count, String ground) {
    if (count >= things.size()) {
      return things;
    }
    List<T> first =
        things.stream()
            .sorted(Comparator.comparing(thing -> Digest.of(ground + "/" + name.apply(thing))))
            .limit(count)
            .toList();
    return things.stream().filter(first::contains).toList();
  }
}
