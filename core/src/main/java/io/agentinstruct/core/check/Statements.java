package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.arithmetic.Arithmetic;
import io.agentinstruct.core.check.Checks.Finished;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Statements such as "12 × 3.5 = 42" in an answer, reckoned again. Only what is quite clear is
 * judged: numbers, the four operations, powers and brackets, with units that change nothing.
 */
final class Statements {
  private static final String SCALE_WORD =
      "(?:\\s?(?:thousand|million|billion|trillion)\\b|[百千]?[万億]|兆)?";
  private static final String NUMBER =
      "(?:" + Figures.DIGITS + "[百千]?[万億兆])*" + Figures.DIGITS + SCALE_WORD + "(?:\\s?%)?";
  private static final String UNIT =
      "(?:\\s?(?![xX](?:\\s*[\\d(]))[\\p{L}][\\p{L}²³/.]*(?: (?:per|of|a) \\p{L}+)?)?";
  private static final String MONEY = "[$€£¥]?";
  private static final String TERM =
      "[(\\s]*" + MONEY + NUMBER + UNIT + "(?:\\s?\\^\\s?\\d{1,2})?[)\\s]*";
  private static final String OPERATOR = "(?:[*/×÷·+]|(?<=\\s)-(?=\\s)|[xX](?=\\s*[\\d(]))";
  private static final String EXPRESSION = TERM + "(?:" + OPERATOR + TERM + ")*";
  private static final String EQUALS =
      "\\s*(?:=|≈|≒|≃|~=)\\s*(?:about|roughly|approximately|around|some|約|およそ|~)?\\s*";
  private static final Pattern STATEMENT =
      Pattern.compile(EXPRESSION + "(?:" + EQUALS + EXPRESSION + ")+");
  private static final Pattern SIDES = Pattern.compile(EQUALS);
  private static final Pattern ROUGH =
      Pattern.compile("[≈≒≃~約]|about|roughly|approximately|around|some|およそ");
  private static final Pattern NOT_MEANT =
      Pattern.compile(
          "(?i)\\b(wrong|incorrect|mistak\\w*|error\\w*|false|not|instead|if|mod|base|binary|hex)\\b|誤|間違|もし|ではな|進法|[≠<>]");
  private static final Pattern UNITS =
      Pattern.compile("(?<=[\\d%万億兆])\\s?\\p{L}[\\p{L}²³/.]*(?: (?:per|of|a) \\p{L}+)?");
  private static final double HALF = 1.0000001;

  /**
   * Ratios by which units of one kind differ: what looks wrong by one of them may be a conversion.
   */
  private static final double[] CONVERSIONS = {
    60, 3600, 24, 1440, 86400, 7, 12, 30, 52, 365, 8760, 16, 3, 36, 1760, 5280
  };

  private Statements() {}

  /** Not judged where the statement stands in the task already, or is spoken of as wrong. */
  static Optional<String> hold(Finished finished) {
    String given =
        Figures.plain(finished.prompt() + finished.instruction().task()).replaceAll("\\s", "");
    for (String line : sentences(finished.answer())) {
      if (NOT_MEANT.matcher(line).find()) {
        continue;
      }
      Matcher statements = STATEMENT.matcher(line);
      while (statements.find()) {
        String statement = statements.group().strip();
        int start = statements.end() - statements.group().stripLeading().length();
        boolean whole = apart(line, start, statements.end());
        boolean quoted = given.contains(statement.replaceAll("\\s", ""));
        if (whole && !quoted && wrong(statement)) {
          return Optional.of("'" + statement + "' does not hold");
        }
      }
    }
    return Optional.empty();
  }

  /** Values that statements of the text arrive at. */
  static List<double[]> results(String answer) {
    List<double[]> results = new ArrayList<>();
    for (String line : sentences(answer)) {
      Matcher statements = STATEMENT.matcher(line);
      while (statements.find()) {
        for (Figures.Figure figure : Figures.in(statements.group())) {
          results.add(new double[] {figure.number()});
        }
      }
    }
    return results;
  }

  private static List<String> sentences(String answer) {
    String text =
        Figures.plain(answer)
            .replaceAll("\\\\(?:times|cdot)", "×")
            .replace("\\div", "÷")
            .replace("\\approx", "≈")
            .replaceAll("\\\\(?:text|mathrm)\\{([^}]*)}", "$1")
            .replaceAll("\\\\[,; ]|\\{,}|[$`*]{2}|\\\\[()\\[\\]]", "")
            .replaceAll("\\\\%", "%");
    return List.of(text.split("\\n|(?<=[.;!?])\\s|[。；！？]"));
  }

