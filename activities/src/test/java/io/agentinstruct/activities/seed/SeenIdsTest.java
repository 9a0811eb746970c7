package io.agentinstruct.activities.seed;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.Digest;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeenIdsTest {
  @Test
  void remembersAsASetDoes() {
    SeenIds ids = new SeenIds();
    Set<String> expected = new HashSet<>();
    Random random = new Random(5);
    for (int turn = 0; turn < 50_000; turn++) {
      String id = Digest.of("seed " + random.nextInt(20_000));
      assertThat(ids.add(id)).isEqualTo(expected.add(id));
    }
  }

  @Test
  void remembersTheEmptySlotsId() {
    SeenIds ids = new SeenIds();

    assertThat(ids.add("0".repeat(32))).isTrue();
    assertThat(ids.add("0".repeat(32))).isFalse();
  }
}
