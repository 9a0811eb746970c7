package io.agentinstruct.activities.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The documents that the project gives to try it with. */
class SeedSamplesTest {
  private static final Path SAMPLES = Path.of(System.getProperty("house.root", "."), "samples");

  @Test
  void allSamplesAreReadWithTheirLanguage() {
    Path seeds = SAMPLES.resolve("seeds");
    assumeTrue(Files.isDirectory(seeds));

    ReadOut out = ReadOut.of(seeds);

    assertThat(out.skipped()).isEmpty();
    assertThat(out.seeds()).hasSizeGreaterThan(5);
    assertThat(out.seeds())
        .allSatisfy(seed -> {
          String name = seed.source().path().replaceAll(".*/", "");
          assertThat(seed.text()).doesNotContain("\ufffd", "<script", "cookie");
          if (name.startsWith("en-") || name.startsWith("ja-")) {
            assertThat(seed.source().language()).isEqualTo(name.substring(0, 2));
          }
        });
    assertThat(out.seeds().stream().map(seed -> seed.source().kind()).distinct())
        .as("something for every skill")
        .containsExactlyInAnyOrder("text", "code", "table", "web", "api");
  }

  @Test
  void awkwardSamplesAreToldApart() {
    Path awkward = SAMPLES.resolve("awkward");
    assumeTrue(Files.exists(awkward.resolve("broken.jsonl")));

    ReadOut out = ReadOut.of(awkward);

    assertThat(out.skips())
        .contains(
            "binary.txt binary",
            "blank.txt blank",
            "empty.txt blank",
            "broken.jsonl#2 broken-line",
            "broken.jsonl#3 broken-line",
            "broken.jsonl#4 broken-line");
    assertThat(out.names()).contains("utf8-bom.txt", "utf16le-bom.txt", "injection.txt");
  }
}
