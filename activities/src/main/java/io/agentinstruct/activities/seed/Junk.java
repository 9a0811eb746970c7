package io.agentinstruct.activities.seed;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** Tells bytes that are no text in any charset. */
final class Junk {
  private static final Map<String, String> BEGINNINGS =
      Map.of(
          "%PDF-", "a PDF document; save it as text first",
          "PK\u0003\u0004", "a ZIP archive or an Office document; save it as text first",
          "\u001f\u008b", "compressed by gzip; unpack it first",
          "(\u00b5/\u00fd", "compressed by zstd; unpack it first",
          "PAR1", "a Parquet file; export it as JSONL first",
          "\u0089PNG", "a PNG image",
          "\u00ff\u00d8\u00ff", "a JPEG image",
          "GIF8", "a GIF image");

  private static final int LOOKED_AT = 64 << 10;

  private Junk() {}

  /** Why these bytes, which have no byte order mark, are no text; empty where they may be. */
  static Optional<Charsets.None> in(byte[] bytes) {
    String beginning = new String(bytes, 0, Math.min(8, bytes.length), StandardCharsets.ISO_8859_1);
    for (Map.Entry<String, String> known : BEGINNINGS.entrySet()) {
      if (beginning.startsWith(known.getKey())) {
        return binary(known.getValue());
      }
    }
    int controls = 0;
    int looked = Math.min(LOOKED_AT, bytes.length);
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] == 0) {
        return binary("byte %,d is NUL".formatted(at + 1));
      }
      controls += at < looked && isControl(bytes[at]) ? 1 : 0;
    }
    return controls > 2 && controls * 50L > looked
        ? binary("%,d of %,d bytes are control characters".formatted(controls, looked))
        : Optional.empty();
  }

  /** Escape is left out: ISO-2022-JP and colours in logs have many. */
  private static boolean isControl(byte character) {
    return switch (character) {
      case '\t', '\n', '\r', '\f', '\b', 0x1b -> false;
      case 0x7f -> true;
      default -> character >= 0 && character < ' ';
    };
  }

  private static Optional<Charsets.None> binary(String detail) {
    return Optional.of(new Charsets.None(SkipReason.BINARY, detail));
  }
}
