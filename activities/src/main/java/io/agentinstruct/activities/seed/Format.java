package io.agentinstruct.activities.seed;

import java.util.Locale;
import java.util.Optional;

/** What a file holds, told by the end of its name. */
public enum Format {
  TEXT,
  MARKDOWN,
  HTML,
  JSONL,
  CSV,
  JSON,
  YAML,
  CODE;

  /** For messages to people. */
  static final String READ = ".txt, .md, .html, .json, .jsonl, .csv, .yaml and source code";

  /** Empty for a name that ends in something else, or in nothing. */
  public static Optional<Format> of(String fileName) {
    return switch (extensionOf(fileName)) {
      case "txt" -> Optional.of(TEXT);
      case "md" -> Optional.of(MARKDOWN);
      case "html", "htm" -> Optional.of(HTML);
      case "jsonl", "ndjson" -> Optional.of(JSONL);
      case "csv", "tsv" -> Optional.of(CSV);
      case "json" -> Optional.of(JSON);
      case "yaml", "yml" -> Optional.of(YAML);
      case "py", "js", "java", "ts", "go", "rs", "c", "h", "cpp", "cs" -> Optional.of(CODE);
      case "rb", "kt", "scala", "sh", "sql", "php", "swift" -> Optional.of(CODE);
      default -> Optional.empty();
    };
  }

  /** In lower case, without the dot; empty where there is none. */
  static String extensionOf(String fileName) {
    String name = fileName.substring(fileName.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }
}
