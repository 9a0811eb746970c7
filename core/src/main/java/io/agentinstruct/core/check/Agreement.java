package io.agentinstruct.core.check;

import io.agentinstruct.core.check.Figures.Figure;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Whether several answers to one task, given without knowledge of each other, come to the same.
 * Where an answer can't be read, nothing is said against it: agreement drops rows, and a row is
 * only dropped for a contradiction that was seen.
 */
public final class Agreement {
  /** What {@code agree:} of a flow may say. */
  public static final List<String> KINDS = List.of("magnitude", "choice", "number", "text");

  private static final double FACTOR = 10;

  private static final Pattern SENTENCES = Pattern.compile("(?<=[.!?])\\s+|(?<=[。！？])|\\n+");

  /** Words with which an answer says what it comes to; the last such sentence counts. */
  private static final Pattern CONCLUDES =
      Pattern.compile(
          "(?i)\\b(?:answer|estimate|total|result|altogether|overall|in all|roughly|about|approximately|conclusion)\\b"
              + "|答え|結論|推定|合計|およそ|約|概算|したがって|よって");

  private Agreement() {}

  /**
   * @param kind one of {@link #KINDS}
   * @return what the answers differ in, for people; empty where they agree, or can't be compared
   */
  public static Optional<String> disagreement(
      String kind, Instruction instruction, List<String> answers) {
    return switch (kind) {
      case "magnitude" -> apart(answers, FACTOR);
      case "number" -> apart(answers, 1);
      case "choice" ->
          differing(
              answers,
              answer ->
                  Keys.chosen(answer, instruction.options())
                      .map(place -> String.valueOf((char) ('A' + place))));
      case "text" -> differing(answers, answer -> Optional.of(Plain.squeezed(answer)));
      default ->
          throw new IllegalArgumentException(
              "'" + kind + "' is no kind of agreement; there are " + String.join(", ", KINDS));
    };
  }

  private static Optional<String> differing(
      List<String> answers, Function<String, Optional<String>> meaning) {
    TreeMap<String, Integer> counts = new TreeMap<>();
    answers.forEach(
        answer -> meaning.apply(answer).ifPresent(m -> counts.merge(m, 1, Integer::sum)));
    if (counts.size() < 2) {
      return Optional.empty();
    }
    List<String> shown =
        counts.entrySet().stream()
            .map(entry -> "'" + cut(entry.getKey()) + "' " + entry.getValue() + " times")
            .toList();
    return Optional.of("the answers come to " + String.join(", ", shown));
  }

  private static String cut(String text) {
    return text.length() > 40 ? text.substring(0, 39) + "…" : text;
  }

  private static Optional<String> apart(List<String> answers, double factor) {
    List<Figure> ends =
        answers.stream().map(Agreement::estimate).flatMap(Optional::stream).toList();
    if (ends.size() < 2) {
      return Optional.empty();
    }
    double most = ends.stream().mapToDouble(Agreement::size).max().orElse(0);
    double least = ends.stream().mapToDouble(Agreement::size).min().orElse(0);
    double slack = ends.stream().mapToDouble(end -> end.half().doubleValue()).max().orElse(0);
    boolean agree =
        factor > 1
            ? most <= least * factor * (1 + 1e-9)
            : most - least <= Math.min(slack, most / 100) + 1e-9;
    return agree
        ? Optional.empty()
        : Optional.of("the answers come to " + written(least) + " and to " + written(most));
  }

  private static double size(Figure figure) {
    double value = Math.abs(figure.number());
    return figure.percent() ? value / 100 : value;
  }

  private static String written(double value) {
    return value >= 0.01 && value < 1e7
        ? String.format(Locale.ROOT, "%.10s", String.valueOf(value)).replaceFirst("\\.0$", "")
        : String.format(Locale.ROOT, "%.2g", value);
  }

  /**
   * The number that an answer ends with: the last in the last sentence that concludes, else the
   * last of all.
   */
  static Optional<Figure> estimate(String answer) {
    String text = unlabelled(Figures.plain(answer));
    Optional<Figure> found = Optional.empty();
    for (String sentence : SENTENCES.splitAsStream(text).toList()) {
      List<Figure> figures = Figures.in(sentence);
      if (!figures.isEmpty() && CONCLUDES.matcher(sentence).find()) {
        found = Optional.of(figures.getLast());
      }
    }
    List<Figure> all = Figures.in(text);
    return found.isPresent() || all.isEmpty() ? found : Optional.of(all.getLast());
  }

  private static String unlabelled(String text) {
    return text.replaceAll("(?m)^\\s*\\(?\\d{1,2}[).:]\\s+", "");
  }
}
