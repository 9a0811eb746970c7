package io.agentinstruct.core.flow;

import io.agentinstruct.core.Digest;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * Takes things in turn: after any number of places, each was taken as often as its weight says,
 * give or take one. In which order is drawn anew for each cycle, so that who stands beside whom,
 * and which seed meets whom, is no habit. A pure function of the place: nothing is counted
 * anywhere.
 */
final class Rotation<T> {
  private final List<T> things;
  private final Function<T, String> name;
  private final int[] weights;
  private final int count;
  private final String ground;
  private final int cycle;

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
    if (count == things.size()) {
      return things;
    }
    Cycle current = new Cycle(place / cycle);
    for (int i = 0; i < place % cycle; i++) {
      current.next();
    }
    boolean[] taken = current.next();
    return things.stream().filter(thing -> taken[things.indexOf(thing)]).toList();
  }

  /**
   * How often the thing was taken at all places before this one. Off by a few only where one weight
   * outweighs all others together, so that it can't have what its weight says.
   */
  int turnsBefore(T thing, int place) {
    int index = things.indexOf(thing);
    if (count == things.size()) {
      return index < 0 ? 0 : place;
    }
    return index < 0
        ? 0
        : place / cycle * new Cycle(place / cycle).turns(index, cycle)
            + new Cycle(place / cycle).turns(index, place % cycle);
  }

  /** One cycle, place by place: whoever is furthest behind is taken first. */
  private final class Cycle {
    private final List<Integer> order;
    private final int[] taken = new int[weights.length];

    Cycle(int number) {
      order =
          things.stream()
              .sorted(
                  Comparator.comparing(
                      thing -> Digest.of(ground + "/" + number + "/" + name.apply(thing))))
              .map(things::indexOf)
              .toList();
    }

    int turns(int index, int places) {
      for (int i = 0; i < places; i++) {
        next();
      }
      return taken[index];
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
