package io.agentinstruct.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Whoever bears the mark is ended, and nobody else. */
@EnabledOnOs(OS.LINUX)
class StragglersTest {
  @Test
  void endsWhoeverBearsTheMarkAndNobodyElse() throws IOException, InterruptedException {
    String mark = "mark-" + UUID.randomUUID();
    Process marked = sleeping(mark);
    Process other = sleeping("another");
    try {
      Stragglers.end(mark);

      assertThat(marked.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(other.isAlive()).isTrue();
    } finally {
      marked.destroyForcibly();
      other.destroyForcibly();
    }
  }

  private static Process sleeping(String mark) throws IOException {
    return new ProcessBuilder("/bin/sh", "-c", "while :; do sleep 1; done", mark).start();
  }
}
