package io.agentinstruct.worker.estimate;

import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * From some seeds to all. Where a figure clearly follows the seeds' lengths, it is projected along
 * the line through them; else by its mean.
 *
 * @param seeds of the whole input
 * @param characters of all of them together
 */
public record Projection(long seeds, long characters) {
  /** Through five points of a real skill went a line that was wrong by half: fewer are no line. */
  private static final int POINTS_OF_A_LINE = 20;

  /** Share of the spread that the line must explain before it is believed. */
  private static final double CLEARLY = 0.5;

  /** Student's t for 95 %, by degrees of freedom from one on. */
  private static final double[] STUDENT = {
    12.7, 4.3, 3.2, 2.8, 2.6, 2.4, 2.4, 2.3, 2.3, 2.2, 2.2, 2.2, 2.2, 2.1, 2.1, 2.1
  };

  /**
   * Sum of a figure over the whole input.
   *
   * @param sample at least one
   * @param figure of one journey
   */
  Span total(List<Taken> sample, ToDoubleFunction<Taken> figure) {
    int n = sample.size();
    double meanLength = mean(sample, Taken::characters);
    double mean = mean(sample, figure);
    double lengths = 0;
    double both = 0;
    double spread = 0;
    for (Taken taken : sample) {
      double length = taken.characters() - meanLength;
      double value = figure.applyAsDouble(taken) - mean;
      lengths += length * length;
      both += length * value;
      spread += value * value;
    }
    double away = seeds == 0 ? 0 : characters / (double) seeds - meanLength;
    boolean line =
        n >= POINTS_OF_A_LINE
            && both > 0
            && spread > 0
            && both * both / (lengths * spread) >= CLEARLY;
    double slope = line ? both / lengths : 0;
    double left = line ? spread - both * both / lengths : spread;
    double variance = n > (line ? 2 : 1) ? Math.max(0, left) / (n - (line ? 2 : 1)) : 0;
    double ofMean = variance * (1.0 / n + (line ? away * away / lengths : 0));
    double standardError = Math.sqrt((double) seeds * seeds * ofMean + seeds * variance);
    double total = Math.max(0, seeds * (mean + slope * away));
    return Span.around(total, standardError * student(n - (line ? 2 : 1)));
  }

  /** One sum divided by another, such as cost per row; seeds that gave no row count, too. */
  static Span ratio(
      List<Taken> sample, ToDoubleFunction<Taken> above, ToDoubleFunction<Taken> below) {
    double bottom = mean(sample, below);
    double ratio = mean(sample, above) / bottom;
    double squares = 0;
    for (Taken taken : sample) {
      double off = above.applyAsDouble(taken) - ratio * below.applyAsDouble(taken);
      squares += off * off;
    }
    int n = sample.size();
    double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) / bottom : 0;
    return Span.around(ratio, error * student(n - 1));
  }

  /** Seeds that a goal takes, given what each yields. */
  static Span seedsFor(long goal, List<Taken> sample, ToDoubleFunction<Taken> yield) {
    int n = sample.size();
    double mean = mean(sample, yield);
    double squares = 0;
    for (Taken taken : sample) {
      double off = yield.applyAsDouble(taken) - mean;
      squares += off * off;
    }
    double error = n > 1 ? Math.sqrt(squares / (n - 1) / n) : 0;
    double either = error * student(n - 1);
    double least = Math.max(mean - either, mean / 10); // where the spread is wild, a guess
    return new Span(goal / (mean + either), goal / mean, goal / least);
  }

  private static double student(int degrees) {
    return degrees < 1 || degrees > STUDENT.length ? 2 : STUDENT[degrees - 1];
  }

  static double mean(List<Taken> sample, ToDoubleFunction<Taken> figure) {
    return sample.stream().mapToDouble(figure).average().orElse(0);
  }
}
