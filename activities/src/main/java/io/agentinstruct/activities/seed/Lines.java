package io.agentinstruct.activities.seed;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Reads line by line; a line over the cap passes by in constant memory. */
final class Lines {
  /** Numbered from 1, as editors do. */
  sealed interface Line {
    long number();
  }

  record Whole(long number, String text) implements Line {}

  record TooLong(long number, long characters) implements Line {}

  /** What is kept for the next line after a very long one. */
  private static final int KEPT = 1 << 20;

  private final Reader reader;
  private final int cap;
  private final @Nullable Quotes quotes;
  private final char[] buffer = new char[1 << 16];
  private int at;
  private int filled;
  private long number;
  private boolean afterReturn;
  private StringBuilder text = new StringBuilder();
  private long characters;

  private Lines(Reader reader, int cap, @Nullable Quotes quotes) {
    this.reader = reader;
    this.cap = cap;
    this.quotes = quotes;
  }

  static Lines of(Reader reader, int cap) {
    return new Lines(reader, cap, null);
  }

  /**
   * Records of CSV: a line end between quotes does not end a record. Each bears the number of its
   * first line.
   */
  static Lines records(Reader reader, int cap, Quotes quotes) {
    return new Lines(reader, cap, quotes);
  }

  @Nullable Line next() throws IOException {
    skipLineFeedAfterReturn();
    if (at == filled && !fill()) {
      return null;
    }
    long first = number + 1;
    begin();
    while (at < filled || fill()) {
      int end = lineEnd();
      keep(end);
      boolean ended = end < filled;
      at = ended ? end + 1 : end;
      if (ended) {
        afterReturn = buffer[end] == '\r';
        break;
      }
    }
    number++;
    return characters > cap ? new TooLong(first, characters) : new Whole(first, text.toString());
  }

  private void begin() {
    if (text.capacity() > KEPT) {
      text = new StringBuilder();
    }
    text.setLength(0);
    characters = 0;
    if (quotes != null) {
      quotes.begin();
    }
  }

  /** Where the line ends in the buffer; the buffer's end where it goes on. */
  private int lineEnd() {
    int end = at;
    while (end < filled) {
      char character = buffer[end];
      if (quotes != null) {
        quotes.see(character);
      }
      if (character == '\n' || character == '\r') {
        if (quotes == null || !quotes.open()) {
          return end;
        }
        number += character == '\n' ? 1 : 0;
      }
      end++;
    }
    return end;
  }

  private void keep(int end) {
    characters += end - at;
    if (characters <= cap) {
      text.append(buffer, at, end - at);
    } else {
      text.setLength(0);
    }
  }

  private void skipLineFeedAfterReturn() throws IOException {
    if (afterReturn && (at < filled || fill()) && buffer[at] == '\n') {
      at++;
    }
    afterReturn = false;
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(0, reader.read(buffer));
    return filled > 0;
  }

  /** Follows the quotes of CSV. A quote counts at the start of a field only, as for the parser. */
  static final class Quotes {
    private enum Place {
      FIELD_START,
      PLAIN,
      QUOTED,
      AFTER_QUOTE
    }

    private String separators;
    private Place place = Place.FIELD_START;

    Quotes(String separators) {
      this.separators = separators;
    }

    void separatedBy(char separator) {
      separators = String.valueOf(separator);
    }

    private void begin() {
      place = Place.FIELD_START;
    }

    private boolean open() {
      return place == Place.QUOTED;
    }

    private void see(char character) {
      place =
          switch (place) {
            case QUOTED -> character == '"' ? Place.AFTER_QUOTE : Place.QUOTED;
            case FIELD_START, PLAIN, AFTER_QUOTE -> {
              boolean opens =
                  character == '"' && (place == Place.FIELD_START || place == Place.AFTER_QUOTE);
              if (opens) {
                yield Place.QUOTED;
              }
              yield separators.indexOf(character) >= 0 ? Place.FIELD_START : Place.PLAIN;
            }
          };
    }
  }
}
