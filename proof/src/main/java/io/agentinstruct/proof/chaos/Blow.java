package io.agentinstruct.proof.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One way to end a process before its time. */
sealed interface Blow {
  /** After so many more calls have begun. */
  record AfterCalls(long calls) implements Blow {}

  /** After so many milliseconds, be it in the middle of starting. */
  record AfterMillis(long millis) implements Blow {}

  /**
   * At a place in the program.
   *
   * @param passing the how many-th time, from 1
   */
  record AtPoint(String point, int passing) implements Blow {
    String setting() {
      return "-Dagentinstruct.crash=" + point + ":" + passing;
    }
  }

  List<String> UNDER_WAY =
      List.of(
          "before-intent",
          "after-intent",
          "before-reply",
          "after-reply",
          "before-commit",
          "after-commit");
  List<String> AT_THE_END =
      List.of("before-publish", "mid-publish", "before-rename", "after-rename");

  static List<String> points() {
    List<String> all = new ArrayList<>(UNDER_WAY);
    all.addAll(AT_THE_END);
    return all;
  }

  /**
   * Random ones and each point so many times. Each point once at first: on a slow machine a random
   * blow falls late, and could leave a small run nothing to do. Those of publishing last, when
   * nothing is left to do but publish.
   *
   * @param calls that the run needs
   */
  static List<Blow> seeded(long seed, int count, int eachPoint, long calls) {
    Random random = new Random(seed);
    List<Blow> first = new ArrayList<>();
    List<Blow> blows = new ArrayList<>();
    int passings = Math.clamp(calls / 3 / Math.max(1, count), 1, 60);
    int commits = Math.max(1, passings / 8);
    for (int i = 0; i < eachPoint; i++) {
      for (String point : UNDER_WAY) {
        (i == 0 ? first : blows)
            .add(
                new AtPoint(
                    point, 1 + random.nextInt(point.endsWith("commit") ? commits : passings)));
      }
    }
    int others = Math.max(0, count - first.size() - blows.size() - eachPoint * AT_THE_END.size());
    long stride = Math.max(4, calls * 3 / 4 / Math.max(1, others));
    for (int i = 0; i < others; i++) {
      blows.add(
          i % 10 == 9
              ? new AfterMillis(random.nextInt(4_000))
              : new AfterCalls(1 + random.nextLong(stride * 2 - 1)));
    }
    Collections.shuffle(first, random);
    Collections.shuffle(blows, random);
    blows.addAll(0, first);
    for (int i = 0; i < eachPoint; i++) {
      for (String point : AT_THE_END) {
        blows.add(new AtPoint(point, point.equals("mid-publish") ? 1 + random.nextInt(20) : 1));
      }
    }
    return blows;
  }
}
