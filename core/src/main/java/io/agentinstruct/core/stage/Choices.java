package io.agentinstruct.core.stage;

import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Options of an instruction: without labels while they are data, with labels where a student reads them. */
public final class Choices {
  private static final Pattern LABEL =
      Pattern.compile("^\\s*(?:[(（]?([A-Ha-h]|\\d{1,2})[)）.:．、]|[-*•])\\s+(?=\\S)");
  private static final Pattern LETTER = Pattern.compile("^[(（]?([A-Ha-h])[)）.:．、]?$");

  /** Choices that speak of each other can't be put in another order. */
  private static final Pattern POSITIONAL =
      Pattern.compile("(?i)\\b(above|below|both|neither|[a-e] and [a-e]|all of|none of)\\b|以上|すべて|いずれも");

  private Choices() {}

  /** The options without "A." or "1)", if every one of them has such a label. */
  public static List<String> unlabelled(List<String> options) {
    boolean labelled = options.size() > 1 && options.stream().allMatch(o -> LABEL.matcher(o).find());
    return options.stream()
        .map(option -> (labelled ? LABEL.matcher(option).replaceFirst("") : option).strip())
        .filter(option -> !option.isEmpty())
        .toList();
  }

  /** The option that an author's key means: given as the text, as a letter, or as a letter with the text. */
  public static String meant(String expected, List<String> options) {
    String key = expected.strip();
    Matcher letter = LETTER.matcher(key);
    if (letter.matches()) {
      int index = Character.toUpperCase(letter.group(1).charAt(0)) - 'A';
      return index < options.size() ? options.get(index) : key;
    }
    String bare = LABEL.matcher(key).replaceFirst("").strip();
    for (String option : options) {
      if (same(option, key) || same(option, bare)) {
        return option;
      }
    }
    return key;
  }

  private static boolean same(String option, String key) {
    return tidy(option).equalsIgnoreCase(tidy(key));
  }

  private static String tidy(String text) {
    return text.replaceAll("[\\s.。]+$", "").replaceAll("\\s+", " ").strip();
  }

  /** Choices in an order that tells nothing: authors put the right one first. By digest, so it repeats. */
  public static List<String> shuffled(List<String> options, String task) {
    if (options.stream().anyMatch(option -> POSITIONAL.matcher(option).find())) {
      return options;
    }
    return options.stream().sorted(Comparator.comparing(option -> Digest.of(task + "\n" + option))).toList();
  }

  /** As a student reads them: lettered choices, numbered items, both columns of a matching. Empty if there are none. */
  public static String render(Piece.Instruction instruction) {
    if (instruction.options().isEmpty()) {
      return "";
    }
    boolean lettered = instruction.format() == AnswerFormat.MULTIPLE_CHOICE;
    List<String> lines = new ArrayList<>(labelled(instruction.options(), lettered));
    if (!instruction.matches().isEmpty()) {
      lines.add("");
      lines.addAll(labelled(instruction.matches(), true));
    }
    return String.join("\n", lines);
  }

  private static List<String> labelled(List<String> options, boolean lettered) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < options.size(); i++) {
      lines.add((lettered ? String.valueOf((char) ('A' + i)) : String.valueOf(i + 1)) + ". " + options.get(i));
    }
    return lines;
  }
}
