package io.agentinstruct.activities.seed;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader.CsvReaderBuilder;
import java.io.IOException;
import java.io.Reader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tables with a header, one record a row. Rows are told apart here and parsed one by one, so that a
 * broken or endless row is skipped by its line and the rest goes on.
 */
record CsvReader(Records records) implements SeedReader {
  private static final String SEPARATORS = ",;\t";

  @Override
  public void read(SeedFile file, Intake intake) throws IOException {
    Optional<Reader> characters = file.characters(intake);
    if (characters.isEmpty()) {
      return;
    }
    try (Reader reader = characters.get()) {
      new Table(file, intake).read(reader);
    }
  }

  private final class Table {
    private final SeedFile file;
    private final Intake intake;
    private final Lines.Quotes quotes = new Lines.Quotes(SEPARATORS);
    private final CsvReaderBuilder parser = de.siegmar.fastcsv.reader.CsvReader.builder();
    private List<String> header = List.of();

    /** Where no column is a text. */
    private @Nullable TableText values;

    Table(SeedFile file, Intake intake) {
      this.file = file;
      this.intake = intake;
      parser.maxBufferSize(file.caps().recordCharacters() + 2).allowUnclosedQuote(false);
    }

    void read(Reader reader) throws IOException {
      Lines lines = Lines.records(reader, file.caps().recordCharacters(), quotes);
      boolean blank = true;
      for (Lines.Line line = lines.next(); line != null && !intake.full(); line = lines.next()) {
        String name = file.name() + "#" + line.number();
        switch (line) {
          case Lines.TooLong tooLong -> {
            blank = false;
            intake.skip(name, SkipReason.OVERSIZED, file.tooLong(tooLong.characters()));
          }
          case Lines.Whole whole when whole.text().isBlank() -> {}
          case Lines.Whole whole when header.isEmpty() -> {
            if (!takeHeader(name, whole.text())) {
              return;
            }
          }
          case Lines.Whole whole -> {
            blank = false;
            takeRow(name, whole.text());
          }
        }
      }
      if (values != null && !blank) {
        takeWhole(values);
      } else if (blank) {
        intake.skip(file.name(), SkipReason.BLANK, "");
      }
    }

    private void takeWhole(TableText table) {
      if (table.holdsTexts()) {
        intake.skip(file.name(), SkipReason.BROKEN_LINE, "the header has " + records.wanted());
      } else if (table.isFull()) {
        intake.skip(
            file.name(),
            SkipReason.OVERSIZED,
            "a table without texts is one seed, of at most %,d characters"
                .formatted(file.caps().documentBytes()));
      } else if (table.isEmpty()) {
        intake.skip(file.name(), SkipReason.BLANK, "");
      } else {
        intake.take(Document.table(file.name(), table.toString()));
      }
    }

    /**
     * @return whether the table can be read at all
     */
    private boolean takeHeader(String name, String line) {
      char separator = separatorOf(line);
      quotes.separatedBy(separator);
      parser.fieldSeparator(separator);
      List<String> names = fields(name, line);
      header = names.stream().map(field -> field.strip().toLowerCase(Locale.ROOT)).toList();
      if (!header.isEmpty() && !records.hasText(header)) {
        if (records.usual() && header.size() > 1) {
          values = new TableText(names, file.caps().documentBytes());
          return true;
        }
        intake.skip(name, SkipReason.BROKEN_LINE, "the header has " + records.wanted());
        return false;
      }
      return !header.isEmpty();
    }

    private void takeRow(String name, String line) {
      List<String> fields = fields(name, line);
      if (fields.isEmpty()) {
        return;
      }
      if (values != null && Decoding.damaged(line)) {
        intake.skip(name, SkipReason.UNDECODABLE, Records.OTHER_CHARSET);
        return;
      }
      if (values != null) {
        values.add(fields);
        return;
      }
      Map<String, String> row = new LinkedHashMap<>();
      for (int column = 0; column < Math.min(header.size(), fields.size()); column++) {
        row.putIfAbsent(header.get(column), fields.get(column));
      }
      records.take(name, row, intake);
    }

    /** Empty where the row is broken, which the intake then knows. */
    private List<String> fields(String name, String line) {
      try {
        return parser.ofSingleCsvRecord(line).getFields();
      } catch (CsvParseException e) {
        long lost = line.lines().count() - 1;
        String unclosed = "a quote that opens or closes in the wrong place";
        String detail =
            lost == 0 ? unclosed : unclosed + "; lost with %,d lines below".formatted(lost);
        intake.skip(name, SkipReason.BROKEN_LINE, detail);
        return List.of();
      }
    }

    private char separatorOf(String line) {
      char best = SEPARATORS.charAt(0);
      for (int at = 1; at < SEPARATORS.length(); at++) {
        char separator = SEPARATORS.charAt(at);
        best = count(line, separator) > count(line, best) ? separator : best;
      }
      return best;
    }

    private long count(String line, char separator) {
      return line.chars().filter(character -> character == separator).count();
    }
  }
}
