package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.arithmetic.Arithmetic;
import io.agentinstruct.core.arithmetic.Arithmetic.Fault;
import io.agentinstruct.core.arithmetic.Arithmetic.Value;
import io.agentinstruct.core.stage.ToolSpec;

/** Exact sums for an agent: {@code expression} in, a number out. */
public final class Calculator implements Tool {
  public static final String NAME = "calculator";

  private final ToolSpec spec;

  /**
   * @param spec what agents are told of it, with an argument {@code expression}
   */
  public Calculator(ToolSpec spec) {
    this.spec = spec;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) {
    return switch (Arithmetic.of(arguments.path("expression").asText())) {
      case Value value when value.exact() -> Result.of(value.text());
      case Value value ->
          Result.of(
              "%s (rounded to %d significant digits)".formatted(value.text(), Arithmetic.ROUNDED));
      case Fault(String message) -> Result.failed(message);
    };
  }
}
