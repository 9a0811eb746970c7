package io.agentinstruct.activities.seed;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One JSON object a line. A line that is none is skipped by its number, and the rest goes on. */
record JsonlReader(Records records) implements SeedReader {
  private static final int DEEPEST = 100;
  private static final Set<String> LISTS = Set.of("skill", "skills");

  static final ObjectReader JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEEPEST)
                          .maxStringLength(Integer.MAX_VALUE) // lines have a cap already
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    Optional<Reader> characters = file.characters(intake);
    if (characters.isEmpty()) {
      return;
    }
    try (Reader reader = characters.get()) {
      Lines lines = Lines.of(reader, file.caps().recordCharacters());
      boolean blank = true;
      for (Lines.Line line = lines.next(); line != null && !intake.full(); line = lines.next()) {
        blank &= line instanceof Lines.Whole whole && whole.text().isBlank();
        take(file, line, intake);
      }
      if (blank) {
        intake.skip(file.name(), SkipReason.BLANK, "");
      }
    }
  }

  private void take(SeedFile file, Lines.Line line, Intake intake) throws IOException {
    String name = file.name() + "#" + line.number();
    switch (line) {
      case Lines.TooLong tooLong ->
          intake.skip(name, SkipReason.OVERSIZED, file.tooLong(tooLong.characters()));
      case Lines.Whole whole when whole.text().isBlank() -> {}
      case Lines.Whole whole -> take(name, whole.text(), intake);
    }
  }

  private void take(String name, String line, Intake intake) throws IOException {
    try {
      JsonNode json = JSON.readValue(line);
      if (json.isObject()) {
        records.take(name, fieldsOf(json), intake);
      } else {
        String kind = json.getNodeType().name().toLowerCase(Locale.ROOT);
        intake.skip(name, SkipReason.BROKEN_LINE, "no JSON object, but: " + kind);
      }
    } catch (JsonProcessingException e) {
      intake.skip(name, SkipReason.BROKEN_LINE, troubleOf(e));
    }
  }

  /** Only what has one value: a list of passages is no text. Skills may be several. */
  static Map<String, String> fieldsOf(JsonNode json) {
    Map<String, String> fields = new LinkedHashMap<>();
    json.properties()
        .forEach(field -> {
          String name = field.getKey().strip().toLowerCase(Locale.ROOT);
          if (field.getValue().isTextual()) {
            fields.putIfAbsent(name, field.getValue().textValue());
          } else if (field.getValue().isArray() && LISTS.contains(name)) {
            fields.putIfAbsent(
                name,
                field
                    .getValue()
                    .valueStream()
                    .map(JsonNode::asText)
                    .collect(Collectors.joining(",")));
          }
        });
    return fields;
  }

  /** In our words: Jackson's would quote the line. */
  static String troubleOf(JsonProcessingException trouble) {
    return switch (trouble) {
      case JsonEOFException _ -> "the JSON is cut short";
      case StreamConstraintsException _ -> "nested deeper than %d levels".formatted(DEEPEST);
      case MismatchedInputException _ -> "more than one JSON value";
      default ->
          trouble.getLocation() == null
              ? "no JSON"
              : "no JSON from character %d on".formatted(trouble.getLocation().getColumnNr());
    };
  }
}
