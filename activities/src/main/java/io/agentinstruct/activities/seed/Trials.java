package io.agentinstruct.activities.seed;

import com.ibm.icu.text.CharsetDetector;
import com.ibm.icu.text.CharsetMatch;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/** Reads a sample in one charset after the other and looks at what comes out. */
final class Trials {
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");
  private static final Charset EUC_JP = Charset.forName("EUC-JP");
  private static final List<Charset> JAPANESE =
      List.of(Charset.forName("windows-31j"), EUC_JP, Charset.forName("x-eucJP-Open"));
  static final List<Charset> ISO_2022_JP =
      List.of(Charset.forName("ISO-2022-JP"), Charset.forName("x-windows-iso2022jp"));

  /**
   * ICU's names that are believed, and the charset each is read with: the vendor's, which has more
   * characters.
   */
  private static final Map<String, Charset> BELIEVED =
      Map.ofEntries(
          Map.entry("Shift_JIS", Charset.forName("windows-31j")),
          Map.entry("EUC-JP", EUC_JP),
          Map.entry("GB18030", Charset.forName("GB18030")),
          Map.entry("Big5", Charset.forName("x-windows-950")),
          Map.entry("EUC-KR", Charset.forName("x-windows-949")),
          Map.entry("ISO-8859-1", WINDOWS_1252),
          Map.entry("windows-1252", WINDOWS_1252),
          Map.entry("ISO-8859-2", Charset.forName("ISO-8859-2")),
          Map.entry("windows-1250", Charset.forName("windows-1250")),
          Map.entry("ISO-8859-5", Charset.forName("ISO-8859-5")),
          Map.entry("windows-1251", Charset.forName("windows-1251")),
          Map.entry("KOI8-R", Charset.forName("KOI8-R")),
          Map.entry("ISO-8859-6", Charset.forName("ISO-8859-6")),
          Map.entry("windows-1256", Charset.forName("windows-1256")),
          Map.entry("ISO-8859-7", Charset.forName("ISO-8859-7")),
          Map.entry("windows-1253", Charset.forName("windows-1253")),
          Map.entry("ISO-8859-8", Charset.forName("ISO-8859-8")),
          Map.entry("ISO-8859-8-I", Charset.forName("ISO-8859-8")),
          Map.entry("windows-1255", Charset.forName("windows-1255")),
          Map.entry("ISO-8859-9", Charset.forName("windows-1254")),
          Map.entry("windows-1254", Charset.forName("windows-1254")));

  private static final int BRIEF = 512;

  private final byte[] sample;
  private final boolean whole;

  /**
   * @param whole whether the text ends where the sample does
   */
  Trials(byte[] sample, boolean whole) {
    this.sample = sample;
    this.whole = whole;
  }

  /** Sound UTF-8, or UTF-8 with scars: no other charset looks like it by chance. */
  Optional<Charset> utf8() {
    Decoding.Decoded read = read(StandardCharsets.UTF_8);
    long sound =
        read.text().chars().filter(character -> character > 0x7f).count() - read.replaced();
    return read.replaced() * 10L <= sound ? Optional.of(StandardCharsets.UTF_8) : Optional.empty();
  }

  /** Too short for statistics. */
  boolean brief() {
    return sample.length <= BRIEF;
  }

  boolean fits(Charset charset) {
    return fits(read(charset));
  }

  /** Japanese as people write it has kana; nothing else that can be read as Japanese has. */
  Optional<Charset> kana() {
    return JAPANESE.stream()
        .map(this::read)
        .filter(Trials::fits)
        .filter(read -> Shares.of(read.text()).showKana())
        .min(Comparator.comparingInt(Decoding.Decoded::replaced))
        .map(Decoding.Decoded::charset);
  }

  /**
   * For a few words without kana: the everyday characters of Japanese, and hardly a Latin letter.
   */
  Optional<Charset> commonKanji() {
    return JAPANESE.stream()
        .map(this::read)
        .filter(read -> read.replaced() == 0)
        .filter(read -> Shares.of(read.text()).showCommonKanji())
        .findFirst()
        .map(Decoding.Decoded::charset);
  }

  /** Latin letters with an accent here and there, and typographic marks. */
  Optional<Charset> western() {
    Decoding.Decoded read = read(WINDOWS_1252);
    return read.replaced() == 0 && Shares.of(read.text()).showWestern()
        ? Optional.of(WINDOWS_1252)
        : Optional.empty();
  }

  /** The best of ICU's candidates that reads without loss; else the best that reads almost so. */
  Optional<Charset> icu(int confidence) {
    List<Decoding.Decoded> candidates =
        Stream.of(new CharsetDetector().setText(sample).detectAll())
            .filter(match -> match.getConfidence() >= confidence)
            .map(CharsetMatch::getName)
            .map(BELIEVED::get)
            .filter(Objects::nonNull)
            .map(this::read)
            .filter(Trials::fits)
            .filter(read -> Shares.of(read.text()).showWords())
            .toList();
    return candidates.stream()
        .filter(read -> read.replaced() == 0)
        .findFirst()
        .or(() -> candidates.stream().findFirst())
        .map(Decoding.Decoded::charset);
  }

  private static boolean fits(Decoding.Decoded read) {
    return read.replaced() * 100L <= read.text().length();
  }

  private Decoding.Decoded read(Charset charset) {
    return Decoding.lenient(ByteBuffer.wrap(sample), charset, whole);
  }

  /** What a text is made of. */
  private record Shares(
      long latin, long other, long kana, long letters, long common, long accents) {
    static Shares of(String text) {
      int[] wide = text.codePoints().filter(character -> character > 0x7f).toArray();
      return new Shares(
          text.codePoints()
              .filter(character -> character <= 0x7f && Character.isLetter(character))
              .count(),
          wide.length,
          count(wide, Scripts::kana),
          count(wide, Shares::letterOrMark),
          count(wide, Shares::commonInJapanese),
          count(wide, Shares::commonInTheWest));
    }

    boolean showKana() {
      return kana > 0 && kana * 10 >= other;
    }

    boolean showCommonKanji() {
      return other > 0 && common * 5 >= other * 4 && latin <= other;
    }

    boolean showWestern() {
      return accents * 5 >= other * 4 && latin >= other;
    }

    /** Bytes that are no text come out as frames and symbols. */
    boolean showWords() {
      return letters * 10 >= other * 7;
    }

    private static long count(int[] characters, IntPredicate kind) {
      return Arrays.stream(characters).filter(kind).count();
    }

    /** Kana, marks and the 2,965 kanji of JIS level 1. */
    private static boolean commonInJapanese(int character) {
      if (!Scripts.unspaced(character) || Scripts.halfWidthKana(character)) {
        return false;
      }
      int lead = Character.toString(character).getBytes(EUC_JP)[0] & 0xff;
      return !Scripts.han(character) || (lead >= 0xb0 && lead <= 0xcf);
    }

    private static boolean letterOrMark(int character) {
      return Character.isLetter(character)
          || Scripts.unspaced(character)
          || commonInTheWest(character);
    }

    private static boolean commonInTheWest(int character) {
      return (character >= 0xc0 && character <= 0xff)
          || "‘’“”„–—…•€£§©®°·«»¿¡\u00a0ŒœŠšŽžŸ".indexOf(character) >= 0;
    }
  }
}
