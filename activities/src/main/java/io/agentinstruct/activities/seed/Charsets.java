package io.agentinstruct.activities.seed;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Tells the charset of bytes. From the surest sign to the weakest: a byte order mark, ISO-2022-JP's
 * escapes, sound UTF-8, what the document declares, Japanese kana, ICU's statistics.
 */
final class Charsets {
  sealed interface Guess {}

  /**
   * What the bytes most likely are.
   *
   * @param mark how many bytes the byte order mark takes
   */
  record Likely(Charset charset, int mark) implements Guess {}

  record None(SkipReason reason, String detail) implements Guess {}

  /** ICU's confidence, of 100, from which its word counts before ours on short texts. */
  private static final int SURE = 30;

  /** Enough for a few words, of which ICU is never sure; a page of which it is not is no text. */
  private static final int UNSURE = 5;

  private static final int SAMPLE = 64 << 10;

  /** English or French words before the first accent help ICU. */
  private static final int LEAD = 256;

  private Charsets() {}

  static Guess of(byte[] bytes, Optional<Charset> declared) {
    return of(bytes, declared, true);
  }

  /** From the first bytes of a stream; a character cut at their end counts for nothing. */
  static Guess ofHead(byte[] head) {
    return of(head, Optional.empty(), head.length < SeedFile.HEAD);
  }

  private static Guess of(byte[] bytes, Optional<Charset> declared, boolean whole) {
    Optional<Likely> marked = marked(bytes);
    if (marked.isPresent()) {
      return marked.get();
    }
    Optional<None> junk = Junk.in(bytes);
    if (junk.isPresent()) {
      return junk.get();
    }
    int high = firstHigh(bytes);
    if (high < 0) {
      return new Likely(escaped(bytes, whole).orElse(StandardCharsets.UTF_8), 0);
    }
    int from = Math.max(0, high - LEAD);
    int to = Math.min(bytes.length, high + SAMPLE);
    Trials trials = new Trials(Arrays.copyOfRange(bytes, from, to), whole && to == bytes.length);
    return trials
        .utf8()
        .or(() -> declared.filter(trials::fits))
        .or(trials::kana)
        .or(() -> trials.icu(SURE))
        .or(trials::commonKanji)
        .or(trials::western)
        .or(() -> trials.brief() ? trials.icu(UNSURE) : Optional.empty())
        .<Guess>map(charset -> new Likely(charset, 0))
        .orElseGet(() -> new None(SkipReason.UNDECODABLE, "in no charset that could be told"));
  }

  private static Optional<Likely> marked(byte[] bytes) {
    return Stream.of(
            new Mark("UTF-8", 0xef, 0xbb, 0xbf),
            new Mark("UTF-32LE", 0xff, 0xfe, 0, 0), // before UTF-16, whose mark it begins with
            new Mark("UTF-32BE", 0, 0, 0xfe, 0xff),
            new Mark("UTF-16LE", 0xff, 0xfe),
            new Mark("UTF-16BE", 0xfe, 0xff))
        .filter(mark -> mark.begins(bytes))
        .map(mark -> new Likely(Charset.forName(mark.charset), mark.bytes.length))
        .findFirst();
  }

  private static Optional<Charset> escaped(byte[] bytes, boolean whole) {
    for (int at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] == 0x1b && (bytes[at + 1] == '$' || bytes[at + 1] == '(')) {
        Trials trials = new Trials(bytes, whole);
        return Trials.ISO_2022_JP.stream().filter(trials::fits).findFirst();
      }
    }
    return Optional.empty();
  }

  private static int firstHigh(byte[] bytes) {
    for (int at = 0; at < bytes.length; at++) {
      if (bytes[at] < 0) {
        return at;
      }
    }
    return -1;
  }

  /** A byte order mark. */
  private static final class Mark {
    private final String charset;
    private final int[] bytes;

    private Mark(String charset, int... bytes) {
      this.charset = charset;
      this.bytes = bytes;
    }

    private boolean begins(byte[] text) {
      if (text.length < bytes.length) {
        return false;
      }
      for (int at = 0; at < bytes.length; at++) {
        if ((text[at] & 0xff) != bytes[at]) {
          return false;
        }
      }
      return true;
    }
  }
}
