package io.agentinstruct.activities.store;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * Amounts of money, as people write them and as they are counted: in millionths of the currency
 * unit. Which currency, the prices say.
 */
public final class Money {
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,9}(\\.[0-9]{1,6})?");
  private static final int PLACES = 6;
  private static final long CENT = 10_000;

  private Money() {}

  /**
   * @param amount such as {@code 12.50}: digits with at most six places after a point
   * @throws IllegalArgumentException for people
   */
  public static long micros(String amount) {
    String text = amount.strip();
    if (!AMOUNT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "'%s' is no amount of money; write digits and at most six places after a point, such as 12.50"
              .formatted(text.length() <= 40 ? text : text.substring(0, 39) + "…"));
    }
    return new BigDecimal(text).movePointRight(PLACES).longValueExact();
  }

  /** For people: to the cent, or to the millionth below one cent. */
  public static String shown(long micros) {
    return BigDecimal.valueOf(micros, PLACES)
        .setScale(Math.abs(micros) < CENT && micros != 0 ? PLACES : 2, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
