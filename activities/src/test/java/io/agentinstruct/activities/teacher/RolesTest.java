package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RolesTest extends RolesStage {
  @Test
  void aWholeFileIsRead() {
    assertThat(read(WHOLE).all())
        .containsExactly(
            Map.entry("teacher", TEACHER), Map.entry("judge", named(TEACHER, "judge")));
  }

  @Test
  void withoutAFileDefaultsAndTheCommandLineDo() {
    assertThat(unfiled(Map.of("model", "m"), Map.of()).get("teacher"))
        .isEqualTo(
            new Role(
                "teacher",
                URI.create("https://api.openai.com/v1"),
                "m",
                "OPENAI_API_KEY",
                16,
                0,
                0,
                Duration.ofMinutes(2),
                Optional.empty()));
  }

  @Test
  void fieldsOfARequestStayWithTheirModel() {
    Cast cast =
        read(
            """
            teacher:
              base-url: http://localhost:8000/v1
              model: big
              extra-body: { top_p: 0.9, chat_template_kwargs: { enable_thinking: false } }
            judge: { in-flight: 2 }
            small: { model: small }
            """);

    Map<String, JsonNode> fields = cast.get("teacher").extraBody();
    assertThat(Json.write(new TreeMap<>(fields)))
        .isEqualTo("{\"chat_template_kwargs\":{\"enable_thinking\":false},\"top_p\":0.9}");
    assertThat(cast.get("judge").extraBody()).isEqualTo(fields);
    assertThat(cast.get("small").extraBody()).isEmpty();
  }

  @Test
  void theEnvironmentNamesTheDefaultEndpoint() {
    Map<String, String> env = Map.of("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1");
    Role teacher = unfiled(Map.of("model", "m"), env).get("teacher");
    assertThat(teacher)
        .extracting(Role::endpoint, Role::keyName)
        .containsExactly(URI.create("http://127.0.0.1:8080/v1"), "");
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost:8000/v1, '', ''",
    "http://127.0.0.1:8000/v1, '', ''",
    "http://[::1]:8000/v1, '', ''",
    "http://localhost:8000/v1, sk-x, OPENAI_API_KEY",
    "https://api.example.org/v1, '', OPENAI_API_KEY",
    "http://127.example.org/v1, '', OPENAI_API_KEY"
  })
  void onlyALoopbackNeedsNoKey(String url, String key, String expected) {
    Role teacher =
        unfiled(Map.of("model", "m", "base-url", url), Map.of("OPENAI_API_KEY", key))
            .get("teacher");
    assertThat(teacher.keyName()).isEqualTo(expected);
  }

  @Test
  void theCommandLineComesBeforeTheFileForTheTeacherAndWhoeverIsTheSame() {
    Cast roles =
        read(
            WHOLE + "judge:\n  same-as: teacher\n  in-flight: 4\n",
            Map.of("in-flight", "8", "deadline", "500ms", "tokens-per-minute", "0"),
            Map.of());
    assertThat(roles.get("teacher"))
        .extracting(Role::inFlight, Role::deadline, Role::tokensPerMinute)
        .containsExactly(8, Duration.ofMillis(500), 0L);
    assertThat(roles.get("judge"))
        .extracting(Role::inFlight, Role::deadline, Role::keyName)
        .containsExactly(4, Duration.ofMillis(500), "MY_KEY");
  }

  @Test
  void aRoleWithoutAnEndpointIsTheSameAsTheTeacher() {
    Cast roles = read(WHOLE + "judge:\n  requests-per-minute: 5\nstudent:\n  same-as: judge\n");
    assertThat(roles.all()).containsOnlyKeys("teacher", "judge", "student");
    assertThat(roles.get("student"))
        .extracting(Role::requestsPerMinute, Role::price)
        .containsExactly(5, TEACHER.price());
  }

  @Test
  void anotherModelHasNoKnownPrice() {
    assertThat(read(WHOLE + "judge:\n  model: small\n").get("judge"))
        .extracting(Role::keyName, Role::price)
        .containsExactly("MY_KEY", Optional.empty());
    assertThat(read(WHOLE, Map.of("model", "small"), Map.of()).get("teacher").price()).isEmpty();
    assertThat(read(WHOLE, Map.of("model", "my-model"), Map.of()).get("teacher").price())
        .isPresent();
  }

  @Test
  void anotherHostNeverGetsTheSameKey() {
    assertFault(
        WHOLE + "judge:\n  same-as: teacher\n  base-url: https://api.example.org/v1\n",
        "roles.yaml: judge: 'base-url' leads to another host, whose key must be named too; add 'key: NAME_OF_ITS_VARIABLE', or 'key: \"\"' if it wants none");
    assertThat(
            read(WHOLE
                    + "judge:\n  same-as: teacher\n  base-url: https://api.example.org/v1\n  key: OTHER_KEY\n")
                .get("judge")
                .keyName())
        .isEqualTo("OTHER_KEY");
    assertThat(
            read(WHOLE + "judge:\n  same-as: teacher\n  base-url: http://localhost:9000/v1\n")
                .get("judge")
                .keyName())
        .isEmpty();
    assertThat(
            read(WHOLE + "judge:\n  same-as: teacher\n  base-url: http://localhost:8000/v2\n")
                .get("judge")
                .keyName())
        .isEqualTo("MY_KEY");
  }

  @Test
  void aJudgeElsewhereIsNotSentTheDefaultKey() {
    String judge =
        "teacher:\n  model: a\njudge:\n  model: b\n  base-url: https://api.example.org/v1\n";
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(judge, Map.of(), Map.of("OPENAI_API_KEY", "x")))
        .withMessageStartingWith("roles.yaml: judge: 'base-url' leads to another host");
  }

  @Test
  void anEmptyKeyMeansNone() {
    assertThat(
            read("teacher:\n  model: m\n  base-url: http://gpu:8000/v1\n  key:\n")
                .get("teacher")
                .keyName())
        .isEmpty();
    assertThat(
            read("teacher:\n  model: m\n  base-url: http://gpu:8000/v1\n  key: ''\n")
                .get("teacher")
                .keyName())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"100ms, PT0.1S", "30s, PT30S", "2m, PT2M", "1h, PT1H"})
  void deadlinesBearTheirUnit(String text, Duration expected) {
    assertThat(unfiled(Map.of("model", "m", "deadline", text), Map.of()).get("teacher").deadline())
        .isEqualTo(expected);
  }

  @Test
  void aBatchFactorGoesWithThePrice() {
    assertThat(
            read("teacher:\n  model: m\n  price: { input: 1, output: 2, batch-factor: 0.5 }\n")
                .get("teacher")
                .price())
        .contains(new Role.Price(1, 1, 2, 0.5));
  }

  @Test
  void aRoleCanHaveStandbys() {
    Cast cast =
        read(
            """
            teacher: [big, spare]
            big:
              base-url: https://a.example/v1
              model: big
              key: A_KEY
              input-tokens-per-minute: 1000
              idle: 5s
            spare:
              base-url: https://b.example/v1
              model: spare
              key: B_KEY
            tutor:
              model: other
            """);

    Role teacher = cast.get("teacher");
    assertThat(teacher.model()).isEqualTo("big");
    assertThat(teacher.idle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(teacher.inputTokensPerMinute()).isEqualTo(1000);
    assertThat(teacher.standbys()).containsExactly(named(cast.get("spare"), "teacher"));
    assertThat(cast.get("judge").standbys())
        .as("the judge is the teacher, but for its name")
        .containsExactly(named(cast.get("spare"), "judge"));
    assertThat(cast.get("tutor").standbys()).as("another model has none").isEmpty();
    assertThat(cast.get("big").standbys()).isEmpty();
  }

  @Test
  void aListNamesSectionsThatAreThere() {
    assertFault(
        """
        teacher: [big, sparr]
        big:
          base-url: https://a.example/v1
          model: big
          key: A_KEY
        spare:
          base-url: https://b.example/v1
          model: spare
          key: B_KEY
        """,
        "roles.yaml: teacher: lists 'sparr', which is no section with settings of its own; did you mean 'spare'?");
    assertFault(
        """
        teacher: [teacher]
        """,
        "roles.yaml: teacher: lists itself, or a section twice; list other sections, each once");
  }
}
