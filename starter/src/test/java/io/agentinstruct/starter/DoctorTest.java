package io.agentinstruct.starter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.starter.FakeEndpoint.Answer;
import io.agentinstruct.starter.Terminal.Said;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code doctor} finds, and what it costs to find it. */
class DoctorTest {
  @TempDir Path folder;

  private Said doctor(FakeEndpoint endpoint, String... more) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "doctor",
                "--workspace",
                folder.resolve("w").toString(),
                "--engine",
                "embedded",
                "--base-url",
                endpoint.url()));
    words.addAll(List.of(more));
    if (!words.contains("--model")) {
      words.addAll(List.of("--model", "big-model"));
    }
    return Terminal.say(words);
  }

  private static List<String> lines(Said said, String check) {
    return said.out().lines().filter(line -> line.matches("\\S+ +" + check + " .*")).toList();
  }

  @Test
  void anEndpointInOrderCostsOneCall() {
    try (FakeEndpoint endpoint = FakeEndpoint.answering(200, FakeEndpoint.OK)) {
      Said said = doctor(endpoint);

      assertThat(said.code()).as(said.out()).isEqualTo(ExitCode.DONE);
      assertThat(said.out()).endsWith("no faults, no warnings. This cost 1 call, 52 tokens.\n");
      assertThat(lines(said, "replies")).containsExactly("fine     replies    by JSON schema");
      assertThat(endpoint.asked()).hasSize(1);
      JsonNode asked = endpoint.asked().getFirst();
      assertThat(asked.path("max_tokens").asInt()).isEqualTo(16);
      assertThat(asked.path("response_format").path("type").asText()).isEqualTo("json_schema");
    }
    assertThat(folder.resolve("w")).doesNotExist();
  }

  @Test
  void anEndpointWithoutSchemasIsAskedDownTheLadderAndAllCallsAreCounted() {
    try (FakeEndpoint endpoint =
        FakeEndpoint.answering(request ->
            request.has("response_format")
                ? new Answer(400, FakeEndpoint.error("", "response_format is not supported"))
                : new Answer(200, FakeEndpoint.OK))) {
      Said said = doctor(endpoint);

      assertThat(said.code()).isEqualTo(ExitCode.DONE);
      assertThat(lines(said, "replies"))
          .containsExactly(
              "fine     replies    as JSON asked for in words (it refuses schemas and JSON mode)");
      assertThat(said.out()).endsWith("This cost 3 calls, 52 tokens.\n");
      assertThat(endpoint.asked())
          .extracting(request -> request.path("response_format").path("type").asText())
          .containsExactly("json_schema", "json_object", "");
    }
  }

  @Test
  void aModelThatIsNotThereIsToldWithWhatIs() {
    try (FakeEndpoint endpoint =
        FakeEndpoint.answering(
                404, FakeEndpoint.error("model_not_found", "no such model big-model"))
            .listing("{\"data\":[{\"id\":\"small-model\"},{\"id\":\"big-model-2\"}]}")) {
      Said said = doctor(endpoint);

      assertThat(said.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(said.out())
          .contains("FAULT    model      " + endpoint.host() + " does not know model big-model")
          .contains("\n                      Did you mean 'big-model-2'?\n")
          .contains("\n                      It offers small-model, big-model-2.\n")
          .endsWith("1 fault, no warnings. This cost 1 call.\n");
    }
  }

  @Test
  void everythingIsToldAtOnce() throws Exception {
    Path roles =
        Files.writeString(
            folder.resolve("roles.yaml"),
            """
            teacher: { model: big-model, requests-per-minute: 500, tokens-per-minute: 9000 }
            judge: { model: judge, base-url: "http://127.0.0.1:9/v1", key: "" }
            """);
    try (FakeEndpoint endpoint =
        FakeEndpoint.answering(200, FakeEndpoint.OK)
            .listing("{\"data\":[{\"id\":\"big-model\",\"max_model_len\":2000}]}")
            .with("x-ratelimit-limit-requests", "300")
            .with("x-ratelimit-limit-tokens", "10000")) {
      Said said = doctor(endpoint, "--roles", roles.toString());

      assertThat(said.code()).isEqualTo(ExitCode.PAUSED);
      assertThat(lines(said, "limits"))
          .containsExactly(
              "WARNING  limits     %s names a limit of 300 requests, and the role teacher is set to 500 a minute. Set requests-per-minute to 300 or less."
                  .formatted(endpoint.host()),
              "fine     limits     %s names a limit of 10000 tokens; we keep to 9000 a minute"
                  .formatted(endpoint.host()));
      assertThat(lines(said, "context"))
          .singleElement()
          .asString()
          .startsWith("WARNING  context    big-model bears 2000 tokens");
      assertThat(lines(said, "endpoint"))
          .singleElement()
          .asString()
          .startsWith("FAULT    endpoint   cannot connect to 127.0.0.1:9");
      assertThat(said.out()).contains("1 fault, 2 warnings. ");
    }
  }

  @Test
  void aBusyEndpointIsNoReasonNotToBegin() {
    try (FakeEndpoint endpoint =
        FakeEndpoint.answering(429, FakeEndpoint.error("rate_limit_exceeded", "slow down"))) {
      Said said = doctor(endpoint);

      assertThat(said.code()).isEqualTo(ExitCode.DONE);
      assertThat(lines(said, "model")).singleElement().asString().startsWith("WARNING");
    }
  }

  @Test
  void faultyRolesHideNothingElse() {
    Said said = Terminal.say("doctor", "--engine", "embedded", "--workspace", folder.toString());

    assertThat(said.code()).isEqualTo(ExitCode.CONFIG);
    assertThat(lines(said, "roles"))
        .singleElement()
        .asString()
        .startsWith("FAULT    roles      teacher: no model is named;");
    assertThat(lines(said, "disk")).hasSize(1);
    assertThat(said.out()).endsWith("1 fault, no warnings. This cost no calls.\n");
  }

  @Test
  void aRunBeginsItsLadderWhereTheProbeEnded() {
    try (FakeEndpoint endpoint =
        FakeEndpoint.answering(request ->
            request.path("response_format").path("type").asText().equals("json_schema")
                ? new Answer(400, FakeEndpoint.error("", "json_schema is not supported"))
                : new Answer(200, FakeEndpoint.OK))) {
      Said said = Terminal.run(folder.resolve("w"), endpoint.url(), "--limit", "2");

      assertThat(said.code()).as(said.out() + said.err()).isEqualTo(ExitCode.DONE);
      assertThat(endpoint.asked()).hasSizeGreaterThan(2);
      assertThat(endpoint.asked())
          .filteredOn(request ->
              request.path("response_format").path("type").asText().equals("json_schema"))
          .as("only the probe asks for what is refused")
          .hasSize(1);
    }
  }

  @Test
  void aRunTellsAllFaultsAtOnceAndLeavesNothingBehind() throws Exception {
    Path roles =
        Files.writeString(
            folder.resolve("roles.yaml"),
            """
            teacher: { model: m }
            judge: { model: judge, base-url: "http://127.0.0.1:9/v1", key: "" }
            """);
    try (FakeEndpoint endpoint = FakeEndpoint.answering(200, FakeEndpoint.OK)) {
      Said said =
          Terminal.run(
              folder.resolve("w"),
              endpoint.url(),
              "--roles",
              roles.toString(),
              "--key",
              "NO_SUCH_VARIABLE",
              "--name",
              "r");

      assertThat(said.code()).isEqualTo(ExitCode.CONFIG);
      assertThat(said.err())
          .isEqualTo(
              """
              The environment variable NO_SUCH_VARIABLE is not set, and %s needs a key.
                export NO_SUCH_VARIABLE=... and start again.
              cannot connect to 127.0.0.1:9; check that it runs and that 'base-url' of the role judge is right
                Nothing was started.
              """
                  .formatted(endpoint.url()));
      assertThat(endpoint.asked()).isEmpty();
    }
    assertThat(Terminal.say("runs", "--workspace", folder.resolve("w").toString()).out())
        .doesNotContain("r ");
  }
}
