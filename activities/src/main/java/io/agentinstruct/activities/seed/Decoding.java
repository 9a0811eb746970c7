package io.agentinstruct.activities.seed;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.Optional;

/** What became of bytes that should be text. */
sealed interface Decoding {
  char REPLACEMENT = '\ufffd';

  /**
   * Text, as good as it could be got.
   *
   * @param replaced how many characters could not be read, and are U+FFFD in the text
   */
  record Decoded(String text, Charset charset, int replaced) implements Decoding {}

  record Refused(SkipReason reason, String detail) implements Decoding {}

  /**
   * Decodes a whole document.
   *
   * @param declared what the document says itself; believed where it fits and nothing stronger
   *     speaks against it
   */
  static Decoding of(byte[] bytes, Optional<Charset> declared) {
    return switch (Charsets.of(bytes, declared)) {
      case Charsets.None none -> new Refused(none.reason(), none.detail());
      case Charsets.Likely likely -> {
        ByteBuffer rest = ByteBuffer.wrap(bytes, likely.mark(), bytes.length - likely.mark());
        Decoded read = lenient(rest, likely.charset(), true);
        yield tooMany(read.replaced(), read.text().length()) ? undecodable(read) : read;
      }
    };
  }

  /** Reads on where a character is broken: whoever reads the text asks {@link #damaged}. */
  static Reader reader(InputStream in, Charset charset) {
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE));
  }

  /** Whether so many characters of the text are lost that it is no use. */
  static boolean damaged(String text) {
    long lost = text.chars().filter(character -> character == REPLACEMENT).count();
    return tooMany(lost, text.length());
  }

  /**
   * Decodes what can be decoded and counts the rest.
   *
   * @param whole whether the bytes are all there; else a last character that is cut counts for
   *     nothing
   */
  static Decoded lenient(ByteBuffer bytes, Charset charset, boolean whole) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = bytes.slice();
    StringBuilder text = new StringBuilder(in.remaining());
    CharBuffer piece = CharBuffer.allocate(8192);
    int replaced = 0;
    while (true) {
      CoderResult result = decoder.decode(in, piece, whole);
      drain(piece, text);
      if (result.isUnderflow()) {
        break;
      }
      if (result.isError()) {
        replaced++;
        text.append(REPLACEMENT);
        in.position(in.position() + result.length());
      }
    }
    if (whole) {
      decoder.flush(piece);
      drain(piece, text);
    }
    return new Decoded(text.toString(), charset, replaced);
  }

  /** One in a hundred, or two: a text that was cut, or glued, is still a text. */
  private static boolean tooMany(long lost, long characters) {
    return lost > Math.max(2, characters / 100) || lost * 2 > characters;
  }

  private static void drain(CharBuffer piece, StringBuilder text) {
    text.append(piece.flip());
    piece.clear();
  }

  private static Refused undecodable(Decoded read) {
    return new Refused(
        SkipReason.UNDECODABLE,
        "as %s, %,d of %,d characters cannot be read"
            .formatted(read.charset().name(), read.replaced(), read.text().length()));
  }
}
