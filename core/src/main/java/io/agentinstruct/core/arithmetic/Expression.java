package io.agentinstruct.core.arithmetic;

import java.util.ArrayList;
import java.util.List;

/**
 * One expression, read and worked out from left to right:
 *
 * <pre>
 * sum     = product { ("+" | "-") product }
 * product = sign { ("*" | "/" | "%" | "x" | "of") sign }     % before an operand is the rest
 * sign    = ("+" | "-") sign | power
 * power   = percent [ ("^" | "**") sign ]                    from right to left; -2^2 is -4
 * percent = operand { "%" | "²" | "³" }                      % after an operand is a hundredth
 * operand = number | "(" sum ")" | "√" operand | constant | function "(" sum { "," sum } ")"
 * </pre>
 */
final class Expression {
  private final Scanner in;
  private int depth;

  /** Whether what was read last is a bare percentage, such as the 15% of 200 + 15%. */
  private boolean percentage;

  Expression(String text) {
    this.in = new Scanner(text);
  }

  Figure value() {
    if (in.atEnd()) {
      throw new Impossible("the expression is empty: give a sum, such as 12 * 3.5");
    }
    Figure value = sum();
    in.take("=");
    if (!in.atEnd()) {
      throw in.unexpected();
    }
    return value;
  }

  private Figure sum() {
    Figure left = product();
    while (true) {
      boolean percent = percentage;
      boolean plus = in.take("+");
      if (!plus && !in.take("-")) {
        return left;
      }
      Figure right = product();
      if (percentage && !percent && !left.value().equals(Fraction.ONE)) {
        throw new Impossible(
            "adding or subtracting a percentage has two meanings: write * (1 + 15%) for 15 percent"
                + " more, or + (15%) for 0.15 more");
      }
      left = plus ? left.plus(right) : left.minus(right);
    }
  }

  private Figure product() {
    Figure left = sign();
    while (true) {
      if (in.take("*") || in.takeWord("x") || in.takeWord("of")) {
        left = left.times(sign());
      } else if (in.take("/")) {
        left = left.over(sign());
      } else if (in.take("%")) {
        left = left.rest(sign());
      } else {
        return left;
      }
      percentage = false;
    }
  }

  private Figure sign() {
    if (++depth > Arithmetic.DEPTH) {
      throw new Impossible(
          "parentheses, signs and powers are more than %d deep: work it out in parts"
              .formatted(Arithmetic.DEPTH));
    }
    Figure value;
    if (in.take("-")) {
      value = sign().negated();
    } else if (in.take("+")) {
      value = sign();
    } else {
      value = power();
    }
    depth--;
    return value;
  }

  private Figure power() {
    Figure base = percent();
    if (in.take("**") || in.take("^")) {
      Figure power = sign();
      percentage = false;
      return base.toThe(power);
    }
    return base;
  }

  private Figure percent() {
    Figure value = operand();
    percentage = false;
    while (true) {
      if (in.takePercent()) {
        value = value.over(Figure.exact(Fraction.of(100)));
        percentage = true;
      } else if (in.take("²")) {
        value = value.times(value);
      } else if (in.take("³")) {
        value = value.times(value).times(value);
      } else {
        return value;
      }
    }
  }

  private Figure operand() {
    if (in.atNumber()) {
      return Figure.exact(Fraction.of(in.number()));
    }
    int opened = in.at();
    if (in.take("(")) {
      boolean outside = in.commasSplit(false);
      Figure value = sum();
      in.commasSplit(outside);
      in.close(opened);
      return value;
    }
    if (in.take("√")) {
      return Roots.root(deeper());
    }
    if (in.atWord()) {
      return named(in.word());
    }
    throw in.unexpected();
  }

  /** A root of a root of a root... is as deep as parentheses are. */
  private Figure deeper() {
    if (++depth > Arithmetic.DEPTH) {
      throw new Impossible("roots are more than %d deep".formatted(Arithmetic.DEPTH));
    }
    Figure value = operand();
    depth--;
    return value;
  }

  private Figure named(String name) {
    int opened = in.at();
    if (!in.take("(")) {
      return Functions.constant(name);
    }
    boolean outside = in.commasSplit(Functions.takesSeveral(name));
    List<Figure> values = new ArrayList<>();
    if (!in.sees(")")) {
      do {
        values.add(sum());
      } while (in.take(",") || in.take(";"));
    }
    in.commasSplit(outside);
    in.close(opened);
    return Functions.of(name, values);
  }
}
