package io.agentinstruct.core.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.Json;
import org.junit.jupiter.api.Test;

/** A thread's path, from its seed on. */
class LineageTest {

  @Test
  void growsStepByStepAndNeverBackwards() {
    Lineage seed = Lineage.ofSeed("7f3a00112233445566778899aabbccdd");
    Lineage answer = seed.then("debate").then("strengthen 1").then("answer");

    assertThat(seed).hasToString("seed 7f3a00112233");
    assertThat(answer).hasToString("seed 7f3a00112233 > debate > strengthen 1 > answer");
    assertThat(seed.path()).isEqualTo("seed 7f3a00112233");
  }

  @Test
  void withinAJourneyTheSeedGoesWithoutSaying() {
    Lineage seed = Lineage.ofSeed("7f3a");

    assertThat(seed.within()).isEmpty();
    assertThat(seed.then("debate").then("strengthen 1").within())
        .isEqualTo("debate > strengthen 1");
  }

  @Test
  void isAPlainStringInJson() {
    Lineage lineage = Lineage.ofSeed("7f3a").then("Über > \"uns\"");

    assertThat(Json.write(lineage)).isEqualTo("\"seed 7f3a > Über > \\\"uns\\\"\"");
    assertThat(Json.read(Json.write(lineage), Lineage.class)).isEqualTo(lineage);
  }
}
