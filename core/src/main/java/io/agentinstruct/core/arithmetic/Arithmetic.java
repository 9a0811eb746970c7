package io.agentinstruct.core.arithmetic;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * Works out an expression, such as {@code 1,200 * (1 + 5%) ^ 3}. Pure and bounded: whatever it is
 * given, it ends at once with a number or with a fault that says what to write instead.
 *
 * <p>Reckoned in fractions, so that {@code 1 / 3 * 3} is 1; what is no finite decimal is rounded
 * once, at the end. {@link Expression} has the grammar.
 */
public final class Arithmetic {
  /** Characters of an expression. */
  public static final int LENGTH = 1_000;

  /** Parentheses, signs and powers within each other. */
  public static final int DEPTH = 40;

  /** Significant digits of what is no finite decimal, or would be longer than {@link #DIGITS}. */
  public static final int ROUNDED = 34;

  /** Significant digits of an exact result. */
  public static final int DIGITS = 400;

  /** Every number on the way lies between 10^-1000 and 10^1000, or is zero. */
  public static final int EXPONENT = 1_000;

  private Arithmetic() {}

  /** How it came out. */
  public sealed interface Result {}

  /**
   * @param number without trailing zeros
   * @param exact false: rounded to {@link #ROUNDED} significant digits, half up
   */
  public record Value(BigDecimal number, boolean exact) implements Result {
    /** As a person would write it: 42, 0.125, 6.02E+23. */
    public String text() {
      boolean manyZeros = number.scale() < -30 || number.scale() - number.precision() > 30;
      return manyZeros ? number.toString() : number.toPlainString();
    }
  }

  /**
   * @param message what is wrong, where, and what to write instead; for people and agents
   */
  public record Fault(String message) implements Result {}

  /**
   * Works it out. Full-width digits and signs, as Japanese texts have them, are as good as ASCII.
   */
  public static Result of(String expression) {
    if (expression.length() > LENGTH) {
      return new Fault(
          "the expression has %d characters, and %d are allowed: work it out in parts"
              .formatted(expression.length(), LENGTH));
    }
    try {
      return finished(new Expression(Signs.plain(expression)).value());
    } catch (Impossible impossible) {
      return new Fault(impossible.said());
    }
  }

  private static Value finished(Figure figure) {
    if (figure.exact() && figure.value().isFiniteDecimal()) {
      BigDecimal exact = figure.value().decimal(MathContext.UNLIMITED);
      if (exact.precision() <= DIGITS) {
        return new Value(exact, true);
      }
    }
    return new Value(figure.value().decimal(new MathContext(ROUNDED)), false);
  }
}
