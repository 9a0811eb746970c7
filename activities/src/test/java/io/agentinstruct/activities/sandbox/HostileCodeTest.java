package io.agentinstruct.activities.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.CodeInterpreter;
import io.agentinstruct.activities.tool.Tool;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each script of {@code hostile/} tries something that it must not do, and prints ESCAPED if it
 * could. Its head says what the agent should read ({@code expect}), and how long it may take.
 */
@Timeout(120)
class HostileCodeTest {
  private static final Pattern EXPECT = Pattern.compile("^# expect: (.*)$", Pattern.MULTILINE);
  private static final Pattern WALL = Pattern.compile("^# wall: (\\d+)$", Pattern.MULTILINE);
  private static final Duration PATIENT = Duration.ofSeconds(60);

  private static PythonSandbox sandbox;

  @TempDir private Path folder;
  private Canaries canaries;

  @BeforeAll
  static void findsTheSandbox() {
    sandbox = Sandboxes.here(Limits.USUAL.withWall(PATIENT));
  }

  @BeforeEach
  void putsUpCanaries() throws IOException {
    canaries = new Canaries(folder);
  }

  @AfterEach
  void takesThemDown() throws IOException {
    canaries.close();
  }

  static List<String> scripts() throws IOException, URISyntaxException {
    try (Stream<Path> files = Files.list(hostile())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static Path hostile() throws URISyntaxException {
    return Path.of(HostileCodeTest.class.getResource("hostile").toURI());
  }

  @Test
  void thereAreManyOfThem() throws Exception {
    assertThat(scripts()).hasSizeGreaterThanOrEqualTo(60);
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void doesNothingOutside(String name) throws Exception {
    String script = Files.readString(hostile().resolve(name));

    String said = interpreter(script).use(code(canaries.aim(script)), CALLER).text();

    assertThat(said).doesNotContain("ESCAPED").hasSizeLessThan(6_000);
    assertThat(said).containsPattern(Pattern.compile(head(EXPECT, script), Pattern.DOTALL));
    canaries.assertUntouched();
    Canaries.assertNobodyLeft();
  }

  /** The same calls without the walls: what the canaries are made of would sing. */
  @Test
  void theCanariesSing() throws Exception {
    String script = Files.readString(hostile().resolve("tcp-localhost.py"));

    Process free = new ProcessBuilder("python3", "-c", canaries.aim(script)).start();

    assertThat(free.inputReader().readAllAsString()).contains("ESCAPED");
    assertThat(catchThrowable(canaries::assertUntouched)).hasMessage("somebody called");
  }

  private static final Tool.Caller CALLER = new Tool.Caller("run", "seed");

  private static Tool interpreter(String script) {
    Matcher wall = WALL.matcher(script);
    PythonSandbox within =
        wall.find()
            ? sandbox.with(Limits.USUAL.withWall(Duration.ofSeconds(Long.parseLong(wall.group(1)))))
            : sandbox;
    return new CodeInterpreter(
        new ToolSpec("code", "", JsonNodeFactory.instance.objectNode()), within);
  }

  private static ObjectNode code(String code) {
    return JsonNodeFactory.instance.objectNode().put("code", code);
  }

  private static String head(Pattern pattern, String script) {
    Matcher matcher = pattern.matcher(script);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
