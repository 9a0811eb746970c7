package io.agentinstruct.worker.scripted;

import java.util.Locale;
import java.util.regex.Pattern;

/** How one and the same piece of text is written in different places of a sentence. */
final class Spelling {
  private static final Pattern STOP = Pattern.compile("[.。]+([\"”’)」』]*)$");
  private static final long SMALL = 4;

  private Spelling() {}

  /** Without its full stop, as inside of another sentence. */
  static String bare(String text) {
    return STOP.matcher(text.strip()).replaceAll("$1");
  }

  /** As it stands between quotation marks: those of its own become the inner kind. */
  static String quoted(String text) {
    return text.replace('"', '\'')
        .replace('“', '\'')
        .replace('”', '\'')
        .replace('「', '『')
        .replace('」', '』');
  }

  static String capital(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
  }

  static String small(String text) {
    return text.isEmpty()
        ? text
        : text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }

  /** Equal to a reader: case, full stop and spaces do not count. */
  static boolean same(String one, String other) {
    return quoted(bare(one)).equalsIgnoreCase(quoted(bare(other)));
  }

  /**
   * A number near by that could stand in the same place, smaller so that no month or share grows
   * too large.
   */
  static String otherNumber(String digits) {
    int point = digits.indexOf('.');
    String whole = (point < 0 ? digits : digits.substring(0, point)).replace(",", "");
    if (whole.length() > 15) {
      return "7";
    }
    long value = Long.parseLong(whole);
    long other =
        value < SMALL ? value + 1 : value - Math.max(1, Math.min(value / 4, yearly(digits, value)));
    String written =
        digits.contains(",") ? String.format(Locale.ROOT, "%,d", other) : Long.toString(other);
    return point < 0 ? written : written + digits.substring(point);
  }

  private static long yearly(String digits, long value) {
    return digits.length() == 4 && value > 1000 && value < 2100 ? 3 : Long.MAX_VALUE;
  }
}
