package io.agentinstruct.activities.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Seed;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CensusTest {
  @TempDir Path folder;

  private Census census(int records, Optional<Integer> limit, int wanted) {
    String lines =
        IntStream.range(0, records)
            .mapToObj(i -> "{\"text\":\"Text number %04d.\"}\n".formatted(i))
            .collect(Collectors.joining());
    Path file =
        ReadOut.write(folder.resolve("a.jsonl"), lines + "{\"text\":\"Text number 0000.\"}\n");
    return Census.of(
        new SeedReading.Settings(List.of(file.toString()), 1000, limit, Optional.empty()), wanted);
  }

  @Test
  void distinctTextsAreCountedWithTheirLengths() {
    Census census = census(100, Optional.empty(), 5);

    assertThat(census.seeds()).isEqualTo(100);
    assertThat(census.characters()).isEqualTo(100L * "Text number 0000.".length());
    assertThat(census.skipped()).as("the double").isEqualTo(1);
  }

  @Test
  void theSampleIsSpreadOverTheWholeInput() {
    List<Integer> numbers =
        census(1000, Optional.empty(), 5).sample().stream()
            .map(seed -> Integer.valueOf(seed.text().substring(12, 16)))
            .toList();

    assertThat(numbers).hasSize(5).isSorted();
    for (int part = 0; part < 5; part++) {
      assertThat(numbers.get(part)).isBetween(200 * part, 200 * part + 199);
    }
  }

  @Test
  void fewerSeedsThanWantedAreAllOfThem() {
    assertThat(census(3, Optional.empty(), 5).sample())
        .extracting(Seed::text)
        .containsExactly("Text number 0000.", "Text number 0001.", "Text number 0002.");
  }

  @Test
  void theLimitIsKeptTo() {
    Census census = census(100, Optional.of(10), 20);

    assertThat(census.seeds()).isEqualTo(10);
    assertThat(census.sample()).hasSize(10);
  }
}
