package io.agentinstruct.core.seed;

/**
 * Where a seed came from.
 *
 * @param path file path or URL, with {@code #line} for a record of a JSONL or CSV file
 * @param title of the document; empty if it has none
 * @param licence as the document states it; empty if it does not
 * @param language BCP 47 code, or {@code und} where it could not be told
 * @param kind text, code, table, web or api
 * @param part which part of the document this is, from 1
 * @param parts how many parts the document was split into; 1 = whole
 * @param from first character of the part in the document's clean text
 * @param to character after the last
 */
public record Source(
    String path,
    String title,
    String licence,
    String language,
    String kind,
    int part,
    int parts,
    int from,
    int to) {
  public Source {
    path = orEmpty(path);
    title = orEmpty(title);
    licence = orEmpty(licence);
    language = language == null || language.isBlank() ? "und" : language;
    kind = kind == null || kind.isBlank() ? "text" : kind;
  }

  private static String orEmpty(@org.jspecify.annotations.Nullable String value) {
    return value == null ? "" : value;
  }
}
