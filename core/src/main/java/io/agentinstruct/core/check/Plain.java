package io.agentinstruct.core.check;

import io.agentinstruct.core.Letters;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Texts without what carries no meaning when two of them are compared. */
final class Plain {
  private static final Pattern INVISIBLE =
      Pattern.compile("[\\u00ad\\u200b-\\u200f\\u2060\\ufeff\\ufe0e\\ufe0f]");
  private static final Pattern QUOTE = Pattern.compile("[“”„‟«»＂]");
  private static final Pattern APOSTROPHE = Pattern.compile("[‘’‚‛ʼ＇`´]");
  private static final Pattern DASH = Pattern.compile("[‐‑‒–—―−－]");
  private static final Pattern NOT_A_LETTER = Pattern.compile("[^\\p{L}\\p{M}\\p{N}]+");
  private static final Pattern LIST_LABEL =
      Pattern.compile(
          "^\\s*(?:[-*•・◦▪–]\\s*|(?:No\\.\\s*)?[(（]?\\d{1,3}[)）.．:：、]\\s*(?=\\D)|[①-⑳]\\s*)+");
  private static final Pattern MARKUP =
      Pattern.compile("\\*\\*|__|(?<!\\w)[*_](?=\\w)|(?<=\\w)[*_](?!\\w)");

  private Plain() {}

  /** One form for each character that is written in several: NFKC, quotes, dashes, spaces. */
  static String text(String written) {
    String text = Normalizer.normalize(written, Normalizer.Form.NFKC);
    text = INVISIBLE.matcher(text).replaceAll("");
    text = QUOTE.matcher(text).replaceAll("\"");
    text = APOSTROPHE.matcher(text).replaceAll("'");
    text = DASH.matcher(text).replaceAll("-");
    return text.replaceAll("(?U)\\s+", " ").strip();
  }

  /** Letters and digits only, in lower case: what is left of two copies of one passage. */
  static String squeezed(String written) {
    return NOT_A_LETTER.matcher(text(written).toLowerCase(Locale.ROOT)).replaceAll("");
  }

  /** Words and numbers, in lower case. A script without spaces gives one long word. */
  static List<String> words(String written) {
    return NOT_A_LETTER
        .splitAsStream(text(written).toLowerCase(Locale.ROOT))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** A line without its bullet or number and without emphasis. */
  static String unlisted(String line) {
    return MARKUP.matcher(LIST_LABEL.matcher(line).replaceFirst("")).replaceAll("").strip();
  }

  static boolean listed(String line) {
    return LIST_LABEL.matcher(line).find();
  }

  static boolean hasCjk(String text) {
    return text.codePoints().anyMatch(Letters::isCjk);
  }
}
