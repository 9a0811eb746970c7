package io.agentinstruct.core.check;

import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.check.Figures.Figure;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether the numbers of a text are those of the data that it was written from: equal, rounded, or
 * drawn from them by a simple step (sum, difference, ratio, percentage, mean) within a row or a
 * column.
 */
final class Numbers {
  /** Counts, ranks and halves need no source that code could find. */
  private static final double SMALL = 12;

  private static final Pattern CELLS = Pattern.compile("\\s*[|\\t]\\s*|,(?!\\d{3}(?!\\d))|\\s{2,}");
  private static final Pattern COMMAS = Pattern.compile("\\s*,\\s*");
  private static final Pattern LABEL =
      Pattern.compile("\"?([\\p{L}_][\\p{L}\\p{N}_ .-]{0,40})\"?\\s*[:：=]");

  /** Groups of all figures of a text, above which steps between any two would explain anything. */
  private static final int FEW = 12;

  private static final int MANY = 400;

  /** Digits before the zeros of a rounded number. */
  private static final int DIGITS_OF_DATA = 3;

  private static final int DIGITS_OF_ESTIMATES = 2;
  private static final double[] SCALES = {
    1, 1e3, 1e6, 1e9, 1e4, 1e8, 100, 0.01, 1e-3, 1e-6, 1e-9, 1e-4, 1e-8
  };

  private Numbers() {}

  /** Not asked where there is no figure in the context to trace one to. */
  static Optional<String> inData(Finished finished) {
    Instruction it = finished.instruction();
    List<Double> data = values(it.context());
    if (data.isEmpty() || it.answerability() == Answerability.UNANSWERABLE) {
      return Optional.empty();
    }
    String answer =
        finished.answer().lines().map(Numbers::unnumbered).reduce("", (a, b) -> a + "\n" + b);
    List<Double> told = new ArrayList<>(data);
    told.addAll(values(it.task() + "\n" + String.join("\n", it.options())));
    List<Figure> open =
        Figures.in(answer).stream()
            .filter(figure -> figure.number() > SMALL || fraction(figure))
            .filter(figure -> told.stream().noneMatch(value -> fits(figure, value)))
            .toList();
    List<double[]> reckoned = Statements.results(answer);
    open =
        open.stream()
            .filter(figure -> reckoned.stream().noneMatch(span -> within(figure, span)))
            .toList();
    if (open.isEmpty()) {
      return Optional.empty();
    }
    return new Derivations(groups(it.context())).unexplained(open);
  }

  private static boolean within(Figure figure, double[] result) {
    return Math.abs(figure.number() - result[0]) <= Math.abs(result[0]) * 1e-9;
  }

  private static boolean fraction(Figure figure) {
    return figure.number() != Math.rint(figure.number()) || figure.percent();
  }

  private static String unnumbered(String line) {
    return line.replaceFirst("^\\s*(?:[-*#]+\\s*)?\\(?\\d{1,2}[).:]\\s+", "");
  }

  /** As written, or rounded, in whatever unit of thousands. */
  private static boolean fits(Figure figure, double value) {
    for (double scale : SCALES) {
      if (equal(figure, value * scale)) {
        return true;
      }
    }
    return rounded(Math.abs(figure.number()), Math.abs(value), DIGITS_OF_DATA);
  }

  /** Whether one number, with zeros at its end, is a rough way to say another. */
  static boolean estimates(double said, double value) {
    return rounded(Math.abs(said), Math.abs(value), DIGITS_OF_ESTIMATES);
  }

  /** Data may be in thousands where the text speaks in ones. */
  private static boolean scaled(Figure figure, double value) {
    return comes(figure, value)
        || comes(figure, value * 1e3)
        || comes(figure, value * 1e6)
        || comes(figure, value * 1e4)
        || comes(figure, value * 1e8);
  }

  /** What was worked out is said in the unit it was worked out in. */
  private static boolean comes(Figure figure, double value) {
    return equal(figure, value) || estimates(figure.number(), value);
  }

  /** A ratio may be said as a percentage. */
  private static boolean ratio(Figure figure, double value) {
    return figure.percent() ? equal(figure, value * 100) : equal(figure, value);
  }

  private static boolean equal(Figure figure, double value) {
    double half = Math.max(figure.half().doubleValue() * 1.0000001, 1e-9);
    boolean nothing = value == 0 && figure.number() != 0;
    return !nothing && Math.abs(Math.abs(figure.number()) - Math.abs(value)) <= half;
  }

  /** "About 1,200" for 1,183: zeros at the end are no digits that were meant. */
  private static boolean rounded(double said, double value, int most) {
    for (double step = 10; step <= said && said % step == 0; step *= 10) {
      if (said / step < Math.pow(10, most) && Math.abs(said - value) <= step / 2) {
        return true;
      }
    }
    return false;
  }

