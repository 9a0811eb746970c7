package io.agentinstruct.worker.scripted;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options as they are printed under a task.
 *
 * @param matches the right column; printed with letters where the left one has numbers, or as a
 *     second count from 1
 * @param lettered whether the options themselves have letters: a choice is asked for
 */
record PrintedChoices(List<String> options, List<String> matches, boolean lettered) {
  private static final Pattern LINE =
      Pattern.compile("^\\s*(?:([A-Z])|(\\d{1,2}))[.)．、]\\s*(.+?)\\s*$");
  static final PrintedChoices NONE = new PrintedChoices(List.of(), List.of(), false);

  static boolean line(String line) {
    return LINE.matcher(line).matches();
  }

  static PrintedChoices read(String text) {
    List<String> letters = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    List<String> again = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        continue;
      }
      if (matcher.group(1) != null) {
        letters.add(matcher.group(3));
      } else if (!again.isEmpty() || (!numbers.isEmpty() && matcher.group(2).equals("1"))) {
        again.add(matcher.group(3));
      } else {
        numbers.add(matcher.group(3));
      }
    }
    if (numbers.isEmpty()) {
      return new PrintedChoices(letters, List.of(), !letters.isEmpty());
    }
    return new PrintedChoices(numbers, letters.isEmpty() ? again : letters, false);
  }

  String label(String option) {
    int at = options.indexOf(option);
    return lettered ? String.valueOf((char) ('A' + at)) : String.valueOf(at + 1);
  }
}
