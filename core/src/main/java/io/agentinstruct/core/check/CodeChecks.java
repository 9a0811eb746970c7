package io.agentinstruct.core.check;

import io.agentinstruct.core.Digest;
import io.agentinstruct.core.check.CodeBlocks.Block;
import io.agentinstruct.core.check.CodeRunner.Ran;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What running it can tell of the code in an answer. Python; other languages are not checked. */
public final class CodeChecks {
  private static final int DETAIL = 300;
  private static final String COMPILE = harness("compile.py");
  private static final String TESTS = harness("run_tests.py");

  private CodeChecks() {}

  /** What became of a check. */
  public sealed interface Checked {}

  public record Passed() implements Checked {}

  /**
   * @param detail for people, at most some hundred characters
   */
  public record Failed(String detail) implements Checked {}

  /**
   * @param reason for people
   */
  public record NotChecked(String reason) implements Checked {}

  /** {@code code-runs}: every fenced Python block of the answer compiles. Nothing of it is run. */
  public static Checked codeRuns(String answer, CodeRunner runner) {
    List<Block> blocks = CodeBlocks.in(answer).stream().filter(Block::isPython).toList();
    if (blocks.isEmpty()) {
      return new NotChecked("the answer has no fenced Python block");
    }
    String texts =
        blocks.stream().map(block -> quoted(block.code())).collect(Collectors.joining(", "));
    return ending(COMPILE + "\ncheck([" + texts + "])\n", "", runner);
  }

  /**
   * {@code code-passes-tests}: the answer's Python, all blocks one after the other, and then the
   * instruction's tests run to their end. Tests are statements with {@code assert}, functions
   * {@code test_...} without parameters, or classes of {@code unittest}. An answer that ends the
   * program before its tests ran fails.
   *
   * @param tests plain Python, or fenced
   */
  public static Checked codePassesTests(String answer, String tests, CodeRunner runner) {
    List<Block> fenced = CodeBlocks.in(tests);
    if (tests.isBlank()) {
      return new NotChecked("the instruction has no tests");
    }
    if (!fenced.isEmpty() && fenced.stream().noneMatch(b -> b.isPython() || b.isUnnamed())) {
      return new NotChecked("the instruction's tests are not in Python");
    }
    List<Block> blocks = CodeBlocks.in(answer);
    if (blocks.isEmpty()) {
      return new Failed("the answer has no fenced code");
    }
    String code = python(blocks);
    if (code.isEmpty()) {
      return new NotChecked("the answer's code is not in Python");
    }
    String plainTests = fenced.isEmpty() ? tests : python(fenced);
    String proof = "tests ran " + Digest.of(code + '\0' + plainTests);
    String program =
        TESTS + "\ncheck(%s, %s, %s)\n".formatted(quoted(code), quoted(plainTests), quoted(proof));
    return ending(program, proof, runner);
  }

  /** The blocks that say Python; where none does, those that say nothing. */
  private static String python(List<Block> blocks) {
    boolean named = blocks.stream().anyMatch(Block::isPython);
    return blocks.stream()
        .filter(named ? Block::isPython : Block::isUnnamed)
        .map(Block::code)
        .collect(Collectors.joining("\n"));
  }

  /**
   * @param proof what a program that came to its end wrote last
   */
  private static Checked ending(String program, String proof, CodeRunner runner) {
    Optional<Ran> ran = runner.run("python", program);
    if (ran.isEmpty()) {
      return new NotChecked("Python can't be run here; see docs/how-to/use-tools.md");
    }
    Ran it = ran.get();
    if (it.stopped().isPresent()) {
      return new Failed(it.stopped().get());
    }
    String errors = it.errors().strip();
    if (it.exit() != 0) {
      return new Failed(end(errors, "exit code " + it.exit()));
    }
    return errors.endsWith(proof)
        ? new Passed()
        : new Failed("the answer's code ends the program before its tests ran");
  }

  /** A traceback tells the trouble in its last line. */
  private static String end(String errors, String otherwise) {
    String last = errors.lines().filter(line -> !line.isBlank()).reduce("", (a, b) -> b).strip();
    return last.isEmpty() ? otherwise : last.substring(0, Math.min(DETAIL, last.length()));
  }

  /** A Python expression that is the text, whatever stands in it. */
  private static String quoted(String text) {
    return "text(\"%s\")"
        .formatted(Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static String harness(String name) {
    try (InputStream in = CodeChecks.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the build has lost " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
