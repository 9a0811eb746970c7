package io.agentinstruct.activities.seed;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Knows which field of a record is the text.
 *
 * @param textFields in lower case, the likeliest first
 */
record Records(List<String> textFields) {
  static final String OTHER_CHARSET = "in another charset than the file's beginning";

  private static final List<String> USUAL =
      List.of("text", "content", "body", "article", "document");

  /**
   * @param textField the only one that counts, if given
   */
  static Records with(Optional<String> textField) {
    return new Records(
        textField.map(field -> List.of(field.strip().toLowerCase(Locale.ROOT))).orElse(USUAL));
  }

  /** Whether nobody named the text field. */
  boolean usual() {
    return textFields.equals(USUAL);
  }

  boolean hasText(Iterable<String> names) {
    for (String name : names) {
      if (textFields.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** For messages to people. */
  String wanted() {
    return textFields.size() == 1
        ? "no field \"%s\"".formatted(textFields.getFirst())
        : "no field %s; name another with --text-field".formatted(String.join(", ", textFields));
  }

  /**
   * @param fields by lower-case name
   */
  void take(String name, Map<String, String> fields, Intake intake) {
    Optional<String> text =
        textFields.stream()
            .filter(fields::containsKey)
            .map(fields::get)
            .filter(value -> !value.isBlank())
            .findFirst();
    if (text.isEmpty() && !hasText(fields.keySet())) {
      intake.skip(name, SkipReason.BROKEN_LINE, wanted());
    } else if (Decoding.damaged(text.orElse(""))) {
      intake.skip(name, SkipReason.UNDECODABLE, OTHER_CHARSET);
    } else {
      intake.take(new Document(name, text.orElse(""), Facts.of(fields)));
    }
  }
}
