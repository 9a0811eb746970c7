package io.agentinstruct.activities.seed;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;

/** Web pages: what is written on them, without what surrounds it. */
record HtmlReader() implements SeedReader {
  private static final int HEAD = 4096;
  private static final Pattern DECLARED =
      Pattern.compile("charset\\s*=\\s*[\"']?\\s*([\\w.:-]+)", Pattern.CASE_INSENSITIVE);

  /** As browsers do: pages that name the narrower charset use the vendor's. */
  private static final Map<String, String> MEANT =
      Map.of(
          "shift_jis", "windows-31j",
          "shift-jis", "windows-31j",
          "x-sjis", "windows-31j",
          "sjis", "windows-31j",
          "iso-8859-1", "windows-1252",
          "latin1", "windows-1252",
          "us-ascii", "windows-1252");

  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    Optional<byte[]> bytes = file.bytes(intake);
    if (bytes.isEmpty()) {
      return;
    }
    file.text(intake, bytes.get(), declared(bytes.get()))
        .map(html -> new HtmlPage(Jsoup.parse(html)))
        .map(page -> Document.of(file.name(), page.text(), page.facts(), page.prose()))
        .ifPresent(intake::take);
  }

  static Optional<Charset> declared(byte[] bytes) {
    String head = new String(bytes, 0, Math.min(HEAD, bytes.length), StandardCharsets.ISO_8859_1);
    Matcher matcher = DECLARED.matcher(head);
    if (!matcher.find()) {
      return Optional.empty();
    }
    String name = matcher.group(1).toLowerCase(Locale.ROOT);
    try {
      return Optional.of(Charset.forName(MEANT.getOrDefault(name, name)));
    } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
      return Optional.empty();
    }
  }
}
