package io.agentinstruct.core.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What must hold between the files of a flow. */
class FlowCheckerTest {
  private final TinyFlow tiny;

  FlowCheckerTest(@TempDir Path root) {
    this.tiny = TinyFlow.in(root);
  }

  private static String prompt(String settings) {
    return "---\n" + settings + "---\n# user\nSay something.\n";
  }

  @Test
  void theLeastFlowIsInOrder() {
    assertThat(tiny.problems()).isEmpty();
  }

  @Test
  void aFlowNeedsSomebodyInEveryRoom() {
    tiny.without("transform/plain.md")
        .without("instruct/question.md")
        .without("respond/answer.md")
        .without("render/plain.md");

    assertThat(tiny.problems())
        .containsExactly(
            "flow.yaml: names the agent 'answer', but there is no respond/answer.md; add it",
            "instruct/: has no agent; add one, such as instruct/question.md",
            "render/: has no layout; add render/plain.md, which lays out the student's prompt",
            "transform/: has no agent; "
                + "add one; a file with 'identity: true' hands the seed on as it is");
  }

  @Test
  void tagsMeet() {
    tiny.file("transform/debate.md", prompt("about: A.\nmakes: debate\n"))
        .file(
            "instruct/question.md",
            prompt("about: A.\nformat: list\nsuits: [article, artcle, poem]\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "instruct/question.md:4: suits 'artcle', which no transform agent makes; did you mean 'article'?",
            "instruct/question.md:4: suits 'poem', which no transform agent makes; known are article, debate",
            "transform/debate.md:3: makes 'debate', which no instruct agent suits; "
                + "add the tag to some agent's 'suits', or remove this agent");
  }

  @Test
  void anAgentThatSuitsAllSuitsEveryTag() {
    tiny.file("transform/debate.md", prompt("about: A.\nmakes: debate\n"))
        .file("instruct/question.md", prompt("about: A.\nformat: list\nsuits: all\n"));

    assertThat(tiny.problems()).isEmpty();
  }

  @Test
  void tagsAreNotComparedWhileSomeAreUnknown() {
    tiny.file("transform/plain.md", prompt("about: A.\n"));

    assertThat(tiny.problems())
        .containsExactly("transform/plain.md:1: has no 'makes:'; add it to the front matter");
  }

  @Test
  void pairsArePairs() {
    tiny.file("refine/harder.suggest.md", prompt("about: A.\n"))
        .file("refine/other.edit.md", prompt("about: A.\nedits: task\n"))
        .file("refine/alone.md", prompt("about: A.\n"));

    assertThat(tiny.problems())
        .containsExactly(
            "refine/alone.md: is neither suggester nor editor; name it alone.suggest.md or alone.edit.md",
            "refine/harder.suggest.md: is half a pair; add refine/harder.edit.md",
            "refine/other.edit.md: is half a pair; add refine/other.suggest.md");
  }

  @Test
  void roundsNeedAPair() {
    tiny.file("flow.yaml", "title: T\nabout: Two rounds.\nrefine:\n  pick: 1\n  rounds: 2\n");

    assertThat(tiny.problems())
        .containsExactly(
            "flow.yaml:5: asks for 2 rounds of refinement, but refine/ is empty; "
                + "add a pair, or set rounds: 0");
  }

  @Test
  void whoIsNamedIsThere() {
    tiny.file("judge/grounded.md", prompt("about: A.\n"))
        .file(
            "flow.yaml",
            """
            title: T
            about: Who will reply, and is it grounded, strict or neither?
            respond: { agent: reply }
            judge:
              agents:
                - grounded
                - ground
                - strict
            """);

    assertThat(tiny.problems())
        .containsExactly(
            "flow.yaml:3: names the agent 'reply', but there is no respond/reply.md; known are answer",
            "flow.yaml:7: names the agent 'ground', but there is no judge/ground.md; did you mean 'grounded'?",
            "flow.yaml:8: names the agent 'strict', but there is no judge/strict.md; known are grounded");
  }

  @Test
  void aFileWithAFaultIsThereNonetheless() {
    tiny.file("respond/answer.md", "---\nabout: A.\n---\nNo section.\n");

    assertThat(tiny.problems())
        .containsExactly(
            "respond/answer.md: has no '# user' section; "
                + "write what changes from call to call below a line '# user'");
  }
}
