package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.core.stage.ToolSpec;
import org.junit.jupiter.api.Test;

class CalculatorTest {
  private final ToolSpec spec =
      new ToolSpec("calculator", "Sums.", JsonNodeFactory.instance.objectNode());

  private Result use(String expression) {
    return new Calculator(spec)
        .use(
            JsonNodeFactory.instance.objectNode().put("expression", expression),
            new Tool.Caller("run", "seed"));
  }

  @Test
  void answersWithTheNumberAlone() {
    assertThat(use("1,200 * (1 + 5%) ^ 3")).isEqualTo(Result.of("1389.15"));
    assertThat(use("１２０÷８")).isEqualTo(Result.of("15"));
  }

  @Test
  void saysWhenItRounded() {
    assertThat(use("2 / 3"))
        .isEqualTo(
            Result.of("0.6666666666666666666666666666666667 (rounded to 34 significant digits)"));
  }

  @Test
  void aFaultHelpsTheAgent() {
    assertThat(use("12 apples * 3"))
        .isEqualTo(
            Result.failed(
                "'apples * 3' at character 4: write an operator between two values, such as 2 * (3"
                    + " + 4)"));
    assertThat(use("")).matches(Result::failed);
  }

  @Test
  void isToldOfAsItsFileSays() {
    assertThat(new Calculator(spec).spec()).isSameAs(spec);
  }
}
