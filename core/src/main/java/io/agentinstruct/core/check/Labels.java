package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Answers that choose from a set of labels. */
final class Labels {
  private static final Pattern LEAD = Pattern.compile("^[^:：]{1,20}[:：]\\s*(?=\\S)");

  private final List<String> labels;

  private Labels(Instruction it) {
    labels = it.demanded().labels().stream().map(Labels::plain).filter(l -> !l.isEmpty()).toList();
  }

  /** Not asked where the instruction has no set of labels. */
  static Optional<String> inSet(Finished finished) {
    Labels set = new Labels(finished.instruction());
    if (set.labels.isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = finished.answer().lines().filter(line -> !line.isBlank()).toList();
    if (!set.names(finished.answer())) {
      return Optional.of("the answer names none of the labels");
    }
    return set.strayLine(lines).or(() -> set.strayHead(lines.getFirst()));
  }

  /** The author's own answer has to be one of the labels, too. */
  static Optional<String> expected(Instruction it) {
    Labels set = new Labels(it);
    return set.labels.isEmpty() || it.expected().isBlank() || set.names(it.expected())
        ? Optional.empty()
        : Optional.of("the expected '" + it.expected().strip() + "' is none of the labels");
  }

  /** Of a list in which nearly every line has a label, the one that has another. */
  private Optional<String> strayLine(List<String> lines) {
    List<String> listed = lines.stream().filter(Labels::numbered).toList();
    List<String> stray = listed.stream().filter(line -> !names(line)).toList();
    return listed.size() >= 3 && !stray.isEmpty() && stray.size() * 3 <= listed.size()
        ? Optional.of("'" + stray.getFirst().strip() + "' has none of the labels")
        : Optional.empty();
  }

  private static boolean numbered(String line) {
    return line.strip().matches("(?U)^[(（]?\\d{1,3}[)）.:．：、].*") && line.strip().length() <= 60;
  }

  /** A first line as short as a label, which is none. */
  private Optional<String> strayHead(String first) {
    String head = plain(LEAD.matcher(Plain.unlisted(first)).replaceFirst(""));
    int longest = labels.stream().mapToInt(String::length).max().orElse(0);
    boolean sentence =
        first.strip().matches(".*[.。:：]$") || head.chars().filter(c -> c == ' ').count() > 3;
    boolean stray = !names(first) && !sentence && !numbered(first) && head.length() <= longest;
    return stray ? Optional.of("'" + first.strip() + "' is none of the labels") : Optional.empty();
  }

  private boolean names(String text) {
    String plain = plain(text);
    return labels.stream().anyMatch(label -> holds(plain, label));
  }

  /** As words of their own: "spam" does not stand in "spammer". */
  private static boolean holds(String text, String label) {
    int at = text.indexOf(label);
    while (at >= 0) {
      int end = at + label.length();
      boolean begins = at == 0 || !glued(text.charAt(at - 1), label.charAt(0));
      boolean ends =
          end == text.length() || !glued(label.charAt(label.length() - 1), text.charAt(end));
      if (begins && ends) {
        return true;
      }
      at = text.indexOf(label, at + 1);
    }
    return false;
  }

  private static boolean glued(char a, char b) {
    return Character.isLetterOrDigit(a)
        && Character.isLetterOrDigit(b)
        && !Letters.isCjk(a)
        && !Letters.isCjk(b);
  }

  private static String plain(String text) {
    return Plain.text(text).toLowerCase(Locale.ROOT).replaceAll("[*`\"“”「」『』]|\\.$|。$", "").strip();
  }
}
