package io.agentinstruct.core.arithmetic;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.AwkwardTexts;
import io.agentinstruct.core.arithmetic.Arithmetic.Fault;
import io.agentinstruct.core.arithmetic.Arithmetic.Result;
import io.agentinstruct.core.arithmetic.Arithmetic.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums come out as they should, and whatever is no sum is told so in words that help. */
class ArithmeticTest {
  private static Value value(String expression) {
    Result result = Arithmetic.of(expression);
    assertThat(result).as(expression).isInstanceOf(Value.class);
    return (Value) result;
  }

  private static String fault(String expression) {
    Result result = Arithmetic.of(expression);
    assertThat(result).as(expression).isInstanceOf(Fault.class);
    return ((Fault) result).message();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          12 * 3.5                 | 42
          0.1 + 0.2                | 0.3
          1 / 3 * 3                | 1
          1 / 8                    | 0.125
          2 + 3 * 4                | 14
          (2 + 3) * 4              | 20
          10 - 4 - 3               | 3
          100 / 10 / 2             | 5
          2 ^ 3 ^ 2                | 512
          2 ** 10                  | 1024
          -2 ^ 2                   | -4
          (-2) ^ 2                 | 4
          2 ^ -1                   | 0.5
          --5                      | 5
          +5 - -5                  | 10
          7 % 3                    | 1
          -7 % 3                   | 2
          mod(7, -3)               | -2
          5.5 % 2                  | 1.5
          50%                      | 0.5
          200 * 15%                | 30
          15% of 200               | 30
          200 * (1 + 15%)          | 230
          200 + (15%)              | 200.15
          5% + 3%                  | 0.08
          10% ^ 2                  | 0.01
          1,234,567.50 * 2         | 2469135
          max(1, 234)              | 234
          max((1,234), 2)          | 1234
          sqrt(1,444)              | 38
          sqrt(2.25)               | 1.5
          √16 + 1                  | 5
          9 ^ 0.5                  | 3
          3²+4³                    | 73
          abs(-3) + min(4, 2, 9)   | 5
          round(2.5) + round(-2.5) | 0
          round(2.345, 2)          | 2.35
          round(12345, -2)         | 12300
          floor(-1.5)              | -2
          ceil(-1.5)               | -1
          log(1000)                | 3
          log(0.001)               | -3
          log(8, 2)                | 3
          ln(1)                    | 0
          exp(0)                   | 1
          sum(1, 2, 3) / mean(2,4) | 2
          percent(30, 120)         | 25
          3 x 4                    | 12
          6.02e3                   | 6020
          1E-3                     | 0.001
          .5 + 5.                  | 5.5
          0 ^ 3                    | 0
          0 * -1                   | 0
          (-1) ^ 12345678901       | -1
          12 * 3.5 =               | 42
          SQRT(4)                  | 2
          １２×３．５              | 42
          （１，２００＋３００）÷５   | 300
          １０％×５００            | 50
          5−3                      | 2
          [2 + {3}] * 2            | 10
          """)
  void worksOutExactly(String expression, String result) {
    assertThat(value(expression).text()).isEqualTo(result);
    assertThat(value(expression).exact()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          10 / 3             | 3.333333333333333333333333333333333
          2 / 3              | 0.6666666666666666666666666666666667
          sqrt(2)            | 1.414213562373095048801688724209698
          sqrt(2) ^ 2        | 2
          pi                 | 3.141592653589793238462643383279503
          π * 2              | 6.283185307179586476925286766559006
          e                  | 2.718281828459045235360287471352662
          exp(1)             | 2.718281828459045235360287471352662
          exp(-1)            | 0.3678794411714423215955237701614609
          exp(100)           | 2.688117141816135448412625551580014E+43
          ln(2)              | 0.6931471805599453094172321214581766
          ln(10)             | 2.302585092994045684017991454684364
          ln(1 + 1e-40)      | 9.999999999999999999999999999999999E-41
          log(2)             | 0.3010299956639811952137388947244930
          2 ^ 0.25           | 1.189207115002721066717499970560476
          8 ^ (1/3)          | 2
          1.0042 ^ 360       | 4.521454176864860984566003598104095
          """)
  void roundsWhatIsNoFiniteDecimal(String expression, String result) {
    assertThat(value(expression).exact()).isFalse();
    assertThat(value(expression).number())
        .as(expression)
        .isCloseTo(
            new BigDecimal(result),
            org.assertj.core.data.Offset.offset(
                new BigDecimal(result).ulp().max(new BigDecimal("1e-73"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""            | the expression is empty: give a sum, such as 12 * 3.5
          1 / 0         | a division by zero
          1 / (2 - 2)   | a division by zero
          5 % 0         | a rest (%) of a division by zero
          0 ^ -1        | a division by zero: 0 to a negative power
          0 ^ 0         | 0 ^ 0 has no agreed value
          (-8) ^ (1/3)  | a negative number to a power that is not whole has no real value
          sqrt(-1)      | the square root of a negative number has no real value
          ln(0)         | the logarithm of zero or of a negative number has no real value
          log(5, 1)     | there is no logarithm to the base 1
          2 +           | the expression ends where a number was expected
          (2 + 3        | the '(' at character 1 is never closed: add a ')'
          max(1, 2      | the '(' at character 4 is never closed: add a ')'
          2 (3 + 4)     | '(3 + 4)' at character 3: write an operator between two values, such as 2 * (3 + 4)
          2pi           | 'pi' at character 2: write an operator between two values, such as 2 * (3 + 4)
          sqrt          | sqrt needs parentheses: sqrt(...)
          sqrt(4, 9)    | sqrt() takes 1 values, and was given 2
          log()         | log() takes 1 or 2 values, and was given 0
          3,14 * 2      | the ',' at character 2 parts no thousands; the decimal sign is '.'
          1,23,456      | the ',' at character 2 parts no thousands; the decimal sign is '.'
          max(1,234)    | the ',' at character 6 may part thousands or values: put a space behind it, or leave thousands unparted
          1e1001        | the exponent 1001 is beyond 1000
          1e99999999999 | the exponent 99999999999 is beyond 1000
          1e1000 * 10   | a number on the way is larger than 10^1000: too large to work with
          1e-1000 / 10  | a number on the way is closer to zero than 10^-1000: too small to work with
          9^9^9         | a power is beyond 10^1000 or closer to zero than 10^-1000
          exp(9e9)      | a power is beyond 10^1000 or closer to zero than 10^-1000
          round(1, 0.5) | round(x, n) takes a whole number n from -100 to 100
          round(1, 1e9) | round(x, n) takes a whole number n from -100 to 100
          """)
  void saysWhatIsWrong(String expression, String message) {
    assertThat(fault(expression)).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"200 + 15%", "80 - 20%", "7 % -3"})
  void refusesToGuessWhatAPercentSignMeans(String expression) {
    assertThat(fault(expression)).contains("has two meanings");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$5 * 3",
        "5円",
        "3 km",
        "1 = 1",
        "2 < 3",
        "a\u0000b",
        "½",
        "import os",
        "😀",
        "1_000"
      })
  void refusesWhatIsNoSum(String expression) {
    assertThat(fault(expression)).isNotBlank();
  }

  @Test
  void namesTheFunctionsThatThereAre() {
    assertThat(fault("sine(1)"))
        .isEqualTo(
            "'sine' is not known here; there are the functions sqrt, abs, floor, ceil, exp, ln,"
                + " log, round, mod, percent, min, max, sum, mean and the constants pi and e");
  }

  @Test
  void endsWhateverItsSize() {
    assertThat(fault("1".repeat(1_001))).contains("1001 characters");
    assertThat(fault("(".repeat(499) + "1" + ")".repeat(499))).contains("more than 40 deep");
    assertThat(fault("-".repeat(500) + "1")).contains("more than 40 deep");
    assertThat(fault("√".repeat(500) + "1")).contains("more than 40 deep");
    assertThat(fault("2^".repeat(400) + "1")).contains("more than 40 deep");
    assertThat(fault("sqrt(".repeat(190) + "1" + ")".repeat(40))).contains("more than 40 deep");
    assertThat(value("9".repeat(1_000)).exact()).isFalse();
    assertThat(value("2^1000").number()).isEqualTo(new BigDecimal(BigInteger.TWO.pow(1_000)));
    assertThat(fault("1.0000001^" + "9".repeat(900))).contains("beyond 10^1000");
    assertThat(value("1/7" + "*1/7".repeat(240)).exact()).isFalse();
    assertThat(value("exp(-2302)").number().precision()).isEqualTo(34);
  }

  @Test
  void agreesWithBigDecimalOnRandomSums() {
    Random random = new Random(7);
    for (int i = 0; i < 2_000; i++) {
      BigDecimal a = new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(12));
      BigDecimal b = new BigDecimal(BigInteger.valueOf(random.nextLong()), random.nextInt(12));
      String both = "(%s) %%s (%s)".formatted(a.toPlainString(), b.toPlainString());

      assertThat(value(both.formatted("+")).number()).isEqualByComparingTo(a.add(b));
      assertThat(value(both.formatted("-")).number()).isEqualByComparingTo(a.subtract(b));
      assertThat(value(both.formatted("*")).number()).isEqualByComparingTo(a.multiply(b));
      assertThat(value("(%s) / (%s) * (%s)".formatted(a, b, b)).number()).isEqualByComparingTo(a);
    }
  }

  @Test
  void logarithmsAndPowersUndoEachOther() {
    Random random = new Random(11);
    for (int i = 0; i < 200; i++) {
      BigDecimal x = new BigDecimal(BigInteger.valueOf(random.nextInt(1, 1_000_000_000)), 5);
      BigDecimal back = value("exp(ln(%s)) - %s".formatted(x, x)).number().abs();

      assertThat(back).as("%s", x).isLessThan(new BigDecimal("1e-45"));
    }
  }

  @Test
  void aResultCanBeReadAgain() {
    for (String expression : new String[] {"10/3", "2^1000", "1e500", "-7e-300", "exp(5)"}) {
      Value once = value(expression);
      assertThat(value(once.text()).number()).isEqualByComparingTo(once.number());
    }
  }

  /** Bits of sums and of texts that break naive code: always a result, never an exception. */
  @Test
  void alwaysAnswers() {
    String[] bits = {
      "1", "2.5", ",", "1,000", "(", ")", "+", "-", "*", "/", "^", "%", "sqrt(", "max(", "log(",
      "pi", "e", " ", "1e9", "=", "²", "√", "x", "of", "０", "，", "）", "0", ";", "round(", ".", "**"
    };
    Random random = new Random(13);
    AwkwardTexts awkward = new AwkwardTexts(17);
    int values = 0;
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(1, 14); n > 0; n--) {
        text.append(random.nextInt(40) == 0 ? awkward.next() : bits[random.nextInt(bits.length)]);
      }
      switch (Arithmetic.of(text.toString())) {
        case Value value -> values++;
        case Fault fault -> assertThat(fault.message()).isNotBlank().hasSizeLessThan(400);
      }
    }
    assertThat(values).as("some of them are sums").isGreaterThan(100);
  }
}
