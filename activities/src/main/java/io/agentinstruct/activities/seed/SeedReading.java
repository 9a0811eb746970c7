package io.agentinstruct.activities.seed;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.routing.Plan;
import io.agentinstruct.core.seed.Seed;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads documents into seeds, in an order that never changes, in memory that does not grow with
 * them.
 */
public final class SeedReading {
  /**
   * What to read, and how much of it.
   *
   * @param inputs folders, files and patterns, read in this order
   * @param maxCharacters of one seed; longer documents are split
   * @param limit how many seeds to read at most
   * @param textField the field of a record that holds its text, if it has none of the usual names
   */
  public record Settings(
      List<String> inputs, int maxCharacters, Optional<Integer> limit, Optional<String> textField) {
    public Settings {
      inputs = List.copyOf(inputs);
    }
  }

  /**
   * Where a seed is to go.
   *
   * @param input name of the input that it was read from
   * @param skills that its record names; empty = none
   */
  public record Wanted(String input, List<String> skills) {
    public Wanted {
      skills = List.copyOf(skills);
    }
  }

  /** Takes what is read, as it comes. */
  public interface Sink {
    void seed(Seed seed);

    /** The same, with what is known of where it is to go. */
    default void seed(Seed seed, Wanted wanted) {
      seed(seed);
    }

    void skipped(Store.Skipped skipped);

    /** Whether nothing more is wanted; asked before each seed. */
    boolean full();
  }

  private final Settings settings;
  private final Caps caps;
  private final SeedSources sources;
  private final Records records;

  public SeedReading(Settings settings) {
    this(settings, Caps.USUAL);
  }

  SeedReading(Settings settings, Caps caps) {
    this.settings = settings;
    this.caps = caps;
    sources = new SeedSources(settings.inputs());
    records = Records.with(settings.textField());
  }

  /**
   * Reads everything, in order. The sink gets duplicates too, and at most as many seeds as the
   * limit allows.
   *
   * @throws NoSuchInput before anything is read
   */
  public void read(Sink sink) throws NoSuchInput {
    sources.check();
    readAll(new Limited(sink, settings.limit().orElse(Integer.MAX_VALUE)));
  }

  /**
   * Reads everything into the run's book, from the start: what an interrupted reading left is
   * forgotten. A text that the run already has is skipped as a duplicate and does not count towards
   * the limit. An interrupt stops the reading, which is then not marked as done.
   *
   * @throws NoSuchInput before the book is touched
   */
  public void readInto(Store store, String run) throws NoSuchInput {
    readInto(store, run, Optional.empty());
  }

  /**
   * @param plan that sends each seed to its skills, new; absent = every seed goes to all skills of
   *     the run
   */
  public void readInto(Store store, String run, Optional<Plan> plan) throws NoSuchInput {
    sources.check();
    store.forgetSeeds(run);
    RunBook book = new RunBook(store, run, settings.limit().orElse(Integer.MAX_VALUE), plan);
    readAll(book);
    if (!Thread.currentThread().isInterrupted()) {
      book.close();
      store.setReadingDone(run);
    }
  }

  private void readAll(Sink sink) {
    Intake intake = new Intake(sink, new Splitter(settings.maxCharacters()));
    Iterator<SeedSources.Found> found = sources.found();
    while (!intake.full() && found.hasNext()) {
      switch (found.next()) {
        case SeedSources.InputFile file -> read(file, intake);
        case SeedSources.Refused refused ->
            intake.skip(refused.name(), refused.reason(), refused.detail());
      }
    }
  }

  private void read(SeedSources.InputFile file, Intake intake) {
    try {
      readerOf(file).read(new SeedFile(file.path(), file.name(), caps), intake);
    } catch (IOException e) {
      if (!Thread.currentThread().isInterrupted()) { // which closes files under their reader
        intake.skip(file.name(), SkipReason.UNREADABLE, troubleOf(e));
      }
    }
  }

  private SeedReader readerOf(SeedSources.InputFile file) {
    return switch (file.format()) {
      case TEXT -> new TextReader("text");
      case MARKDOWN -> new MarkdownReader();
      case HTML -> new HtmlReader();
      case JSONL -> new JsonlReader(records);
      case CSV -> new CsvReader(records);
      case JSON -> new DataReader(records, false, file.byName());
      case YAML -> new DataReader(records, true, file.byName());
      case CODE -> new TextReader("code");
    };
  }

  static String troubleOf(IOException trouble) {
    return switch (trouble) {
      case AccessDeniedException _ -> "no permission to read it";
      case NoSuchFileException _ -> "gone since the folder was listed";
      default -> String.valueOf(trouble.getMessage());
    };
  }

  private static final class Limited implements Sink {
    private final Sink sink;
    private final int limit;
    private int seeds;

    Limited(Sink sink, int limit) {
      this.sink = sink;
      this.limit = limit;
    }

    @Override
    public void seed(Seed seed) {
      seeds++;
      sink.seed(seed);
    }

    @Override
    public void seed(Seed seed, Wanted wanted) {
      seeds++;
      sink.seed(seed, wanted);
    }

    @Override
    public void skipped(Store.Skipped skipped) {
      sink.skipped(skipped);
    }

    @Override
    public boolean full() {
      return seeds >= limit || sink.full();
    }
  }
}
