package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.check.CodeRunner.Ran;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** What an agent reads of a program that ended in this way or that. */
class CodeInterpreterTest {
  private static Result told(CodeRunner runner) throws InterruptedException {
    ToolSpec spec = new ToolSpec("code", "Code.", JsonNodeFactory.instance.objectNode());
    return new CodeInterpreter(spec, runner)
        .use(
            JsonNodeFactory.instance.objectNode().put("code", "print(1)"),
            new Tool.Caller("run", "seed"));
  }

  private static Result told(int exit, String output, String errors, String stopped)
      throws InterruptedException {
    Optional<String> why = Optional.of(stopped).filter(it -> !it.isEmpty());
    return told((language, code) -> Optional.of(new Ran(exit, output, errors, why)));
  }

  @Test
  void readsTheOutputAlone() throws InterruptedException {
    assertThat(told(0, "42\n", "", "")).isEqualTo(Result.of("42"));
    assertThat(told(0, "", "", "")).isEqualTo(Result.of("[the program printed nothing]"));
  }

  @Test
  void readsWhatWentWrong() throws InterruptedException {
    assertThat(told(1, "so far\n", "ValueError: no\n", ""))
        .isEqualTo(Result.failed("so far\n[errors]\nValueError: no\n[exit code 1]"));
    assertThat(told(139, "", "", "")).isEqualTo(Result.failed("[ended by signal 11]"));
    assertThat(told(137, "so far", "", "ended by force after 10 seconds"))
        .isEqualTo(Result.failed("so far\n[ended by force after 10 seconds]"));
  }

  @Test
  void readsTheBeginningOfLongOutputAndTheEndOfLongErrors() throws InterruptedException {
    String said = told(0, "😀".repeat(5_000), "x".repeat(2_000) + "THE END", "").text();

    assertThat(said)
        .startsWith("😀".repeat(4_000) + "\n[the rest of the output is left out]\n[errors]\n…x")
        .endsWith("xTHE END");
    assertThat(said.codePointCount(0, said.length())).isLessThan(5_600);
  }

  @Test
  void isOffWithoutASandbox() throws InterruptedException {
    assertThat(told(CodeRunner.NONE)).isEqualTo(Result.failed("Python programs can't be run here"));
  }

  @Test
  void anInterruptionIsOne() {
    assertThatThrownBy(() ->
            told((language, code) -> {
              throw new CancellationException("interrupted while code ran");
            }))
        .isInstanceOf(InterruptedException.class);
  }
}
