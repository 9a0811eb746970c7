package io.agentinstruct.activities.seed;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file to be read.
 *
 * @param name for sources and reports
 */
record SeedFile(Path path, String name, Caps caps) {
  /** How much of a file of records is looked at to tell its charset. */
  static final int HEAD = 64 << 10;

  String tooLong(long characters) {
    return "%,d characters, of at most %,d".formatted(characters, caps.recordCharacters());
  }

  /** The file's bytes; empty where they are too many, which the intake then knows. */
  Optional<byte[]> bytes(Intake intake) throws IOException {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(caps.documentBytes() + 1); // sizes lie: files grow, devices have none
    }
    if (bytes.length > caps.documentBytes()) {
      intake.skip(
          name, SkipReason.OVERSIZED, "more than %,d bytes".formatted(caps.documentBytes()));
      return Optional.empty();
    }
    return Optional.of(bytes);
  }

  /** The whole file as text; empty where that cannot be, which the intake then knows. */
  Optional<String> text(Intake intake, Optional<Charset> declared) throws IOException {
    Optional<byte[]> bytes = bytes(intake);
    return bytes.isEmpty() ? Optional.empty() : text(intake, bytes.get(), declared);
  }

  Optional<String> text(Intake intake, byte[] bytes, Optional<Charset> declared) {
    return switch (Decoding.of(bytes, declared)) {
      case Decoding.Decoded readable -> Optional.of(readable.text());
      case Decoding.Refused unreadable -> {
        intake.skip(name, unreadable.reason(), unreadable.detail());
        yield Optional.empty();
      }
    };
  }

  /**
   * The file as characters, to be closed; empty where that cannot be, which the intake then knows.
   */
  Optional<Reader> characters(Intake intake) throws IOException {
    BufferedInputStream in = new BufferedInputStream(Files.newInputStream(path), HEAD);
    try {
      in.mark(HEAD + 1);
      byte[] head = in.readNBytes(HEAD);
      in.reset();
      return switch (Charsets.ofHead(head)) {
        case Charsets.Likely likely -> {
          in.skipNBytes(likely.mark());
          yield Optional.of(Decoding.reader(in, likely.charset()));
        }
        case Charsets.None none -> {
          in.close();
          intake.skip(name, none.reason(), none.detail());
          yield Optional.empty();
        }
      };
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
