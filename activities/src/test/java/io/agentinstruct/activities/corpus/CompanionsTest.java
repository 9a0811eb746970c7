package io.agentinstruct.activities.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompanionsTest {
  @TempDir Path folder;

  private List<String> of(SmallCorpus seeds, String title, int documents, String... kinds) {
    try (Corpus corpus = seeds.corpus()) {
      return seeds.titles(
          new Companions(corpus).of(SmallCorpus.RUN, seeds.id(title), documents, List.of(kinds)));
    }
  }

  @Test
  void theNearestFirstThenThoseThatFollow() {
    try (SmallCorpus seeds =
        new SmallCorpus(folder)
            .with("ferry", "The ferry to Nether Lenn sails at noon.")
            .with("bread", "Knead it, let it rise, bake it.")
            .with("code", "en", "code", "def bake(): pass")
            .with("timetable", "Nether Lenn: the ferry sails at noon, and at six.")
            .with("wool", "Shear, wash, card, spin.")
            .read()) {
      assertThat(of(seeds, "ferry", 2)).containsExactly("timetable");
      assertThat(of(seeds, "ferry", 4, "text")).containsExactly("timetable", "bread", "wool");
      assertThat(of(seeds, "ferry", 4)).containsExactly("timetable", "bread", "code");
      assertThat(of(seeds, "wool", 3, "text")).containsExactly("ferry", "bread");
      assertThat(of(seeds, "ferry", 9)).hasSize(4).doesNotHaveDuplicates().doesNotContain("ferry");
      assertThat(of(seeds, "ferry", 1)).isEmpty();
      assertThat(of(seeds, "ferry", 4)).isEqualTo(of(seeds, "ferry", 4));
    }
  }

  @Test
  void oneAloneIsTooFewAndTwoWillDo() {
    try (SmallCorpus seeds = new SmallCorpus(folder).with("alone", "One text.").read()) {
      assertThat(of(seeds, "alone", 4)).isEmpty();
    }
    assertThat(Companions.reasonToDecline(4, 0))
        .contains("needs at least 2 documents; the run has 1");
    assertThat(Companions.reasonToDecline(4, 1)).isEmpty();
    assertThat(Companions.reasonToDecline(1, 0)).isEmpty();
  }

  @Test
  void nothingIsChosenBeforeAllIsRead() {
    try (SmallCorpus seeds = new SmallCorpus(folder).with("one", "1").with("two", "2")) {
      assertThatThrownBy(() -> of(seeds, "one", 2)).isInstanceOf(IllegalStateException.class);
    }
  }
}
