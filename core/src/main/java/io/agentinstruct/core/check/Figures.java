package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Numbers as people write them: 1,234.5, １２００, 3 million, 2.5億, 3万5千, 4×10^6, 12 %. Numbers in
 * words are not read.
 */
final class Figures {
  /** Digits with thousands separators, or without. */
  static final String DIGITS = "(?:\\d{1,3}(?:,\\d{3})+(?!\\d)|\\d+)(?:\\.\\d+)?";

  private static final Map<String, BigDecimal> WORDS =
      Map.ofEntries(
          Map.entry("thousand", tens(3)),
          Map.entry("million", tens(6)),
          Map.entry("millions", tens(6)),
          Map.entry("mn", tens(6)),
          Map.entry("billion", tens(9)),
          Map.entry("billions", tens(9)),
          Map.entry("bn", tens(9)),
          Map.entry("trillion", tens(12)),
          Map.entry("百", tens(2)),
          Map.entry("千", tens(3)),
          Map.entry("万", tens(4)),
          Map.entry("百万", tens(6)),
          Map.entry("千万", tens(7)),
          Map.entry("億", tens(8)),
          Map.entry("百億", tens(10)),
          Map.entry("千億", tens(11)),
          Map.entry("兆", tens(12)));

  private static final String SCALE =
      "(?:\\s?(?:thousand|millions?|billions?|trillion|mn|bn)\\b|[百千]?[万億]|[百千兆])";
  private static final String POWER = "\\s?[*x×·]\\s?10\\^[({]?([-+]?\\d{1,2})[)}]?";
  private static final Pattern FIGURE =
      Pattern.compile(
          "(?<![\\d.])(?<!\\p{IsLatin})(?:(?<=\\s|^|[(=~])-)?("
              + DIGITS
              + ")(?:"
              + POWER
              + "|("
              + SCALE
              + "))?(\\s?(?:%|percent\\b|per cent\\b|パーセント))?",
          Pattern.CASE_INSENSITIVE);
  private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

  private Figures() {}

  private static BigDecimal tens(int power) {
    return BigDecimal.TEN.pow(power);
  }

  /**
   * @param value as meant: with its scale word applied; of a percentage the number before the sign
   * @param half half a unit of the last digit written, the most that rounding can have changed
   * @param start index in the read text, {@link #plain}
   */
  record Figure(BigDecimal value, BigDecimal half, boolean percent, int start, int end) {
    double number() {
      return value.doubleValue();
    }
  }

  /** The text in which figures are found: NFKC, with superscript exponents as {@code ^6}. */
  static String plain(String written) {
    StringBuilder text = new StringBuilder();
    boolean raised = false;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      int digit = SUPERSCRIPTS.indexOf(c);
      boolean minus = c == '⁻';
      if ((digit >= 0 || minus) && !raised) {
        text.append('^');
      }
      raised = digit >= 0 || minus;
      text.append(digit >= 0 ? (char) ('0' + digit) : minus ? '-' : c);
    }
    return Normalizer.normalize(text, Normalizer.Form.NFKC)
        .replaceAll("[−－‐‑–]", "-")
        .replaceAll("(?<=\\d)[\\u00a0\\u2009\\u202f](?=\\d{3}(?!\\d))", ",");
  }

  /** In order. Parts of one number such as 3億2000万 are joined. */
  static List<Figure> in(String written) {
    String text = plain(written);
    Matcher matcher = FIGURE.matcher(text);
    List<Figure> figures = new ArrayList<>();
    while (matcher.find()) {
      Figure next = figure(matcher);
      Optional<Figure> before =
          figures.isEmpty() ? Optional.empty() : Optional.of(figures.getLast());
      if (before.isPresent()
          && before.get().end() == next.start()
          && Letters.isCjk(text.charAt(next.start() - 1))
          && next.value().compareTo(before.get().value()) < 0) {
        figures.removeLast();
        next =
            new Figure(
                before.get().value().add(next.value()),
                next.half(),
                next.percent(),
                before.get().start(),
                next.end());
      }
      figures.add(next);
    }
    return figures;
  }

  private static Figure figure(Matcher matcher) {
    BigDecimal digits = new BigDecimal(matcher.group(1).replace(",", ""));
    BigDecimal scale =
        matcher.group(2) != null
            ? power(Integer.parseInt(matcher.group(2).replace("+", "")))
            : matcher.group(3) != null
                ? WORDS.get(matcher.group(3).strip().toLowerCase(Locale.ROOT))
                : BigDecimal.ONE;
    BigDecimal half = new BigDecimal("0.5").movePointLeft(digits.scale()).multiply(scale);
    BigDecimal value = digits.multiply(scale);
    boolean negative = matcher.group().startsWith("-");
    return new Figure(
        negative ? value.negate() : value,
        half,
        matcher.group(4) != null,
        matcher.start(),
        matcher.end());
  }

  private static BigDecimal power(int exponent) {
    return exponent >= 0
        ? BigDecimal.TEN.pow(exponent)
        : BigDecimal.ONE.divide(BigDecimal.TEN.pow(-exponent), -exponent, RoundingMode.UNNECESSARY);
  }
}
