package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Seed;
import io.agentinstruct.core.seed.Source;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SuitabilityTest {
  private final FlowSettings atLeastTen;

  SuitabilityTest(@TempDir Path root) {
    atLeastTen =
        TinyFlow.in(root)
            .file("flow.yaml", "title: T\nabout: A.\nseeds: { min-characters: 10 }\n")
            .flow()
            .settings();
  }

  private static Seed seed(String text) {
    return Seed.of(text, new Source("f.txt", "", "", "und", "text", 1, 1, 0, text.length()));
  }

  /** One character of a script that writes words or syllables says as much as two letters. */
  @ParameterizedTest
  @ValueSource(strings = {"ten charact", "ten letter", "山の駅にて", "다섯글자요", "駅 5番線 A"})
  void takesWhatHoldsEnough(String text) {
    assertThat(Suitability.against(atLeastTen, seed(text))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"nine char", "山の駅に", "'駅 5番線'"})
  void declinesWhatHoldsLess(String text) {
    assertThat(Suitability.against(atLeastTen, seed(text))).contains("shorter than 10 characters");
  }

  @Test
  void declinesTheEmptyText() {
    assertThat(Suitability.against(atLeastTen, seed(""))).isPresent();
  }
}
