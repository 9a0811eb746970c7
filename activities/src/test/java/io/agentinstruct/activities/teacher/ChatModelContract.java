package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.teacher.ChatModel.Reply;
import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.activities.teacher.ChatModel.Usage;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every model behind an OpenAI-compatible endpoint must make of what the endpoint says. */
abstract class ChatModelContract extends ChatModelStage {
  @Test
  void aReplyIsReadWithItsUsage() throws Exception {
    assertThat(reply(HELLO))
        .isEqualTo(new Reply("Hello", "stop", null, "m-1-2026", new Usage(12, 8, 3, false)));
  }

  @Test
  void theKeyAndTheMessagesGoOverTheWireInOrder() throws Exception {
    Reply _ = reply(HELLO);

    RecordedRequest sent = server.takeRequest();
    assertThat(sent.getRequestLine()).isEqualTo("POST /v1/chat/completions HTTP/1.1");
    assertThat(sent.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
    JsonNode body = body(sent);
    assertThat(body.path("messages").toString())
        .isEqualTo(
            "[{\"content\":\"You teach.\",\"role\":\"system\"},{\"content\":\"Tell the secret of the old mill by the river.\",\"role\":\"user\"}]");
    assertThat(body.path("model").asText()).isEqualTo("m-1");
    assertThat(body.path("max_tokens").asInt()).isEqualTo(100);
    assertThat(body.path("temperature").asDouble()).isEqualTo(0.7);
    assertThat(body.has("response_format")).isFalse();
  }

  @Test
  void anEndpointThatWantsNoKeyIsSentNone() throws Exception {
    server.enqueue(json(200, HELLO).build());
    try (ChatModel model = model(role(), "")) {
      Reply _ = model.ask(request(new Shape.Text()));
    }

    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void aReplyWithoutChoicesIsEmptyAndNotATrouble() throws Exception {
    assertThat(reply(completion("[]", "")))
        .extracting(Reply::text, Reply::finish, Reply::refusal)
        .containsExactly("", "", null);
    assertThat(reply(completion("null", "")).text()).isEmpty();
  }

  @Test
  void aReplyWithoutContentIsEmpty() throws Exception {
    String choices = "[{\"message\":{\"content\":null},\"finish_reason\":null}]";
    assertThat(reply(completion(choices, "")))
        .extracting(Reply::text, Reply::finish)
        .containsExactly("", "");
  }

  @Test
  void contentInPartsIsJoined() throws Exception {
    String choices =
        "[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"},{\"type\":\"text\",\"text\":\"b\"}]}}]";
    assertThat(reply(completion(choices, "")).text()).isEqualTo("ab");
  }

  @Test
  void aRefusalIsKept() throws Exception {
    String choices =
        "[{\"message\":{\"content\":null,\"refusal\":\"I can't.\"},\"finish_reason\":\"stop\"}]";
    assertThat(reply(completion(choices, "")).refusal()).isEqualTo("I can't.");
  }

  @Test
  void anUnknownFinishIsKeptAsItIs() throws Exception {
    String choices =
        "[{\"message\":{\"content\":\"x\"},\"finish_reason\":\"moon_phase\",\"new\":[1]}]";
    assertThat(reply(completion(choices, "")).finish()).isEqualTo("moon_phase");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "{}",
        "[]",
        "\"many\"",
        "{\"prompt_tokens\":-1,\"completion_tokens\":5}",
        "{\"prompt_tokens\":10,\"completion_tokens\":10000001}",
        "{\"prompt_tokens\":1e300,\"completion_tokens\":1}",
        "{\"prompt_tokens\":99999999999999999999999,\"completion_tokens\":1}",
        "{\"prompt_tokens\":\"12\",\"completion_tokens\":1}",
        "{\"prompt_tokens\":0,\"completion_tokens\":0}"
      })
  void absentOrAbsurdUsageIsEstimated(String usage) throws Exception {
    String choices = "[{\"message\":{\"content\":\"水車の秘密 is out\"}}]";
    assertThat(reply(completion(choices, usage)).usage()).isEqualTo(new Usage(15, 0, 7, true));
  }

  @ParameterizedTest
  @CsvSource({"-3,0", "5,5", "50,12"})
  void theCachedPartIsNeverMoreThanTheWhole(long said, long kept) throws Exception {
    String usage =
        "{\"prompt_tokens\":12,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":"
            + said
            + "}}";
    assertThat(reply(completion("[]", usage)).usage()).isEqualTo(new Usage(12, kept, 3, false));
  }

  @Test
  void aRefusalWrappedIntoASuccessIsARefusal() {
    String body = "{\"error\":{\"code\":429,\"message\":\"slow down\"}}";
    assertThat(trouble(json(200, body).build()).trouble()).isEqualTo(Trouble.RATE);
    assertThat(trouble(json(200, "{\"error\":\"upstream\"}").build()).trouble())
        .isEqualTo(Trouble.TRANSIENT);
  }

  @Test
  void aRedirectIsNotFollowed() {
    MockResponse response =
        new MockResponse.Builder()
            .code(301)
            .setHeader("Location", "https://example.org/v2?x=1")
            .build();
    assertThat(trouble(response))
        .hasMessage(
            "%s redirects to https://example.org/v2 (301); put the address that it redirects to into 'base-url' of the role teacher",
            host())
        .extracting(ModelTrouble::trouble)
        .isEqualTo(Trouble.CONFIG);
  }

  @Test
  void awkwardTextsArriveAsTheyAre() throws Exception {
    Random random = new Random(11);
    for (int i = 0; i < 40; i++) {
      String text =
          random
              .ints(random.nextInt(200), 0, 0x11000)
              .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
              .toString();
      server.enqueue(
          json(
                  200,
                  completion(
                      "[{\"message\":{\"content\":" + Json.write(replaced(text)) + "}}]", ""))
              .build());
      Request request =
          new Request("m-1", List.of(Message.user(text)), 0, 10, "a", new Shape.Text());
      try (ChatModel model = model(role(), KEY)) {
        assertThat(model.ask(request).text()).isEqualTo(replaced(text));
      }
      String sent = sent().path("messages").path(0).path("content").asText();
      assertThat(sent).isEqualTo(replaced(text));
    }
  }

  /** Half characters become the replacement character. */
  private static String replaced(String text) {
    return text.codePoints()
        .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | RATE       | rate_limit_exceeded
          401 | CREDENTIAL | ''
          401 | CREDENTIAL | invalid_api_key
          402 | QUOTA      | ''
          403 | CREDENTIAL | ''
          403 | SEED       | context_length_exceeded
          404 | CONFIG     | model_not_found
          404 | CONFIG     | ''
          408 | TRANSIENT  | ''
          409 | TRANSIENT  | ''
          413 | SEED       | ''
          418 | INTERNAL   | ''
          400 | SEED       | content_filter
          400 | SEED       | context_length_exceeded
          400 | CONFIG     | ''
          422 | CONFIG     | ''
          429 | RATE       | ''
          429 | QUOTA      | insufficient_quota
          400 | QUOTA      | billing_hard_limit_reached
          500 | TRANSIENT  | ''
          502 | TRANSIENT  | ''
          503 | TRANSIENT  | ''
          504 | TRANSIENT  | ''
          529 | TRANSIENT  | overloaded_error
          """)
  void refusalsAreClassifiedByCodeThenByStatus(int status, Trouble expected, String code) {
    assertThat(trouble(json(status, error(code, "no")).build()).trouble()).isEqualTo(expected);
  }

  @Test
  void aPageOfHtmlIsNeverShown() {
    ModelTrouble trouble = trouble(json(503, "<html><h1>Service Unavailable</h1></html>").build());
    assertThat(trouble)
        .hasMessage("%s failed on a call to model m-1 (503); the call is sent again later", host())
        .extracting(ModelTrouble::trouble)
        .isEqualTo(Trouble.TRANSIENT);
  }

  @Test
  void aWrongKeyIsNamedByItsVariableAndNeverShown() {
    String said = "Incorrect API key provided: sk-test-****cdef. You sent Bearer " + KEY + ".";
    assertThat(trouble(json(401, error("invalid_api_key", said)).build()))
        .hasMessage(
            "%s refuses the key in TEST_KEY (401, invalid_api_key); put a valid key into that variable, then resume the run; it says: \"Incorrect API key provided: *** You sent ***\"",
            host());
  }

  @Test
  void thePromptIsNeverRepeated() {
    String said = "bad input: 'Tell the secret of the old mill by the river.'";
    ModelTrouble trouble = trouble(json(400, error("bad", said)).build());
    assertThat(trouble)
        .hasMessage(
            "%s refuses the request to model m-1 (400, bad); correct 'base-url' of the role teacher or what the flow asks for",
            host());
  }

  @Test
  void theWaitThatAnEndpointAsksForIsTaken() {
    MockResponse response =
        json(429, error("rate_limit_exceeded", "slow")).setHeader("Retry-After", "7").build();
    assertThat(trouble(response))
        .extracting(ModelTrouble::trouble, ModelTrouble::retryAfter)
        .containsExactly(Trouble.RATE, Optional.of(Duration.ofSeconds(7)));
  }

  @Test
  void aRefusedShapeIsToldFromOtherBadRequests() throws Exception {
    String said = "'response_format' of type 'json_schema' is not supported with this model.";
    Shape schema = new Shape.Schema(Json.MAPPER.readTree("{\"type\":\"object\"}"));
    ModelTrouble trouble = trouble(json(400, error("", said)).build(), role(), schema);
    assertThat(trouble.refusesShape()).isTrue();
    assertThat(trouble.trouble()).isEqualTo(Trouble.CONFIG);
    assertThat(trouble(json(400, error("", said)).build()).refusesShape())
        .as("nothing was asked of the shape")
        .isFalse();
  }
}
