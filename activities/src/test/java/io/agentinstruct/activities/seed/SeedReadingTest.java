package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Digest;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeedReadingTest {
  @TempDir Path folder;

  private final Book book = new Book();

  @Test
  void writesSeedsIntoTheBookWithDenseOrdinals() {
    write(folder.resolve("a.txt"), "The market hall was built in 1884.");
    write(folder.resolve("b.txt"), "  The market hall\nwas built in 1884.");
    write(folder.resolve("c.txt"), "");
    write(folder.resolve("d.txt"), "It burnt in 1902.");

    read(Optional.empty());

    assertThat(book.calls).containsExactly("forget r1", "seeds 2", "skipped 2", "done r1");
    assertThat(book.seeds).extracting(Store.SeedEntry::ordinal).containsExactly(0, 1);
    assertThat(book.seeds.get(1).text()).isEqualTo(Digest.of("It burnt in 1902."));
    assertThat(book.texts)
        .containsExactly("The market hall was built in 1884.", "It burnt in 1902.");
    assertThat(book.skipped)
        .containsExactly(
            new Store.Skipped(folder + "/b.txt", "duplicate", "same text as " + folder + "/a.txt"),
            new Store.Skipped(folder + "/c.txt", "blank", ""));
  }

  @Test
  void writesInBatchesAndNamesTheFirstOfDuplicatesFarApart() {
    StringBuilder lines = new StringBuilder();
    IntStream.range(0, 450).forEach(line -> lines.append("{\"text\": \"text " + line + "\"}\n"));
    write(folder.resolve("a.jsonl"), lines + "{\"text\": \"text 0\"}\n");

    read(Optional.empty());

    assertThat(book.calls)
        .containsExactly("forget r1", "seeds 200", "seeds 200", "seeds 50", "skipped 1", "done r1");
    assertThat(book.seeds)
        .extracting(Store.SeedEntry::ordinal)
        .containsExactlyElementsOf(IntStream.range(0, 450).boxed().toList());
    assertThat(book.skipped.getFirst().detail()).isEqualTo("same text as " + folder + "/a.jsonl#1");
  }

  @Test
  void writesLongTextsInSmallerBatches() {
    for (int file = 0; file < 5; file++) {
      write(folder.resolve(file + ".txt"), (file + " long text ").repeat(60_000));
    }

    new SeedReading(
            new SeedReading.Settings(
                List.of(folder.toString()), 1 << 20, Optional.empty(), Optional.empty()))
        .readInto(book.asStore(), "r1");

    assertThat(book.calls).containsExactly("forget r1", "seeds 2", "seeds 2", "seeds 1", "done r1");
  }

  @Test
  void stopsAtTheLimitNotCountingDuplicates() {
    write(folder.resolve("a.txt"), "one");
    write(folder.resolve("b.txt"), "one");
    write(folder.resolve("c.txt"), "two");
    write(folder.resolve("d.txt"), "three");

    read(Optional.of(2));

    assertThat(book.texts).containsExactly("one", "two");
    assertThat(book.skipped).hasSize(1);
    assertThat(book.calls).last().isEqualTo("done r1");
  }

  @Test
  void limitsWhatASinkGets() {
    write(folder.resolve("a.txt"), "one two three four five six");
    ReadOut out =
        ReadOut.of(
            new SeedReading.Settings(
                List.of(folder.toString()), 5, Optional.of(3), Optional.empty()),
            Caps.USUAL);

    assertThat(out.seeds()).hasSize(3);
  }

  @Test
  void touchesNothingWhenAnInputIsMissing() {
    write(folder.resolve("a.txt"), "one");
    SeedReading reading =
        new SeedReading(ReadOut.settings(folder.resolve("a.txt"), folder.resolve("b.txt")));

    assertThatThrownBy(() -> reading.readInto(book.asStore(), "r1"))
        .isInstanceOf(NoSuchInput.class);
    assertThat(book.calls).isEmpty();
  }

  @Test
  void stopsWhenInterruptedAndDoesNotCallTheReadingDone() throws InterruptedException {
    write(folder.resolve("a.txt"), "one");
    Thread reading =
        Thread.ofPlatform()
            .unstarted(() -> {
              Thread.currentThread().interrupt();
              read(Optional.empty());
            });

    reading.start();
    reading.join();

    assertThat(book.calls).containsExactly("forget r1");
  }

  @Test
  void readsTheSameTwice() {
    write(folder.resolve("b/a.txt"), "one");
    write(folder.resolve("a.jsonl"), "{\"text\": \"two\"}\nbroken\n");
    write(folder.resolve("c.md"), "# three");

    assertThat(ReadOut.of(folder)).isEqualTo(ReadOut.of(folder));
  }

  private void read(Optional<Integer> limit) {
    new SeedReading(
            new SeedReading.Settings(List.of(folder.toString()), 1000, limit, Optional.empty()))
        .readInto(book.asStore(), "r1");
  }

  /** The part of a store that a reading needs. */
  private static final class Book {
    private final List<String> calls = new ArrayList<>();
    private final List<Store.SeedEntry> seeds = new ArrayList<>();
    private final List<String> texts = new ArrayList<>();
    private final List<Store.Skipped> skipped = new ArrayList<>();

    Store asStore() {
      return (Store)
          Proxy.newProxyInstance(
              Store.class.getClassLoader(),
              new Class<?>[] {Store.class},
              (store, method, arguments) ->
                  switch (method.getName()) {
                    case "forgetSeeds" -> call("forget " + arguments[0]);
                    case "setReadingDone" -> call("done " + arguments[0]);
                    case "addSeeds" -> addSeeds((List<?>) arguments[1], (List<?>) arguments[2]);
                    case "addSkipped" -> addSkipped((List<?>) arguments[1]);
                    case "seed" ->
                        seeds.stream().filter(seed -> seed.id().equals(arguments[1])).findFirst();
                    default -> throw new AssertionError("a reading does not need " + method);
                  });
    }

    private Object call(String call) {
      calls.add(call);
      return call;
    }

    private Object addSeeds(List<?> entries, List<?> bodies) {
      entries.forEach(entry -> seeds.add((Store.SeedEntry) entry));
      bodies.forEach(body -> texts.add((String) body));
      calls.add("seeds " + entries.size());
      return List.of();
    }

    private Object addSkipped(List<?> inputs) {
      inputs.forEach(input -> skipped.add((Store.Skipped) input));
      return call("skipped " + inputs.size());
    }
  }
}
