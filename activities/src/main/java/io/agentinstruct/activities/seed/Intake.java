package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.util.List;

/** Makes seeds of documents: cleans, tells the language, splits. */
final class Intake {
  private static final String CODE = "code";

  private final SeedReading.Sink sink;
  private final Splitter splitter;
  private final Tongue tongue = new Tongue();

  Intake(SeedReading.Sink sink, Splitter splitter) {
    this.sink = sink;
    this.splitter = splitter;
  }

  /** Whether to stop reading. */
  boolean full() {
    return sink.full() || Thread.currentThread().isInterrupted();
  }

  void skip(String name, SkipReason reason, String detail) {
    sink.skipped(new Store.Skipped(name, reason.word(), detail));
  }

  void take(Document document) {
    String clean = Seed.normalise(sound(document.text()));
    if (clean.codePoints().noneMatch(Intake::shows)) {
      skip(document.name(), SkipReason.BLANK, "");
      return;
    }
    Source whole = sourceOf(document, clean);
    List<Splitter.Span> rows = document.headed() ? splitter.splitRows(clean) : List.of();
    List<Splitter.Span> parts = rows.isEmpty() ? splitter.split(clean) : rows;
    String head = rows.isEmpty() ? "" : clean.substring(0, clean.indexOf('\n') + 1);
    SeedReading.Wanted wanted =
        new SeedReading.Wanted(document.name(), document.facts().skillNames());
    for (int part = 0; part < parts.size() && !full(); part++) {
      Splitter.Span span = parts.get(part);
      String text = head + clean.substring(span.from(), span.to());
      sink.seed(Seed.of(text, partOf(whole, part + 1, parts.size(), span)), wanted);
    }
  }

  private Source sourceOf(Document document, String clean) {
    Facts facts = document.facts();
    boolean code = facts.kind().equals(CODE);
    String language = facts.language();
    if (language.isEmpty()) {
      language = code ? tongue.ofCode(clean) : tongue.of(document.prose());
    }
    String path = facts.url().isEmpty() ? document.name() : facts.url();
    return new Source(
        path, facts.title(), facts.licence(), language, facts.kind(), 1, 1, 0, clean.length());
  }

  private static Source partOf(Source whole, int part, int parts, Splitter.Span span) {
    return new Source(
        whole.path(),
        whole.title(),
        whole.licence(),
        whole.language(),
        whole.kind(),
        part,
        parts,
        span.from(),
        span.to());
  }

  /** Half a surrogate pair is no character, and would make the dataset no UTF-8. */
  private static String sound(String text) {
    boolean broken =
        text.codePoints()
            .anyMatch(character ->
                character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE);
    if (!broken) {
      return text;
    }
    StringBuilder sound = new StringBuilder(text.length());
    text.codePoints()
        .map(character ->
            character >= Character.MIN_SURROGATE && character <= Character.MAX_SURROGATE
                ? Decoding.REPLACEMENT
                : character)
        .forEach(sound::appendCodePoint);
    return sound.toString();
  }

  /** White space, controls and invisible marks are nothing to ask about. */
  private static boolean shows(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      default -> true;
    };
  }
}
