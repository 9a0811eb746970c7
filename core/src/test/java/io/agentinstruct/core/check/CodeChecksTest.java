package io.agentinstruct.core.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.check.CodeBlocks.Block;
import io.agentinstruct.core.check.CodeChecks.Failed;
import io.agentinstruct.core.check.CodeChecks.NotChecked;
import io.agentinstruct.core.check.CodeChecks.Passed;
import io.agentinstruct.core.check.CodeRunner.Ran;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Which code of an answer is looked at, and how a program's end is read. */
class CodeChecksTest {
  private static final String PYTHON = "```python\nx = 1\n```";

  private static CodeRunner ending(int exit, String errors, String stopped) {
    Optional<String> why = Optional.of(stopped).filter(it -> !it.isEmpty());
    return (language, code) -> {
      assertThat(language).isEqualTo("python");
      return Optional.of(new Ran(exit, "", errors, why));
    };
  }

  private static final CodeRunner NEVER =
      (language, code) -> {
        throw new AssertionError("nothing is to be run");
      };

  @Test
  void findsFencedCode() {
    assertThat(
            CodeBlocks.in(
                """
                Text with ``` in it.
                ```python
                a = 1
                ~~~
                ```
                ~~~~ {.py title="x"}
                ```
                ~~~~
                   ```Python3 title=b
                b
                ```
                ```
                out
                ```
                ```js
                never closed\
                """))
        .containsExactly(
            new Block("python", "a = 1\n~~~\n"),
            new Block("", "```\n"),
            new Block("python3", "b\n"),
            new Block("", "out\n"),
            new Block("js", "never closed\n"));
  }

  @Test
  void compilesPythonOnly() {
    assertThat(CodeChecks.codeRuns(PYTHON, ending(0, "", ""))).isEqualTo(new Passed());
    for (String answer :
        List.of("no code", "```js\nx\n```", "```\nout\n```", "```python\n>>> x\n1\n```")) {
      assertThat(CodeChecks.codeRuns(answer, NEVER))
          .isEqualTo(new NotChecked("the answer has no fenced Python block"));
    }
  }

  @Test
  void readsHowItEnded() {
    assertThat(CodeChecks.codeRuns(PYTHON, ending(1, "some\nblock 1, line 2: bad\n\n", "")))
        .isEqualTo(new Failed("block 1, line 2: bad"));
    assertThat(CodeChecks.codeRuns(PYTHON, ending(139, "", "")))
        .isEqualTo(new Failed("exit code 139"));
    assertThat(CodeChecks.codeRuns(PYTHON, ending(0, "", "ended by force after 10 seconds")))
        .isEqualTo(new Failed("ended by force after 10 seconds"));
    assertThat(CodeChecks.codeRuns(PYTHON, CodeRunner.NONE))
        .isEqualTo(new NotChecked("Python can't be run here; see docs/how-to/use-tools.md"));
  }

  @Test
  void whatCantBeTestedIsNotChecked() {
    assertThat(CodeChecks.codePassesTests(PYTHON, " \n", NEVER))
        .isEqualTo(new NotChecked("the instruction has no tests"));
    assertThat(CodeChecks.codePassesTests(PYTHON, "```js\nassert(1)\n```", NEVER))
        .isEqualTo(new NotChecked("the instruction's tests are not in Python"));
    assertThat(CodeChecks.codePassesTests("```rust\nfn f() {}\n```", "assert 1", NEVER))
        .isEqualTo(new NotChecked("the answer's code is not in Python"));
    assertThat(CodeChecks.codePassesTests("I'd rather not.", "assert 1", NEVER))
        .isEqualTo(new Failed("the answer has no fenced code"));
  }

  @Test
  void passesOnlyWithTheProofThatTheTestsRan() {
    assertThat(CodeChecks.codePassesTests(PYTHON, "assert x == 1", ending(0, "", "")))
        .isEqualTo(new Failed("the answer's code ends the program before its tests ran"));
    assertThat(
            CodeChecks.codePassesTests(
                "```\nx = 1\n```", "assert x == 1", ending(1, "AssertionError\n", "")))
        .isEqualTo(new Failed("AssertionError"));
  }
}
