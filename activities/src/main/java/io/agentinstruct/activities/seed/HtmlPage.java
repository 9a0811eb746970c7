package io.agentinstruct.activities.seed;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;

/** A page, its article told from its frame. */
final class HtmlPage {
  private static final String UNSEEN =
      "script, style, noscript, template, iframe, object, svg, canvas";

  private static final String MARGINS =
      "nav, footer, aside, [role=navigation], [role=contentinfo], [role=complementary]";

  private static final String FRAME =
      UNSEEN + ", " + MARGINS + ", button, input, select, textarea, [role=search]";

  private static final String HIDDEN =
      "[class*=cookie], [id*=cookie], [class*=consent], [id*=consent], [aria-hidden=true],"
          + " [hidden], [style~=(?i)display:\\s*none]";

  /** Frame too, unless the page's author put the article inside. */
  private static final String FRAME_UNLESS_ARTICLE =
      "form, header, [role=banner], dialog, [role=dialog], " + HIDDEN;

  private static final String WEB = "web";

  private static final String ARTICLE = "main, article, h1, [role=main]";

  /** A cookie banner or a search form is shorter; an article that bears such a class is longer. */
  private static final int LONGEST_FRAME = 1500;

  private final Facts facts;
  private final String text;
  private final String prose;

  HtmlPage(org.jsoup.nodes.Document page) {
    Set<Element> frame = frameOf(page, FRAME, FRAME_UNLESS_ARTICLE);
    Element article = articleOf(page, frame);
    String read = articleText(article, frame);
    boolean toActOn =
        PageShape.isToActOn(
                page.body(), frameOf(page, UNSEEN + ", " + MARGINS + ", header", HIDDEN))
            || (read.isBlank() && page.selectFirst("a[href], form") != null);
    String acted = toActOn ? actionText(page) : "";
    String kind = acted.isBlank() ? "" : WEB;
    facts = new Facts(titleOf(page, article), licenceOf(page), languageOf(page), "", kind);
    text = acted.isBlank() ? read : acted;
    prose = acted.isBlank() ? read : page.body().text();
  }

  private static String articleText(Element article, Set<Element> frame) {
    PlainText plain = new PlainText();
    HtmlText.write(article, frame, plain);
    return plain.toString();
  }

  /** All of the page, menus too: one who acts on it sees them. */
  private static String actionText(org.jsoup.nodes.Document page) {
    PlainText plain = new PlainText();
    HtmlText.write(page.body(), frameOf(page, UNSEEN, HIDDEN), new Controls(page), plain);
    return plain.toString();
  }

  String text() {
    return text;
  }

  Facts facts() {
    return facts;
  }

  /** What tells the page's language. */
  String prose() {
    return prose;
  }

  private static Set<Element> frameOf(
      org.jsoup.nodes.Document page, String always, String unlessArticle) {
    Set<Element> frame = new HashSet<>(page.select(always));
    for (Element element : page.select(unlessArticle)) {
      boolean outermost = element.nameIs("html") || element.nameIs("body");
      boolean ofArticle = element.nameIs("header") && element.closest("main, article") != null;
      if (!outermost
          && !ofArticle
          && element.selectFirst(ARTICLE) == null
          && element.text().length() <= LONGEST_FRAME) {
        frame.add(element);
      }
    }
    return frame;
  }

  private static Element articleOf(org.jsoup.nodes.Document page, Set<Element> frame) {
    List<Element> mains = outside(frame, page.select("main, [role=main]"));
    if (!mains.isEmpty()) {
      return mains.getFirst();
    }
    List<Element> articles = outside(frame, page.select("article:not(article article)"));
    return articles.size() == 1 ? articles.getFirst() : page.body();
  }

  private static List<Element> outside(Set<Element> frame, Elements elements) {
    return elements.stream()
        .filter(Element::hasText)
        .filter(element -> element.parents().stream().noneMatch(frame::contains))
        .toList();
  }

  /** The heading, where the title is the heading and the site's name. */
  private static String titleOf(org.jsoup.nodes.Document page, Element article) {
    String title = page.title();
    String heading =
        Optional.ofNullable(article.selectFirst("h1"))
            .or(() -> Optional.ofNullable(page.selectFirst("h1")))
            .map(Element::text)
            .orElse("")
            .strip();
    return title.isBlank() || (!heading.isEmpty() && title.contains(heading)) ? heading : title;
  }

  private static String languageOf(org.jsoup.nodes.Document page) {
    return Optional.ofNullable(page.selectFirst("html[lang]"))
        .map(html -> html.attr("lang"))
        .or(() ->
            Optional.ofNullable(page.selectFirst("meta[http-equiv=content-language]"))
                .map(meta -> meta.attr("content")))
        .orElse("");
  }

  private static String licenceOf(org.jsoup.nodes.Document page) {
    Element link =
        page.selectFirst("link[rel~=(?i)\\blicen[sc]e\\b], a[rel~=(?i)\\blicen[sc]e\\b]");
    if (link != null && !link.attr("href").isBlank()) {
      return link.attr("href");
    }
    Element meta =
        page.selectFirst("meta[name~=(?i)^(licen[sc]e|dc\\.rights|dcterms\\.(rights|license))$]");
    return meta == null ? "" : meta.attr("content");
  }
}
