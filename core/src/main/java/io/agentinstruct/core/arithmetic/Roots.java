package io.agentinstruct.core.arithmetic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/** What is seldom a finite decimal: roots, logarithms, powers of e. To 60 digits or more. */
final class Roots {
  private static final MathContext FINE = new MathContext(72);
  private static final BigDecimal TINY = new BigDecimal(BigInteger.ONE, 80);
  private static final BigDecimal LN_2 = artanh(fraction(1, 3)).multiply(BigDecimal.TWO, FINE);

  /** Of 10^1000, and a little more: beyond it the result is refused anyhow. */
  private static final Fraction LARGEST_EXPONENT = Fraction.of(2_304);

  static final Figure E =
      Figure.about(
          new BigDecimal("2.71828182845904523536028747135266249775724709369995957496696763"));
  static final Figure PI =
      Figure.about(
          new BigDecimal("3.14159265358979323846264338327950288419716939937510582097494459"));

  private Roots() {}

  static Figure root(Figure of) {
    Fraction value = of.value();
    if (value.signum() < 0) {
      throw new Impossible("the square root of a negative number has no real value");
    }
    Fraction whole = new Fraction(value.above().sqrt(), value.below().sqrt());
    return whole.times(whole).equals(value)
        ? new Figure(whole, of.exact())
        : Figure.about(value.decimal(FINE).sqrt(Figure.WORKING));
  }

  /** The natural logarithm: of x = f * 2^n it is ln f + n ln 2, and f is close to 1. */
  static Figure ln(Figure of) {
    Fraction value = of.value();
    if (value.signum() <= 0) {
      throw new Impossible("the logarithm of zero or of a negative number has no real value");
    }
    if (value.equals(Fraction.ONE)) {
      return new Figure(Fraction.ZERO, of.exact());
    }
    int twos = value.above().bitLength() - value.below().bitLength();
    Fraction close = value.over(Fraction.of(2).power(twos));
    Fraction z = close.minus(Fraction.ONE).over(close.plus(Fraction.ONE));
    BigDecimal ln =
        artanh(z.decimal(FINE))
            .multiply(BigDecimal.TWO)
            .add(LN_2.multiply(BigDecimal.valueOf(twos)), FINE);
    return Figure.about(ln);
  }

  /** The logarithm to a base; exact where it is a whole number. */
  static Figure log(Figure of, Figure base) {
    if (base.value().equals(Fraction.ONE)) {
      throw new Impossible("there is no logarithm to the base 1");
    }
    Figure log = ln(of).over(ln(base));
    Fraction nearest = log.value().nearest();
    boolean whole =
        nearest.bits() < 13 && base.toThe(Figure.exact(nearest)).value().equals(of.value());
    return whole ? new Figure(nearest, of.exact() && base.exact()) : log;
  }

  /** e^x = 2^n * e^r with a small r, which a short series gives. */
  static Figure exp(Figure of) {
    if (of.value().size().compareTo(LARGEST_EXPONENT) > 0) {
      throw new Impossible(
          "a power is beyond 10^%d or closer to zero than 10^-%d"
              .formatted(Arithmetic.EXPONENT, Arithmetic.EXPONENT));
    }
    if (of.value().signum() == 0) {
      return new Figure(Fraction.ONE, of.exact());
    }
    BigDecimal x = of.value().decimal(FINE);
    int twos = Fraction.of(x.divide(LN_2, FINE)).nearest().above().intValueExact();
    BigDecimal r = x.subtract(LN_2.multiply(BigDecimal.valueOf(twos)));
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; term.abs().compareTo(TINY) > 0; n++) {
      term = term.multiply(r, FINE).divide(BigDecimal.valueOf(n), FINE);
      sum = sum.add(term, FINE);
    }
    return new Figure(Fraction.of(sum).times(Fraction.of(2).power(twos)), false);
  }

  /** z + z^3/3 + z^5/5...; |z| is at most 1/3. */
  private static BigDecimal artanh(BigDecimal z) {
    BigDecimal square = z.multiply(z, FINE);
    BigDecimal sum = z;
    BigDecimal power = z;
    BigDecimal enough = z.abs().multiply(TINY);
    for (int n = 3; power.abs().compareTo(enough) > 0; n += 2) {
      power = power.multiply(square, FINE);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), FINE), FINE);
    }
    return sum;
  }

  private static BigDecimal fraction(long above, long below) {
    return BigDecimal.valueOf(above).divide(BigDecimal.valueOf(below), FINE);
  }
}