  /** A statement that goes on to either side, in letters or signs we do not know, is not judged. */
  private static boolean apart(String line, int start, int end) {
    String before = line.substring(0, start).stripTrailing();
    String after = line.substring(end).stripLeading();
    boolean open =
        before.matches("(?s).*[-+*/×÷·^=≈%&|\\\\_{}\\d.,)\\]]")
            && !before.matches("(?s).*\\p{L}[.,]|.*[.)]");
    boolean glued =
        start > 0
            && Character.isLetterOrDigit(line.charAt(start - 1))
            && !Letters.isCjk(line.charAt(start - 1));
    return !open && !glued && !after.matches("(?s)[-+*/×÷·^=≈%\\\\_{}(\\d].*");
  }

  private static boolean wrong(String statement) {
    List<String> sides = SIDES.splitAsStream(statement).toList();
    Matcher signs = SIDES.matcher(statement);
    for (int i = 0; i + 1 < sides.size() && signs.find(); i++) {
      boolean reckons = reckons(sides.get(i)) || reckons(sides.get(i + 1));
      if (reckons && differ(sides.get(i), sides.get(i + 1), ROUGH.matcher(signs.group()).find())) {
        return true;
      }
    }
    return false;
  }

  private static boolean reckons(String side) {
    return Pattern.compile(OPERATOR).matcher(side.strip()).find() || side.contains("^");
  }

  private static boolean differ(String left, String right, boolean rough) {
    Optional<Double> one = value(left, true);
    Optional<Double> other = value(right, true);
    List<Figures.Figure> said = Figures.in(bare(right));
    if (one.isEmpty() || other.isEmpty() || said.isEmpty()) {
      return false;
    }
    double half = said.getLast().half().doubleValue() * (said.size() == 1 ? HALF : 0);
    if (said.getLast().percent()) {
      half /= 100;
    }
    double tolerance = Math.max(half, Math.abs(one.get()) * (rough ? 0.02 : 1e-9));
    double error = Math.abs(one.get() - other.get());
    if (error <= tolerance || (rough && Numbers.estimates(other.get(), one.get()))) {
      return false;
    }
    return !convertible(one.get(), other.get(), left + right, tolerance);
  }

  /** Where units or signs of percent stand, a factor between units is no fault of reckoning. */
  private static boolean convertible(double one, double other, String written, double tolerance) {
    if (!written.contains("%") && !UNITS.matcher(written).find()) {
      return false;
    }
    if (UNITS.matcher(written).find() && Pattern.compile("[+]|\\s-\\s").matcher(written).find()) {
      return true; // 2 km + 300 m
    }
    double ratio = Math.abs(one / other);
    double near = Math.max(0.02, tolerance / Math.max(Math.abs(one), 1e-9));
    double power = Math.log10(ratio);
    if (Math.abs(power - Math.rint(power)) < near / 2) {
      return true;
    }
    for (double factor : CONVERSIONS) {
      if (Math.abs(ratio / factor - 1) < near || Math.abs(ratio * factor - 1) < near) {
        return true;
      }
    }
    return false;
  }

  private static String bare(String side) {
    return UNITS
        .matcher(side)
        .replaceAll(unit ->
            unit.group()
                    .strip()
                    .toLowerCase(Locale.ROOT)
                    .matches("thousand|million|billion|trillion")
                ? unit.group()
                : "");
  }

  /** What one side comes to, with units left away. */
  private static Optional<Double> value(String side, boolean percents) {
    String bare = bare(side).replaceAll("[$€£¥]", "");
    StringBuilder sum = new StringBuilder();
    int at = 0;
    for (Figures.Figure figure : Figures.in(bare)) {
      BigDecimal value =
          figure.percent() && percents ? figure.value().movePointLeft(2) : figure.value();
      sum.append(bare, at, figure.start()).append(value.toPlainString());
      at = figure.end();
    }
    sum.append(bare.substring(at));
    String expression = sum.toString().replaceAll("[×·xX]", "*").replace('÷', '/');
    return Arithmetic.of(expression) instanceof Arithmetic.Value result
        ? Optional.of(result.number().doubleValue())
        : Optional.empty();
  }
}
