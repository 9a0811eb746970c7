package io.agentinstruct.proof.chaos;

import java.util.HashMap;
import java.util.Map;

/** {@code --name value} pairs of the command line. */
public record Options(Map<String, String> values) {
  /**
   * @throws IllegalArgumentException for a name without a value
   */
  public static Options of(String[] words, int from) {
    Map<String, String> values = new HashMap<>();
    for (int i = from; i < words.length; i += 2) {
      if (!words[i].startsWith("--") || i + 1 == words.length) {
        throw new IllegalArgumentException("'" + words[i] + "' is no --name with a value");
      }
      values.put(words[i].substring(2), words[i + 1]);
    }
    return new Options(Map.copyOf(values));
  }

  int number(String name, int unless) {
    String value = values.get(name);
    return value == null ? unless : Integer.parseInt(value);
  }

  double fraction(String name, double unless) {
    String value = values.get(name);
    return value == null ? unless : Double.parseDouble(value);
  }

  String word(String name, String unless) {
    return values.getOrDefault(name, unless);
  }
}
