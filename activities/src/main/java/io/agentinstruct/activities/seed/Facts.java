package io.agentinstruct.activities.seed;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a document says of itself. Empty strings where it says nothing.
 *
 * @param language BCP 47 code
 * @param url where it was published
 * @param kind one of those a {@link io.agentinstruct.core.seed.Source} knows
 * @param skills that it is meant for, by name, with commas between them
 */
record Facts(
    String title, String licence, String language, String url, String kind, String skills) {
  private static final Set<String> KINDS = Set.of("text", "code", "table", "web", "api");
  private static final int LONGEST = 300;
  private static final Pattern URL = Pattern.compile("https?://\\S+", Pattern.CASE_INSENSITIVE);
  private static final Pattern NOT_SHOWN = Pattern.compile("[\\s\\p{Cc}\\p{Zl}\\p{Zp}]+");

  Facts {
    title = oneLine(title);
    licence = oneLine(licence);
    language = Tongue.codeOf(language).orElse("");
    url = URL.matcher(url.strip()).matches() ? url.strip() : "";
    kind = KINDS.contains(kind) ? kind : "";
    skills = oneLine(skills);
  }

  /** Of a document that names no skill. */
  Facts(String title, String licence, String language, String url, String kind) {
    this(title, licence, language, url, kind, "");
  }

  /** The skills one by one. */
  List<String> skillNames() {
    return Stream.of(skills.split("[,;]", -1))
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  /** From front matter or a record. {@code source} counts where it is an address, not prose. */
  static Facts of(Map<String, String> fields) {
    String url = first(fields, "url");
    return new Facts(
        first(fields, "title"),
        first(fields, "license", "licence"),
        first(fields, "language", "lang"),
        URL.matcher(url.strip()).matches() ? url : first(fields, "source"),
        first(fields, "kind").strip().toLowerCase(Locale.ROOT),
        first(fields, "skill", "skills"));
  }

  Facts orTitle(Optional<String> other) {
    return title.isEmpty() && other.isPresent()
        ? new Facts(other.get(), licence, language, url, kind, skills)
        : this;
  }

  Facts orKind(String other) {
    return kind.isEmpty() ? new Facts(title, licence, language, url, other) : this;
  }

  private static String first(Map<String, String> fields, String... names) {
    for (String name : names) {
      String value = fields.getOrDefault(name, "");
      if (!value.isBlank()) {
        return value;
      }
    }
    return "";
  }

  private static String oneLine(String value) {
    String line = NOT_SHOWN.matcher(value).replaceAll(" ").strip();
    return line.length() <= LONGEST
        ? line
        : line.substring(0, line.offsetByCodePoints(0, line.codePointCount(0, LONGEST) - 1)) + "…";
  }
}