  /** A comma may part thousands or cells: both readings count. */
  static List<Double> values(String text) {
    List<Double> values = new ArrayList<>();
    Figures.in(text).forEach(figure -> values.add(figure.number()));
    if (text.indexOf(',') >= 0) {
      Figures.in(text.replace(",", " , ")).forEach(figure -> values.add(figure.number()));
    }
    return values;
  }

  /** Figures that belong together: of a line, of a column, of a field's name, of a short text. */
  static List<List<Double>> groups(String context) {
    Map<String, List<Double>> groups = new LinkedHashMap<>();
    int n = 0;
    for (String line : context.lines().toList()) {
      n++;
      groups.computeIfAbsent("line " + n, key -> new ArrayList<>()).addAll(values(line));
      columns(groups, CELLS, line);
      columns(groups, COMMAS, line);
      fields(groups, line);
    }
    List<Double> all = values(context);
    if (all.size() <= FEW) {
      groups.put("all", all);
    }
    List<List<Double>> found = new ArrayList<>();
    groups.forEach((name, group) -> {
      found.add(group);
      if (name.contains("column") && group.size() > 2) {
        found.add(group.subList(1, group.size())); // without the year at its head
      }
    });
    found.addAll(totals(groups));
    return found.stream().filter(group -> !group.isEmpty()).toList();
  }

  /** Sums of the lines, and sums of the columns. */
  private static List<List<Double>> totals(Map<String, List<Double>> groups) {
    List<Double> lines = new ArrayList<>();
    List<Double> columns = new ArrayList<>();
    groups.forEach((name, group) -> {
      if (group.size() > 1 && group.size() <= MANY && lines.size() < MANY) {
        (name.contains("line") ? lines : columns).add(sum(group));
      }
    });
    return List.of(lines, columns);
  }

  private static double sum(List<Double> group) {
    return group.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static void columns(Map<String, List<Double>> groups, Pattern separator, String line) {
    List<String> cells = separator.splitAsStream(line.strip()).toList();
    for (int i = 0; i < cells.size() && cells.size() > 1; i++) {
      List<Figure> figures = Figures.in(cells.get(i));
      if (!figures.isEmpty()) {
        groups
            .computeIfAbsent(separator.pattern() + " column " + i, key -> new ArrayList<>())
            .add(figures.getFirst().number());
      }
    }
  }

  private static void fields(Map<String, List<Double>> groups, String line) {
    var labels = LABEL.matcher(line);
    while (labels.find()) {
      int next = line.indexOf(',', labels.end());
      String value = line.substring(labels.end(), next < 0 ? line.length() : next);
      List<Figure> figures = Figures.in(value);
      if (!figures.isEmpty()) {
        groups
            .computeIfAbsent("field " + labels.group(1).strip(), key -> new ArrayList<>())
            .add(figures.getFirst().number());
      }
    }
  }

  /** What simple steps make of groups of figures. */
  private static final class Derivations {
    private final List<List<Double>> groups;

    Derivations(List<List<Double>> groups) {
      this.groups = groups;
    }

    Optional<String> unexplained(List<Figure> figures) {
      return figures.stream()
          .filter(figure -> groups.stream().noneMatch(group -> explains(group, figure)))
          .findFirst()
          .map(figure ->
              "'"
                  + figure.value().stripTrailingZeros().toPlainString()
                  + (figure.percent() ? " %" : "")
                  + "' can't be traced to the data");
    }

    private static boolean explains(List<Double> group, Figure figure) {
      if (group.size() > MANY) {
        return true; // too many to be sure of anything
      }
      double total = sum(group);
      for (double a : parts(group)) {
        if (scaled(figure, a) || ratio(figure, a / total)) { // by zero: fits nothing
          return true;
        }
      }
      return pairs(group, figure);
    }

    /** Sums and means of any of a few, of neighbours among many. */
    private static List<Double> parts(List<Double> group) {
      List<Double> parts = new ArrayList<>(group);
      int n = group.size();
      if (n <= 10) {
        for (int set = 1; set < 1 << n; set++) {
          double sum = 0;
          for (int i = 0; i < n; i++) {
            sum += (set >> i & 1) == 1 ? group.get(i) : 0;
          }
          parts.add(sum);
          parts.add(sum / Integer.bitCount(set));
        }
        return parts;
      }
      for (int from = 0; from < n; from++) {
        double sum = 0;
        for (int to = from; to < Math.min(n, from + 40); to++) {
          sum += group.get(to);
          parts.add(sum);
          parts.add(sum / (to - from + 1));
        }
      }
      parts.add(sum(group));
      parts.add(sum(group) / n);
      return parts;
    }

    private static boolean pairs(List<Double> group, Figure figure) {
      int n = group.size();
      for (double a : group) {
        for (double b : group) {
          boolean found =
              comes(figure, a - b)
                  || comes(figure, (a - b) / Math.max(1, n - 1))
                  || comes(figure, a * b)
                  || ratio(figure, a / b)
                  || ratio(figure, (a - b) / b)
                  || ratio(figure, a / (a + b));
          if (found) {
            return true;
          }
        }
      }
      return false;
    }
  }
}
