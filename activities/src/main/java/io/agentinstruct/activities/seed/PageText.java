package io.agentinstruct.activities.seed;

import java.nio.charset.Charset;
import java.util.Optional;
import org.jsoup.Jsoup;

/**
 * What a page says, by the same reading as that of seeds: without what surrounds its article.
 *
 * @param title empty where it has none
 */
public record PageText(String title, String text) {
  /**
   * @param told the charset that the server named; the bytes may know better
   * @return absent where the bytes are no text
   */
  public static Optional<PageText> ofHtml(byte[] bytes, Optional<Charset> told) {
    return decoded(bytes, told.or(() -> HtmlReader.declared(bytes)))
        .map(html -> new HtmlPage(Jsoup.parse(html)))
        .map(page -> new PageText(page.facts().title(), page.text()));
  }

  /** As it stands: plain text, JSON, XML. */
  public static Optional<PageText> of(byte[] bytes, Optional<Charset> told) {
    return decoded(bytes, told).map(text -> new PageText("", text));
  }

  private static Optional<String> decoded(byte[] bytes, Optional<Charset> told) {
    return switch (Decoding.of(bytes, told)) {
      case Decoding.Decoded readable -> Optional.of(readable.text());
      case Decoding.Refused unreadable -> Optional.empty();
    };
  }
}
