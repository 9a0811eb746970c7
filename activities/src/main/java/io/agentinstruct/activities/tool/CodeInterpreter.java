package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.check.CodeRunner.Ran;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Runs an agent's Python program: {@code code} in; what it printed, and how it ended, out. */
public final class CodeInterpreter implements Tool {
  public static final String NAME = "code";

  private static final int OUTPUT = 4_000;
  private static final int ERRORS = 1_500;
  private static final int SIGNAL = 128;

  private final ToolSpec spec;
  private final CodeRunner runner;

  /**
   * @param spec what agents are told of it, with an argument {@code code}
   * @param runner a sandbox; where there is none, this tool must not be offered
   */
  public CodeInterpreter(ToolSpec spec, CodeRunner runner) {
    this.spec = spec;
    this.runner = runner;
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) throws InterruptedException {
    Optional<Ran> ran;
    try {
      ran = runner.run("python", arguments.path("code").asText());
    } catch (CancellationException e) {
      Thread.interrupted();
      InterruptedException interrupted = new InterruptedException(e.getMessage());
      interrupted.initCause(e);
      throw interrupted;
    }
    return ran.map(it -> new Result(told(it), !it.well()))
        .orElseGet(() -> Result.failed("Python programs can't be run here"));
  }

  private static String told(Ran ran) {
    StringBuilder told = new StringBuilder(beginning(ran.output().stripTrailing()));
    String errors = end(ran.errors().strip());
    if (!errors.isEmpty()) {
      told.append(told.isEmpty() ? "" : "\n").append("[errors]\n").append(errors);
    }
    String ending = ran.stopped().orElseGet(() -> ending(ran.exit()));
    if (told.isEmpty() && ending.isEmpty()) {
      return "[the program printed nothing]";
    }
    if (!ending.isEmpty()) {
      told.append(told.isEmpty() ? "" : "\n").append('[').append(ending).append(']');
    }
    return told.toString();
  }

  private static String ending(int exit) {
    if (exit == 0) {
      return "";
    }
    return exit > SIGNAL ? "ended by signal " + (exit - SIGNAL) : "exit code " + exit;
  }

  private static String beginning(String text) {
    int cut = text.offsetByCodePoints(0, Math.min(OUTPUT, text.codePointCount(0, text.length())));
    return cut == text.length()
        ? text
        : text.substring(0, cut) + "\n[the rest of the output is left out]";
  }

  private static String end(String text) {
    int over = text.codePointCount(0, text.length()) - ERRORS;
    return over <= 0 ? text : "…" + text.substring(text.offsetByCodePoints(0, over));
  }
}
