package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.Digest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Chance by digest: it looks like dice and repeats exactly. */
final class Draw {
  private static final int DIGITS = 7;

  private Draw() {}

  /** A number from 0 to {@code sides - 1}. */
  static int of(String text, int sides) {
    return Integer.parseInt(Digest.of(text).substring(0, DIGITS), 16) % sides;
  }

  static <T> T from(List<T> choices, String text) {
    return choices.get(of(text, choices.size()));
  }

  /** The same list, beginning somewhere else. */
  static <T> List<T> turned(List<T> list, String text) {
    List<T> turned = new ArrayList<>(list);
    if (turned.size() > 1) {
      Collections.rotate(turned, of(text, turned.size()));
    }
    return turned;
  }

  static List<String> shuffled(List<String> list, String text) {
    return list.stream()
        .sorted(Comparator.comparing((String entry) -> Digest.of(text + '\n' + entry)))
        .toList();
  }
}
