package io.agentinstruct.core.arithmetic;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;

/**
 * A fraction in lowest terms.
 *
 * @param below positive
 */
record Fraction(BigInteger above, BigInteger below) implements Comparable<Fraction> {
  static final Fraction ZERO = of(0);
  static final Fraction ONE = of(1);

  private static final BigInteger FIVE = BigInteger.valueOf(5);

  Fraction {
    BigInteger shared = above.gcd(below);
    if (below.signum() < 0) {
      shared = shared.negate();
    }
    above = above.divide(shared);
    below = below.divide(shared);
  }

  static Fraction of(long whole) {
    return new Fraction(BigInteger.valueOf(whole), BigInteger.ONE);
  }

  static Fraction of(BigInteger whole) {
    return new Fraction(whole, BigInteger.ONE);
  }

  static Fraction of(BigDecimal decimal) {
    return decimal.scale() <= 0
        ? of(decimal.toBigIntegerExact())
        : new Fraction(decimal.unscaledValue(), BigInteger.TEN.pow(decimal.scale()));
  }

  Fraction plus(Fraction other) {
    return new Fraction(
        above.multiply(other.below).add(other.above.multiply(below)), below.multiply(other.below));
  }

  Fraction minus(Fraction other) {
    return plus(other.negated());
  }

  Fraction times(Fraction other) {
    return new Fraction(above.multiply(other.above), below.multiply(other.below));
  }

  /** Not by zero. */
  Fraction over(Fraction other) {
    return new Fraction(above.multiply(other.below), below.multiply(other.above));
  }

  /** Not of zero where the power is negative. */
  Fraction power(int n) {
    return n < 0
        ? new Fraction(below.pow(-n), above.pow(-n))
        : new Fraction(above.pow(n), below.pow(n));
  }

  Fraction negated() {
    return new Fraction(above.negate(), below);
  }

  Fraction size() {
    return signum() < 0 ? negated() : this;
  }

  Fraction floor() {
    BigInteger[] parts = above.divideAndRemainder(below);
    return of(parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0]);
  }

  /** The nearest whole number; halves go away from zero, as taught at school. */
  Fraction nearest() {
    Fraction half = new Fraction(BigInteger.ONE, BigInteger.TWO);
    Fraction nearest = size().plus(half).floor();
    return signum() < 0 ? nearest.negated() : nearest;
  }

  int signum() {
    return above.signum();
  }

  boolean isWhole() {
    return below.equals(BigInteger.ONE);
  }

  int bits() {
    return Math.max(above.bitLength(), below.bitLength());
  }

  /** Whether it can be written with finitely many digits: nothing but twos and fives below. */
  boolean isFiniteDecimal() {
    BigInteger rest = below.shiftRight(below.getLowestSetBit());
    while (rest.mod(FIVE).signum() == 0) {
      rest = rest.divide(FIVE);
    }
    return rest.equals(BigInteger.ONE);
  }

  BigDecimal decimal(MathContext digits) {
    BigDecimal decimal = new BigDecimal(above).divide(new BigDecimal(below), digits);
    return decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros();
  }

  @Override
  public int compareTo(Fraction other) {
    return above.multiply(other.below).compareTo(other.above.multiply(below));
  }
}
