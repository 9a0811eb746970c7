package io.agentinstruct.activities.seed;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A table without texts in it, as one document: a line of names, then a line a row. */
final class TableText {
  /** Columns that hold more on average hold texts, and the rows are documents. */
  private static final int LONGEST_VALUES = 200;

  private static final String BETWEEN = " | ";
  private static final Pattern WHITE_SPACE = Pattern.compile("(?U)[\\s\\p{Cc}]+");

  private final int most;
  private final long[] lengths;
  private final StringBuilder lines = new StringBuilder();
  private int rows;
  private boolean full;

  /**
   * @param most characters that it may have
   */
  TableText(List<String> names, int most) {
    this.most = most;
    lengths = new long[names.size()];
    write(names);
  }

  /** A row without a value is left out. */
  void add(List<String> row) {
    if (full || row.stream().allMatch(String::isBlank)) {
      return;
    }
    for (int column = 0; column < Math.min(lengths.length, row.size()); column++) {
      lengths[column] += row.get(column).strip().length();
    }
    rows++;
    write(row);
    full = lines.length() > most;
  }

  private void write(List<String> cells) {
    lines
        .append(
            cells.stream()
                .map(cell -> WHITE_SPACE.matcher(cell).replaceAll(" ").strip())
                .collect(Collectors.joining(BETWEEN)))
        .append('\n');
  }

  boolean isEmpty() {
    return rows == 0;
  }

  /** Whether more was added than there was room for. */
  boolean isFull() {
    return full;
  }

  boolean holdsTexts() {
    for (long length : lengths) {
      if (length > (long) LONGEST_VALUES * rows) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return lines.toString();
  }
}
