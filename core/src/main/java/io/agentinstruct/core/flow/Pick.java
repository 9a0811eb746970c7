package io.agentinstruct.core.flow;

import io.agentinstruct.core.Digest;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

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

  /**
   * The same with weights: a thing of weight 2 comes up about twice as often as one of weight 1,
   * one of weight 0 never. Equal weights pick as none do.
   */
  public static <T> List<T> weighted(
      List<T> things, Function<T, String> name, ToIntFunction<T> weight, int count, String ground) {
    List<T> eligible = things.stream().filter(thing -> weight.applyAsInt(thing) > 0).toList();
    if (count >= eligible.size() || eligible.stream().mapToInt(weight).distinct().count() < 2) {
      return of(eligible, name, count, ground);
    }
    List<T> first =
        eligible.stream()
            .sorted(
                Comparator.<T>comparingDouble(thing ->
                        -StrictMath.log(fraction(ground + "/" + name.apply(thing)))
                            / weight.applyAsInt(thing))
                    .thenComparing(name))
            .limit(count)
            .toList();
    return eligible.stream().filter(first::contains).toList();
  }

  /** Between 0 and 1, neither of them, from the digest's first 48 bits. */
  private static double fraction(String ground) {
    long bits = Long.parseLong(Digest.of(ground), 0, 12, 16);
    return (bits + 0.5) / (1L << 48);
  }
}
