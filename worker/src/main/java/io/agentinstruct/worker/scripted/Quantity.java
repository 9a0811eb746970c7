package io.agentinstruct.worker.scripted;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** A number as a text has it, with what is counted or measured. */
record Quantity(String digits, String unit) implements Comparable<Quantity> {
  BigDecimal value() {
    return new BigDecimal(digits.replace(",", ""));
  }

  static String written(BigDecimal value) {
    return new DecimalFormat("#,##0.####", DecimalFormatSymbols.getInstance(Locale.ROOT))
        .format(value);
  }

  @Override
  public int compareTo(Quantity other) {
    return value().compareTo(other.value());
  }
}
