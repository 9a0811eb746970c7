package io.agentinstruct.activities.seed;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DecodingTest {
  private static final String JAPANESE =
      "灯ヶ浦の塩は、山の村へ牛の背で運ばれた。ソフトウェアではなく、道と峠の話である。\n①番目の峠を越えると、海はもう見えない。";
  private static final Charset WINDOWS_1252 = Charset.forName("windows-1252");

  @ParameterizedTest
  @ValueSource(strings = {"windows-31j", "x-eucJP-Open", "x-windows-iso2022jp", "UTF-8", "GB18030"})
  void readsJapaneseInItsOldCharsets(String charset) {
    assertThat(textOf(JAPANESE.getBytes(Charset.forName(charset)))).isEqualTo(JAPANESE);
  }

  @ParameterizedTest
  @CsvSource({
    "日本語, windows-31j",
    "東京都千代田区, windows-31j",
    "東京都千代田区, EUC-JP",
    "こんにちは, Shift_JIS",
    "こんにちは, EUC-JP",
    "こんにちは, ISO-2022-JP",
    "全国の会議, ISO-2022-JP",
    "使い方, EUC-JP",
    "Version 2.0 の使い方, Shift_JIS",
    "ﾃｽﾄです, Shift_JIS",
    "Café, windows-1252",
    "português, windows-1252",
    "Müller, windows-1252",
    "Don’t, windows-1252",
    "“Smart quotes” and a dash – here, windows-1252",
    "'Où est la clé ? À Besançon, naïvement.', ISO-8859-15",
    "'Привет, как дела сегодня? Хорошо.', windows-1251",
    "'今天天气很好，我们去公园散步吧。这是一个美丽的城市。', GB18030",
    "'안녕하세요. 오늘은 날씨가 참 좋습니다.', EUC-KR",
  })
  void readsAFewWords(String text, String charset) {
    assertThat(textOf(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  @Test
  void believesAByteOrderMarkAndLeavesItOut() {
    assertThat(textOf(marked(UTF_8, 0xef, 0xbb, 0xbf))).isEqualTo(JAPANESE);
    assertThat(textOf(marked(UTF_16LE, 0xff, 0xfe))).isEqualTo(JAPANESE);
    assertThat(textOf(marked(UTF_16BE, 0xfe, 0xff))).isEqualTo(JAPANESE);
    assertThat(textOf(marked(Charset.forName("UTF-32LE"), 0xff, 0xfe, 0, 0))).isEqualTo(JAPANESE);
    assertThat(textOf(marked(Charset.forName("UTF-32BE"), 0, 0, 0xfe, 0xff))).isEqualTo(JAPANESE);
  }

  @Test
  void believesWhatADocumentDeclaresIfItFits() {
    byte[] greek = "Ωραίο".getBytes(Charset.forName("windows-1253"));

    Decoding decoding = Decoding.of(greek, Optional.of(Charset.forName("windows-1253")));

    assertThat(decoding)
        .isInstanceOfSatisfying(
            Decoding.Decoded.class, readable -> assertThat(readable.text()).isEqualTo("Ωραίο"));
  }

  @Test
  void takesSoundUtf8ForUtf8WhateverIsDeclared() {
    Decoding decoding = Decoding.of(JAPANESE.getBytes(UTF_8), Optional.of(WINDOWS_1252));

    assertThat(((Decoding.Decoded) decoding).charset()).isEqualTo(UTF_8);
  }

  @Test
  void countsWhatIsLostInATextWithAScar() {
    byte[] bytes = JAPANESE.repeat(5).getBytes(UTF_8);
    bytes[100] = (byte) 0xff;

    Decoding.Decoded readable = (Decoding.Decoded) Decoding.of(bytes, Optional.empty());

    assertThat(readable.charset()).isEqualTo(UTF_8);
    assertThat(readable.replaced()).isBetween(1, 3);
  }

  @Test
  void refusesATextThatIsMostlyLost() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(JAPANESE.repeat(2000).getBytes(UTF_8));
    bytes.writeBytes(JAPANESE.repeat(2000).getBytes(Charset.forName("Shift_JIS")));

    assertThat(Decoding.of(bytes.toByteArray(), Optional.empty()))
        .isInstanceOfSatisfying(
            Decoding.Refused.class,
            unreadable -> {
              assertThat(unreadable.reason()).isEqualTo(SkipReason.UNDECODABLE);
              assertThat(unreadable.detail()).startsWith("as UTF-8, ").endsWith("cannot be read");
            });
  }

  @Test
  void refusesBytesOfNoCharset() {
    byte[] bytes = new byte[4000];
    Random random = new Random(7);
    for (int at = 0; at < bytes.length; at++) {
      bytes[at] = (byte) (0x80 + random.nextInt(0x80));
    }

    assertThat(Decoding.of(bytes, Optional.empty())).isInstanceOf(Decoding.Refused.class);
  }

  @Test
  void looksForTheFirstForeignCharacterHoweverFarItIs() {
    String text = "plain ASCII, line by line\n".repeat(20_000) + JAPANESE;

    assertThat(textOf(text.getBytes(Charset.forName("windows-31j")))).isEqualTo(text);
  }

  private static byte[] marked(Charset charset, int... mark) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int part : mark) {
      bytes.write(part);
    }
    bytes.writeBytes(JAPANESE.getBytes(charset));
    return bytes.toByteArray();
  }

  private static String textOf(byte[] bytes) {
    return switch (Decoding.of(bytes, Optional.empty())) {
      case Decoding.Decoded readable -> readable.text();
      case Decoding.Refused unreadable -> unreadable.toString();
    };
  }
}
