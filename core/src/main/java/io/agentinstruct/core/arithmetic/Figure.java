package io.agentinstruct.core.arithmetic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A number on the way, kept within bounds: too long a fraction is rounded, too large or too small a
 * one ends the work.
 *
 * @param exact false once anything on its way was rounded
 */
record Figure(Fraction value, boolean exact) {
  /** Of intermediate results, so that the last of {@link Arithmetic#ROUNDED} digits is right. */
  static final MathContext WORKING = new MathContext(60);

  private static final int BITS = 4_096;
  private static final Fraction LARGEST = Fraction.of(BigInteger.TEN.pow(Arithmetic.EXPONENT));
  private static final Fraction SMALLEST = Fraction.ONE.over(LARGEST);

  Figure {
    Fraction size = value.size();
    if (size.compareTo(LARGEST) > 0) {
      throw new Impossible(
          "a number on the way is larger than 10^%d: too large to work with"
              .formatted(Arithmetic.EXPONENT));
    }
    if (size.signum() > 0 && size.compareTo(SMALLEST) < 0) {
      throw new Impossible(
          "a number on the way is closer to zero than 10^-%d: too small to work with"
              .formatted(Arithmetic.EXPONENT));
    }
    if (value.bits() > BITS) {
      value = Fraction.of(value.decimal(WORKING));
      exact = false;
    }
  }

  static Figure exact(Fraction value) {
    return new Figure(value, true);
  }

  static Figure about(BigDecimal value) {
    return new Figure(Fraction.of(value), false);
  }

  Figure plus(Figure other) {
    return new Figure(value.plus(other.value), exact && other.exact);
  }

  Figure minus(Figure other) {
    return new Figure(value.minus(other.value), exact && other.exact);
  }

  Figure times(Figure other) {
    return new Figure(value.times(other.value), exact && other.exact);
  }

  Figure over(Figure other) {
    if (other.value.signum() == 0) {
      throw new Impossible("a division by zero");
    }
    return new Figure(value.over(other.value), exact && other.exact);
  }

  /** The rest that has the sign of the divisor: -7 % 3 is 2, as in Python. */
  Figure rest(Figure other) {
    if (other.value.signum() == 0) {
      throw new Impossible("a rest (%) of a division by zero");
    }
    Fraction times = value.over(other.value).floor();
    return new Figure(value.minus(times.times(other.value)), exact && other.exact);
  }

  Figure negated() {
    return new Figure(value.negated(), exact);
  }

  Figure toThe(Figure power) {
    int sign = value.signum();
    if (sign == 0) {
      return ofZeroToThe(power);
    }
    if (!power.value.isWhole()) {
      if (sign < 0) {
        throw new Impossible("a negative number to a power that is not whole has no real value");
      }
      return power.value.equals(Fraction.of(new BigDecimal("0.5")))
          ? Roots.root(this)
          : Roots.exp(power.times(Roots.ln(this)));
    }
    boolean odd = power.value.above().testBit(0);
    if (value.size().equals(Fraction.ONE)) {
      return new Figure(sign < 0 && odd ? value : Fraction.ONE, exact);
    }
    BigInteger bits =
        power.value.above().abs().multiply(BigInteger.valueOf(Math.max(1, value.bits() - 1)));
    if (bits.bitLength() < 31 && bits.intValueExact() <= BITS) {
      return new Figure(value.power(power.value.above().intValueExact()), exact && power.exact);
    }
    Figure size = Roots.exp(power.times(Roots.ln(new Figure(value.size(), exact))));
    return sign < 0 && odd ? size.negated() : size;
  }

  private Figure ofZeroToThe(Figure power) {
    if (power.value.signum() == 0) {
      throw new Impossible("0 ^ 0 has no agreed value");
    }
    if (power.value.signum() < 0) {
      throw new Impossible("a division by zero: 0 to a negative power");
    }
    return this;
  }
}
