package io.agentinstruct.core.flow;

import io.agentinstruct.core.Digest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Takes things in turn: after any number of places, each was taken as often as its weight says,
 * give or take one. In which order is drawn anew for each cycle, so that who stands beside whom,
 * and which seed meets whom, is no habit. A pure function of the place: nothing is counted
 * anywhere. For one thread.
 */
final class Rotation<T> {
  private final List<T> things;
  private final Function<T, String> name;
  private final int[] weights;
  private final int count;
  private final String ground;
  private final int cycle;
  private final Map<Integer, List<List<T>>> cycles = new HashMap<>();

  /**
   * @param weight 0 = never taken
   * @param count things per place
   * @param ground of the orders: run's random seed, flow, stage
   */
  Rotation(
      List<T> things, Function<T, String> name, ToIntFunction<T> weight, int count, String ground) {
    this.things = things.stream().filter(thing -> weight.applyAsInt(thing) > 0).toList();
    this.name = name;
    this.count = Math.min(count, this.things.size());
    this.ground = ground;
    int[] raw = this.things.stream().mapToInt(weight).toArray();
    int shared = Math.max(1, Arrays.stream(raw).reduce(0, Rotation::divisor));
    this.weights = Arrays.stream(raw).map(each -> each / shared).toArray();
    int turns = Arrays.stream(weights).sum();
    this.cycle = turns == 0 ? 1 : turns / divisor(turns, this.count);
  }

  private static int divisor(int one, int other) {
    return other == 0 ? one : divisor(other, one % other);
  }

  /** Whose turn it is, in the things' given order. */
  List<T> at(int place) {
    return count == things.size()
        ? things
        : cycles.computeIfAbsent(place / cycle, this::drawn).get(place % cycle);
  }

  private List<List<T>> drawn(int number) {
    Cycle drawn = new Cycle(number);
    return IntStream.range(0, cycle).mapToObj(place -> drawn.next()).map(this::those).toList();
  }

  private List<T> those(boolean[] taken) {
    return IntStream.range(0, taken.length)
        .filter(index -> taken[index])
        .mapToObj(things::get)
        .toList();
  }

  /** One cycle, place by place: whoever is furthest behind is taken first. */
  private final class Cycle {
    private final List<Integer> order;
    private final int[] taken = new int[weights.length];

    Cycle(int number) {
      Map<Integer, String> ranks = new HashMap<>();
      for (int i = 0; i < weights.length; i++) {
        ranks.put(i, Digest.of(ground + "/" + number + "/" + name.apply(things.get(i))));
      }
      order = ranks.keySet().stream().sorted(Comparator.comparing(ranks::get)).toList();
    }

    boolean[] next() {
      boolean[] now = new boolean[weights.length];
      for (int i = 0; i < count; i++) {
        int first = -1;
        for (int index : order) {
          if (!now[index] && (first < 0 || isBehind(index, first))) {
            first = index;
          }
        }
        now[first] = true;
        taken[first]++;
      }
      return now;
    }

    /** By Webster's rule, in whole numbers. */
    private boolean isBehind(int one, int other) {
      return (2L * taken[one] + 1) * weights[other] < (2L * taken[other] + 1) * weights[one];
    }
  }
}
