package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a journey takes, counted by hand and by the code. */
class EffortTest {
  private final TinyFlow tiny;

  EffortTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private static String prompt(String settings) {
    return "---\nabout: A.\n" + settings + "---\n# user\nSay something.\n";
  }

  @Test
  void theLeastFlowTakesThreeCallsOneAfterTheOther() {
    assertThat(Effort.of(tiny.flow())).isEqualTo(new Effort(3, 3));
  }

  /**
   * One transformation, 3 askers of 2 items: 6 threads; 2 rounds of 2 calls each; 18 answers,
   * judged once.
   */
  @Test
  void everyRoundAsksTwiceForEveryThreadAndKeptParentsAreAnsweredToo() {
    refined("keep");

    assertThat(Effort.of(tiny.flow())).isEqualTo(new Effort(1 + 3 + 2 * 12 + 18 * 2, 8));
  }

  @Test
  void replacedParentsAreNotAnswered() {
    refined("replace");

    assertThat(Effort.of(tiny.flow())).isEqualTo(new Effort(1 + 3 + 2 * 12 + 6 * 2, 8));
  }

  private void refined(String parents) {
    tiny.file(
            "flow.yaml",
            "title: T\nabout: T.\ninstruct: { pick: 3, items: 2 }\njudge: { agents: [strict] }\n"
                + "refine: { rounds: 2, pick: 5, parents: "
                + parents
                + " }\n")
        .file("refine/harder.suggest.md", prompt(""))
        .file("refine/harder.edit.md", prompt("edits: task\n"))
        .file("judge/strict.md", prompt(""));
    for (char name = 'a'; name < 'f'; name++) {
      tiny.file("instruct/" + name + ".md", prompt("suits: all\nformat: list\n"));
    }
  }

  @Test
  void theWindowAsksForMoreThanTheCallsInFlight() {
    Effort effort = new Effort(80, 8);

    assertThat(effort.parallel()).isEqualTo(10);
    assertThat(effort.window(100)).isEqualTo(18);
    assertThat(effort.window(1)).isEqualTo(2);
    assertThat(new Effort(1, 3).window(4)).isEqualTo(7);
  }
}
