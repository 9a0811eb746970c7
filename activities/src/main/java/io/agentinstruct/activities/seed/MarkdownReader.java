package io.agentinstruct.activities.seed;

import java.io.IOException;
import java.util.Optional;

/** Markdown without its marks; what it is, from its front matter. */
record MarkdownReader() implements SeedReader {
  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    file.text(intake, Optional.empty())
        .ifPresent(text -> intake.take(documentOf(file.name(), text)));
  }

  private static Document documentOf(String name, String markdown) {
    FrontMatter head = FrontMatter.of(markdown);
    MarkdownText body = MarkdownText.of(head.body());
    Facts facts = Facts.of(head.fields()).orTitle(body.title());
    return new Document(
        name, body.text(), ApiDescription.isPage(body.text()) ? facts.orKind("api") : facts);
  }
}
