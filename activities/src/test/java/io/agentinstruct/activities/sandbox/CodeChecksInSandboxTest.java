package io.agentinstruct.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.check.CodeChecks;
import io.agentinstruct.core.check.CodeChecks.Checked;
import io.agentinstruct.core.check.CodeChecks.Failed;
import io.agentinstruct.core.check.CodeChecks.Passed;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real answers against real tests. */
@Timeout(120)
class CodeChecksInSandboxTest {
  private static final String ADD = "def add(a, b):\n    return a + b\n";
  private static final String WRONG = "def add(a, b):\n    return a - b\n";

  private static PythonSandbox sandbox;

  @BeforeAll
  static void findsTheSandbox() {
    sandbox = Sandboxes.here(Limits.USUAL.withWall(Duration.ofSeconds(60)));
  }

  private static Checked tested(String code, String tests) {
    return CodeChecks.codePassesTests(
        "Here it is:\n\n```python\n" + code + "```\n\nIt adds.", tests, sandbox);
  }

  private static String failure(Checked checked) {
    assertThat(checked).isInstanceOf(Failed.class);
    return ((Failed) checked).detail();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "assert add(2, 3) == 5",
        "def test_add():\n    assert add(2, 3) == 5\n",
        "from answer import add\nassert add(2, 3) == 5",
        "def test_add():\n    assert add(2, 3) == 5\ntest_add()",
        "```python\nassert add(2, 3) == 5\n```",
        "import unittest\nclass T(unittest.TestCase):\n    def test_add(self):\n"
            + "        self.assertEqual(add(2, 3), 5)\nif __name__ == '__main__':\n    unittest.main()",
      })
  void theRightAnswerPassesAndTheWrongOneFails(String tests) {
    assertThat(tested(ADD, tests)).isEqualTo(new Passed());
    assertThat(failure(tested(WRONG, tests))).contains("AssertionError");
  }

  @Test
  void anAnswerMayShowItselfAtWork() {
    assertThat(
            tested(
                ADD + "print(add(1, 2))\nif __name__ == '__main__':\n    print(input())\n",
                "assert add(2, 3) == 5"))
        .isEqualTo(new Passed());
    assertThat(
            CodeChecks.codePassesTests(
                "```py\nfrom dataclasses import dataclass\n```\nthen\n```py\n@dataclass\nclass P:\n"
                    + "    x: int\n```\nOutput:\n```\nP(1)\n```",
                "assert P(1).x == 1",
                sandbox))
        .as("blocks in a row, and what is no code between them")
        .isEqualTo(new Passed());
  }

  @Test
  void anAnswerCantTalkItsWayOut() {
    assertThat(failure(tested("import os\nos._exit(0)\n", "assert add(2, 3) == 5")))
        .isEqualTo("the answer's code ends the program before its tests ran");
    assertThat(failure(tested("raise SystemExit(0)\n", "assert add(2, 3) == 5")))
        .isEqualTo("the answer's code ends the program before its tests ran");
    assertThat(failure(tested("add = 1 +\n", "assert add(2, 3) == 5"))).contains("SyntaxError");
  }

  @Test
  void testsThatTestNothingProveNothing() {
    assertThat(failure(tested(ADD, "print(add(2, 3))")))
        .isEqualTo("the instruction's tests assert nothing");
    assertThat(failure(tested(ADD, "assert add(2, 3) = 5")))
        .startsWith("the instruction's tests do not compile");
  }

  @Test
  void blocksCompileOrTellWhereNot() {
    assertThat(CodeChecks.codeRuns("```python\n" + ADD + "```", sandbox)).isEqualTo(new Passed());
    assertThat(CodeChecks.codeRuns("```python\nraise SystemExit('😀 ' + \"\\\"\")\n```", sandbox))
        .as("nothing is run")
        .isEqualTo(new Passed());
    assertThat(
            failure(
                CodeChecks.codeRuns(
                    "```python\n" + ADD + "```\n```python\nx = 1\nprint 'two'\n```", sandbox)))
        .startsWith("block 2, line 2: Missing parentheses");
    assertThat(failure(CodeChecks.codeRuns("```python\n" + "(".repeat(5_000) + "\n```", sandbox)))
        .contains("block 1");
  }
}
