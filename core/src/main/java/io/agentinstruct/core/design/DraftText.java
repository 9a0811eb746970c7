package io.agentinstruct.core.design;

import io.agentinstruct.core.check.Loops;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes a model's words fit to stand in a prompt file: they open no hole, no section and no fence.
 * And tells which words are of no use at all.
 */
public final class DraftText {
  private static final int SLUG = 40;
  private static final int LONGEST = 3_000;
  private static final int RUN = 24;
  private static final int WORDS_RUN = 4;
  private static final double ALIKE = 0.75;
  private static final Pattern SECTION = Pattern.compile("(?mi)^#+ *(system|user)\\s*$");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6}\\s+");
  private static final Pattern TAG = Pattern.compile("</?\\s*([A-Za-z][A-Za-z0-9-]*)\\s*/?>");
  private static final Pattern RULE = Pattern.compile("(?m)^-{3,}\\s*$");

  private DraftText() {}

  /** Letters, digits and hyphens; empty where nothing of the kind is in it. */
  public static String slug(String words) {
    String plain =
        Normalizer.normalize(words, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("['’]", "")
            .replaceAll("[^a-z0-9]+", "-")
            .replaceAll("^-+|-+$", "");
    if (plain.length() <= SLUG) {
      return plain;
    }
    int cut = plain.lastIndexOf('-', SLUG);
    return plain.substring(0, cut > SLUG / 3 ? cut : SLUG);
  }

  /** One line of at most so many characters. */
  public static String line(String words, int most) {
    String line = neutral(words).replaceAll("\\s+", " ").strip();
    return line.length() <= most ? line : line.substring(0, most - 1).strip() + "…";
  }

  /** Several lines, cut at the end of a line where there are too many. */
  public static String lines(String words) {
    String text = neutral(words).replaceAll("[ \\t]+\\n", "\n").replaceAll("\\n{3,}", "\n\n");
    if (text.length() > LONGEST) {
      int cut = text.lastIndexOf('\n', LONGEST);
      text = text.substring(0, cut > LONGEST / 2 ? cut : LONGEST);
    }
    return text.strip();
  }

  private static String neutral(String words) {
    String text = words.replace("\r\n", "\n").replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "");
    text = text.replace("{{", "{ {").replace("}}", "} }").replace("@{", "@ {");
    text = SECTION.matcher(text).replaceAll("");
    text = HEADING.matcher(text).replaceAll("");
    text = RULE.matcher(text).replaceAll("");
    return TAG.matcher(text).replaceAll("`$1`").strip();
  }

  /**
   * Why guidelines can't be used; empty where they can.
   *
   * @param asked the prompt that they are the reply to
   */
  public static Optional<String> fault(String guide, String asked) {
    String text = guide.strip();
    if (text.codePoints().filter(Character::isLetter).count() < (wide(text) ? 25 : 60)) {
      return Optional.of("too short");
    }
    if (Loops.in(text).isPresent()) {
      return Optional.of("repeats itself");
    }
    if (text.startsWith("{") || text.startsWith("[")) {
      return Optional.of("is data, not words");
    }
    return echo(text, asked) ? Optional.of("only repeats what it was asked") : Optional.empty();
  }

  private static boolean wide(String text) {
    return text.codePoints().filter(c -> c >= 0x2E80).count() * 2 > text.length();
  }

  /** Whether two sentences say the same, but for a word or two. */
  static boolean alike(String one, String other) {
    Set<String> runs = runs(squeezed(one), WORDS_RUN);
    Set<String> others = runs(squeezed(other), WORDS_RUN);
    Set<String> common = new HashSet<>(runs);
    common.retainAll(others);
    int all = runs.size() + others.size() - common.size();
    return all == 0 || common.size() > ALIKE * all;
  }

  /**
   * Whether a text is taken out of the prompt: it stands there whole, or more than half of its runs
   * of characters do.
   */
  static boolean echo(String text, String asked) {
    String words = squeezed(text);
    String prompt = squeezed(asked);
    Set<String> runs = runs(words, RUN);
    long known = runs.stream().filter(prompt::contains).count();
    return known * 2 > runs.size() || (!words.isEmpty() && prompt.contains(words));
  }

  private static Set<String> runs(String words, int length) {
    Set<String> runs = new HashSet<>();
    for (int i = 0; i + length <= words.length(); i++) {
      runs.add(words.substring(i, i + length));
    }
    return runs;
  }

  private static String squeezed(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
  }
}
