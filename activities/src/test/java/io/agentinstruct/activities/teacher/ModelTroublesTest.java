package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.stage.Message;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import okhttp3.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as providers and servers really send them. */
class ModelTroublesTest {
  private static final String KEY = "local-secret";
  private static final Role ROLE =
      new Role(
          "teacher",
          URI.create("https://api.example.org/v1"),
          "m-1",
          "TEST_KEY",
          4,
          0,
          0,
          Duration.ofMinutes(2),
          Optional.empty());

  private static ModelTrouble trouble(int status, String body) {
    return trouble(status, body, new Shape.Text());
  }

  private static ModelTrouble trouble(int status, String body, Shape shape) {
    Request request =
        new Request(
            "m-1",
            List.of(Message.user("Whither the wind that blew so long ago?")),
            0,
            9,
            "a",
            shape);
    return new ModelTroubles(ROLE, KEY).refused(new Refused(status, Headers.of(), body), request);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          400 | SEED | context_length_exceeded | {"error":{"message":"This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}
          400 | SEED | context_length_exceeded | {"object":"error","message":"This model's maximum context length is 4096 tokens. However, you requested 5000 tokens","type":"BadRequestError","param":null,"code":400}
          400 | SEED | context_length_exceeded | {"error":{"code":400,"message":"the request exceeds the available context size. try increasing the context size","type":"exceed_context_size_error","n_prompt_tokens":9000,"n_ctx":8192}}
          500 | SEED | context_length_exceeded | {"error":{"code":500,"message":"Context size has been exceeded.","type":"server_error"}}
          400 | SEED | context_length_exceeded | {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210000 tokens > 200000 maximum"}}
          403 | SEED | context_length_exceeded | {"error":"prompt plus max_tokens exceeds the context window"}
          413 | SEED | context_length_exceeded | {"error":{"message":"Request too large for model `x` on tokens per minute (TPM): Limit 6000, Requested 8000","code":"rate_limit_exceeded"}}
          429 | SEED | context_length_exceeded | {"error":{"message":"Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000. The input or output tokens must be reduced in order to run successfully.","type":"tokens","code":"rate_limit_exceeded"}}
          422 | SEED | context_length_exceeded | {"error":"Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 `inputs` tokens and 200 `max_new_tokens`","error_type":"validation"}
          400 | SEED | content_filter | {"error":{"message":"The response was filtered due to the prompt triggering Azure OpenAI's content management policy.","code":"content_filter","status":400}}
          400 | SEED | invalid_prompt | {"error":{"message":"Invalid prompt: your prompt was flagged as potentially violating our usage policy.","type":"invalid_request_error","code":"invalid_prompt"}}
          403 | SEED | content_filter | {"error":{"code":403,"message":"Your input requires moderation","metadata":{"reasons":["violence"]}}}
          429 | QUOTA | insufficient_quota | {"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","param":null,"code":"insufficient_quota"}}
          400 | QUOTA | 400 | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the API."}}
          402 | QUOTA | 402 | {"error":{"message":"Insufficient Balance","type":"unknown_error"}}
          429 | QUOTA | rate_limit_exceeded | {"error":{"message":"Rate limit reached for m in organization org-x on requests per day (RPD): Limit 200, Used 200, Requested 1. Please try again in 7m12s.","type":"requests","code":"rate_limit_exceeded"}}
          429 | QUOTA | 429 | [{"error":{"code":429,"message":"Quota exceeded for metric: generate_requests, limit: 50","status":"RESOURCE_EXHAUSTED","details":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}}]
          429 | RATE | 429 | [{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details. Please retry in 33.9s.","status":"RESOURCE_EXHAUSTED","details":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel"}]}}]
          429 | RATE | rate_limit_exceeded | {"error":{"message":"Rate limit reached for gpt-4o on requests per min (RPM): Limit 3, Used 3, Requested 1. Please try again in 20s.","type":"requests","code":"rate_limit_exceeded"}}
          429 | RATE | 429 | {"type":"error","error":{"type":"rate_limit_error","message":"Number of request tokens has exceeded your per-minute rate limit"}}
          429 | RATE | 429 | Too Many Requests
          401 | CREDENTIAL | 401 | {"error":"Unauthorized"}
          401 | CREDENTIAL | invalid_api_key | {"error":{"message":"Incorrect API key provided","type":"invalid_request_error","code":"invalid_api_key"}}
          400 | CREDENTIAL | 400 | [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]
          403 | CREDENTIAL | 403 | {"error":{"code":403,"message":"The caller does not have permission","status":"PERMISSION_DENIED"}}
          403 | CREDENTIAL | unsupported_country_region_territory | {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","type":"request_forbidden"}}
          404 | CONFIG | model_not_found | {"error":{"message":"The model `m-1` does not exist or you do not have access to it.","type":"invalid_request_error","code":"model_not_found"}}
          404 | CONFIG | 404 | {"error":{"message":"model 'm-1' not found","type":"api_error"}}
          400 | CONFIG | 400 | {"error":{"message":"m-1 is not a valid model ID","code":400}}
          404 | CONFIG | 404 | {"detail":"Not Found"}
          405 | CONFIG | 405 | {"detail":"Method Not Allowed"}
          407 | CONFIG | 407 | <html>proxy</html>
          422 | CONFIG | 422 | {"detail":[{"type":"missing","loc":["body","model"],"msg":"Field required","input":{"x":1}}]}
          400 | CONFIG | 400 | {"error":{"message":"max_tokens is too large: 100000. This model supports at most 16384 completion tokens","param":"max_tokens"}}
          503 | TRANSIENT | 503 | {"error":{"code":503,"message":"Loading model","type":"unavailable_error"}}
          529 | TRANSIENT | 529 | {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}
          500 | TRANSIENT | 500 | {"error":{"message":"The server had an error, no billing was done; model not found in cache","type":"server_error"}}
          500 | QUOTA | insufficient_quota | {"error":{"message":"x","code":"insufficient_quota"}}
          418 | INTERNAL | 418 | {}
          200 | INTERNAL | 200 | {}
          """)
  void whatTheEndpointMeansCounts(int status, Trouble expected, String code, String body) {
    assertThat(trouble(status, body))
        .extracting(ModelTrouble::trouble, ModelTrouble::code)
        .containsExactly(expected, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"error\":{\"message\":\"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.\",\"param\":\"response_format\"}}",
        "{\"error\":{\"message\":\"Invalid schema for response_format 'a': 'required' is required\",\"code\":\"invalid_json_schema\"}}",
        "{\"error\":{\"code\":400,\"message\":\"failed to parse grammar\",\"type\":\"invalid_request_error\"}}",
        "{\"object\":\"error\",\"message\":\"The provided JSON schema contains features not supported by xgrammar.\",\"code\":400}",
        "{\"error\":{\"message\":\"m-1 does not support structured output\"}}"
      })
  void aRefusedShapeIsTold(String body) {
    ModelTrouble trouble = trouble(400, body, new Shape.JsonObject());
    assertThat(trouble.refusesShape()).isTrue();
    assertThat(trouble)
        .hasMessageStartingWith(
            "api.example.org does not offer the wanted shape of replies for model m-1 (400); a simpler one is tried");
  }

  @Test
  void noCodeOfAnEndpointsPassesForOurOwn() {
    assertThat(trouble(400, "{\"error\":{\"code\":\"unsupported-shape\"}}").refusesShape())
        .isFalse();
  }

  @Test
  void theEndpointsWordsAreShownShortAndHarmless() {
    String said = "bad\u001b[31m\u202e key local-secret and gsk_abcdefgh123 " + "x ".repeat(300);
    String message =
        trouble(400, "{\"detail\":\"" + said.replace("\u001b", "\\u001b") + "\"}").getMessage();
    assertThat(message)
        .startsWith(
            "api.example.org refuses the request to model m-1 (400); correct 'base-url' of the role teacher or what the flow asks for; it says: \"bad [31m key *** and *** x x x")
        .endsWith("x…\"")
        .hasSizeLessThan(350);
  }

  @Test
  void anEndpointWithoutKeySaysHowToNameOne() {
    Role keyless =
        new Role(
            "judge",
            URI.create("http://gpu:8000/v1"),
            "m",
            "",
            1,
            0,
            0,
            Duration.ofSeconds(1),
            Optional.empty());
    Request request = new Request("m", List.of(), 0, 1, "a", new Shape.Text());
    assertThat(new ModelTroubles(keyless, "").refused(new Refused(401, Headers.of(), ""), request))
        .hasMessage(
            "gpu:8000 wants a key (401), but the role judge names none; put the name of the variable that holds it into 'key'");
  }

  @Test
  void aBrokenConnectionIsNamedByItsKind() {
    assertThat(
            new ModelTroubles(ROLE, KEY)
                .unreachable(new SocketException("Connection reset by " + KEY)))
        .hasMessage(
            "the connection to api.example.org broke (SocketException); the call is sent again later");
  }

  @Test
  void noBodyMakesItThrowNorShowsKeyOrPrompt() {
    Random random = new Random(5);
    String[] parts = {
      "{",
      "}",
      "[",
      "]",
      "\"error\"",
      ":",
      "\"message\"",
      ",",
      "\"code\"",
      "null",
      "429",
      "\"",
      KEY,
      " sk-abcdefgh",
      "\"model_not_found\"",
      "Whither the wind that blew so long ago?",
      "<html>",
      "\u0000",
      "\ud800",
      "schema",
      "\\"
    };
    for (int i = 0; i < 20_000; i++) {
      StringBuilder body = new StringBuilder(i % 2 == 0 ? "" : "{\"error\":{\"message\":\"");
      for (int n = random.nextInt(8); n >= 0; n--) {
        body.append(parts[random.nextInt(parts.length)]);
      }
      body.append(i % 2 == 0 ? "" : "\"}}");
      ModelTrouble trouble =
          trouble(100 + random.nextInt(500), body.toString(), new Shape.JsonObject());
      assertThat(trouble.getMessage())
          .doesNotContain(KEY, "sk-abc", "Whither the wind", "\u0000", "<html>");
      assertThat(trouble.code()).matches("[a-z0-9_.-]{1,64}");
    }
  }
}
