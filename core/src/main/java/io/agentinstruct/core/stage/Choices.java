package io.agentinstruct.core.stage;

import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.AnswerFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Options of an instruction: without labels while they are data, with labels where a student reads
 * them.
 */
public final class Choices {
  /** Wide punctuation needs no space after it, unless it stands in a number. */
  private static final Pattern LABEL =
      Pattern.compile(
          "^\\s*(?:[(（]?([A-Ha-h]|\\d{1,2})(?:[)）.:．、：]\\s+|[）．、：](?!\\d))|([-*•])\\s+)(?=\\S)");

  private static final Pattern LETTER = Pattern.compile("^[(（]?([A-Ha-h])[)）.:．、：]?$");

  /** Choices that speak of each other can't be put in another order. */
  private static final Pattern POSITIONAL =
      Pattern.compile(
          "(?i)\\b(above|below|both|neither|[a-e] and [a-e]|all of|none of)\\b|(以上|上記)の?(すべて|全て|いずれ|どれ)|いずれも|(すべて|全て)(正し|当てはま|誤)");

  private Choices() {}

  /** The options without "A." or "1)", if together they are labelled in that way. */
  public static List<String> unlabelled(List<String> options) {
    boolean labelled =
        options.size() > 1 && areLabels(options.stream().map(Choices::label).toList());
    return options.stream()
        .map(option -> (labelled ? bare(option) : option).strip())
        .filter(option -> !option.isEmpty())
        .toList();
  }

  private static String label(String option) {
    Matcher label = LABEL.matcher(option);
    return label.find()
        ? Objects.requireNonNullElse(label.group(1), "-").toUpperCase(Locale.ROOT)
        : "";
  }

  /** In any order, but each once: "B. Obama" and "D. Trump" have initials, not labels. */
  private static boolean areLabels(List<String> labels) {
    List<String> letters = new ArrayList<>();
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < labels.size(); i++) {
      letters.add(String.valueOf((char) ('A' + i)));
      numbers.add(String.valueOf(i + 1));
    }
    return labels.stream().allMatch("-"::equals)
        || labels.containsAll(letters)
        || labels.containsAll(numbers);
  }

  private static String bare(String option) {
    return LABEL.matcher(option).replaceFirst("");
  }

  /**
   * The option that an author's key means: given as the text, as a letter, or as a letter with the
   * text.
   */
  public static String meant(String expected, List<String> options) {
    String key = expected.strip();
    if (options.contains(key)) {
      return key;
    }
    Matcher letter = LETTER.matcher(key);
    if (letter.matches()) {
      int index = Character.toUpperCase(letter.group(1).charAt(0)) - 'A';
      return index < options.size() ? options.get(index) : key;
    }
    String bare = bare(key).strip();
    return options.stream()
        .filter(option -> same(option, key) || same(option, bare))
        .findFirst()
        .orElse(key);
  }

  private static boolean same(String option, String key) {
    return tidy(option).equalsIgnoreCase(tidy(key));
  }

  private static String tidy(String text) {
    return text.replaceAll("[\\s.。]+$", "").replaceAll("\\s+", " ").strip();
  }

  /**
   * Choices in an order that tells nothing: authors put the right one first. By digest, so it
   * repeats.
   */
  public static List<String> shuffled(List<String> options, String task) {
    if (options.stream().anyMatch(option -> POSITIONAL.matcher(option).find())) {
      return options;
    }
    return options.stream()
        .sorted(Comparator.comparing(option -> Digest.of(task + "\n" + option)))
        .toList();
  }

  /**
   * As a student reads them: lettered choices, numbered items, both columns of a matching. Empty if
   * there are none.
   */
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
      lines.add(
          (lettered ? String.valueOf((char) ('A' + i)) : String.valueOf(i + 1))
              + ". "
              + options.get(i));
    }
    return lines;
  }
}
