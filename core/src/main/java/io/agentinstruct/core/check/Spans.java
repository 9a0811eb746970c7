package io.agentinstruct.core.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.check.Checks.Finished;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.stage.Piece.Instruction;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Whether what an answer extracts or quotes stands in the context. */
final class Spans {
  /** The task may name words that stand for what is missing, or that a field may hold. */
  private static final Pattern NOTHING =
      Pattern.compile(
          "(?i)(none|null|nil|n/?a|not (stated|given|mentioned|specified|found|available)|unknown|no(thing)?|なし|無し|無|不明|該当(なし|無し)|記載なし|記述なし)?[.。]?");

  private static final Pattern QUOTED =
      Pattern.compile("\"([^\"\\n]{2,400})\"|「([^「」\\n]{2,400})」");
  private static final Pattern ELLIPSIS = Pattern.compile("\\[?\\.{3,}\\]?|\\[[^\\]]*]|…+");
  private static final Pattern ISO =
      Pattern.compile("\\d{4}-\\d{2}(-\\d{2})?([T ][\\d:+Z.-]+)?|\\d{1,2}:\\d{2}(:\\d{2})?");
  private static final Pattern PARTS =
      Pattern.compile("\\s*[|\\t;；→]\\s*|\\s*->\\s*|\\s+-\\s+|[:：](?!\\d)\\s*|\\s*[()（）]\\s*");

  /** The line between the head of a table and its rows. */
  private static final Pattern RULE = Pattern.compile("\\s*[|+:-]{3,}[|+: -]*");

  private static final int FEW_WORDS = 6;
  private static final int QUOTED_WORDS = 4;
  private static final int QUOTED_CHARACTERS = 8;
  private static final BigDecimal SMALL = BigDecimal.TEN;

  private final String context;
  private final String grounds;
  private final Set<String> words;
  private final Set<BigDecimal> figures;

  private Spans(Instruction it) {
    context = Plain.squeezed(it.context());
    grounds =
        context + " " + Plain.squeezed(it.task()) + " " + Plain.squeezed(it.demanded().schema());
    words = new HashSet<>(Plain.words(it.context()));
    words.addAll(Plain.words(it.task()));
    figures = new HashSet<>();
    for (Figures.Figure figure : Figures.in(it.context() + "\n" + it.task())) {
      figures.add(figure.value().abs().stripTrailingZeros());
    }
  }

  /** Not asked where the task lets values be put into another form, nor where nothing is there. */
  static Optional<String> inText(Finished finished) {
    Instruction it = finished.instruction();
    if (it.demanded().reworded()
        || it.answerability() == Answerability.UNANSWERABLE
        || it.context().isBlank()) {
      return Optional.empty();
    }
    Spans spans = new Spans(it);
    Optional<JsonNode> json =
        JsonAnswers.value(finished.answer()).filter(JsonNode::isContainerNode);
    if (json.isPresent()) {
      return spans.strayLeaf(json.get());
    }
    return it.format() == AnswerFormat.LIST
        ? spans.strayLine(finished.answer())
        : spans.strayQuote(finished.answer());
  }

  private Optional<String> strayLeaf(JsonNode value) {
    if (value.isTextual()) {
      return stands(value.asText()) ? Optional.empty() : missing(value.asText());
    }
    return value.valueStream().map(this::strayLeaf).flatMap(Optional::stream).findFirst();
  }

  private Optional<String> strayLine(String answer) {
    List<String> lines = answer.lines().filter(line -> !line.isBlank()).toList();
    boolean bulleted = lines.stream().filter(Plain::listed).count() * 2 >= lines.size();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      boolean ruled = i + 1 < lines.size() && RULE.matcher(lines.get(i + 1)).matches();
      boolean heading = line.strip().matches(".*[:：]") || RULE.matcher(line).matches() || ruled;
      if (heading || (bulleted && !Plain.listed(line))) {
        continue;
      }
      Optional<String> stray = strayEntry(Plain.unlisted(line));
      if (stray.isPresent()) {
        return stray;
      }
    }
    return Optional.empty();
  }

  /** Of an entry with several parts, one at least is the find; the others may be said freely. */
  private Optional<String> strayEntry(String entry) {
    List<String> parts =
        new ArrayList<>(List.of(Plain.text(entry).replaceAll("^\\|\\s*|\\s*\\|$", "")));
    parts.addAll(PARTS.splitAsStream(parts.getFirst()).filter(part -> !part.isBlank()).toList());
    if (parts.stream().noneMatch(this::stands)) {
      return missing(entry);
    }
    return strayQuote(entry).or(() -> strayFigure(entry));
  }

  private Optional<String> strayQuote(String answer) {
    return QUOTED
        .matcher(Plain.text(answer))
        .results()
        .map((MatchResult found) -> found.group(1) == null ? found.group(2) : found.group(1))
        .filter(Spans::isQuotation)
        .filter(quote -> !stands(quote))
        .findFirst()
        .flatMap(Spans::missing);
  }

  /** A word or two in quotes may be a title or a term. */
  private static boolean isQuotation(String quote) {
    return Plain.hasCjk(quote)
        ? Plain.squeezed(quote).length() >= QUOTED_CHARACTERS
        : Plain.words(quote).size() >= QUOTED_WORDS;
  }

  private Optional<String> strayFigure(String entry) {
    return Figures.in(entry).stream()
        .filter(figure -> figure.value().abs().compareTo(SMALL) >= 0)
        .filter(figure -> !figures.contains(figure.value().abs().stripTrailingZeros()))
        .map(figure -> figure.value().stripTrailingZeros().toPlainString())
        .filter(digits -> !grounds.contains(Plain.squeezed(digits)))
        .findFirst()
        .flatMap(Spans::missing);
  }

  private boolean stands(String value) {
    String plain = Plain.text(value);
    if (NOTHING.matcher(plain).matches() || ISO.matcher(plain).matches()) {
      return true;
    }
    if (grounds.contains(Plain.squeezed(plain))) {
      return true;
    }
    List<String> said = Plain.words(plain);
    if (!Plain.hasCjk(plain) && said.size() <= FEW_WORDS && words.containsAll(said)) {
      return true; // a short find put together from two places
    }
    List<String> pieces = ELLIPSIS.splitAsStream(plain).filter(piece -> !piece.isBlank()).toList();
    return pieces.size() > 1
        && pieces.stream().allMatch(piece -> grounds.contains(Plain.squeezed(piece)));
  }

  private static Optional<String> missing(String value) {
    String shown = value.strip();
    return Optional.of(
        "'"
            + (shown.length() > 80 ? shown.substring(0, 79) + "…" : shown)
            + "' does not stand in the text");
  }
}
