package io.agentinstruct.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** The experiments in small; the long form is {@code proof/run all}. */
class ShortFormTest {
  private static final House HOUSE = SmallRun.house();

  @AfterAll
  static void cleared() throws IOException {
    House.delete(HOUSE.scratch());
  }

  private static List<String> broken(Experiment experiment, String... options)
      throws IOException, InterruptedException {
    Report report = new Report(System.out);
    experiment.on(HOUSE, Options.of(options, 0), report);
    assertThat(report.held()).isPositive();
    return report.broken();
  }

  @Test
  void eachCrashPointAndTwoKillsAtRandom() throws IOException, InterruptedException {
    assertThat(
            broken(
                new Kills(), "--seeds", "16", "--kills", "12", "--points", "1", "--in-flight", "8"))
        .isEmpty();
  }

  @Test
  void aStorm() throws IOException, InterruptedException {
    assertThat(broken(new Storm(0.3, 0), "--seeds", "24")).isEmpty();
  }

  @Test
  void aKeyThatIsRevoked() throws IOException, InterruptedException {
    assertThat(broken(new BadKey(), "--seeds", "24")).isEmpty();
  }

  @Test
  void repliesThatAreNoJson() throws IOException, InterruptedException {
    assertThat(broken(new Malformed(), "--seeds", "24", "--share", "0.1")).isEmpty();
  }

  @Test
  void capsOnMoney() throws IOException, InterruptedException {
    assertThat(broken(new Budget(), "--runs", "2")).isEmpty();
  }

  @Test
  void waitsInEverySpelling() throws IOException, InterruptedException {
    assertThat(broken(new RetryAfter(), "--wanted", "12")).isEmpty();
  }
}
