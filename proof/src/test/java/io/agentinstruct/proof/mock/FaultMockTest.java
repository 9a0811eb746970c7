package io.agentinstruct.proof.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The mock does what its plan says, and writes down what it did. */
class FaultMockTest {
  private static final String BODY =
      """
      {"model":"m","messages":[{"role":"system","content":"s"},{"role":"user","content":"WHAT"}],
       "max_tokens":300,"response_format":{"type":"json_schema","json_schema":
       {"name":"refine-harder-edit","schema":{"type":"object"}}}}
      """;

  @TempDir Path folder;

  private static HttpResponse<String> ask(FaultMock mock, String what)
      throws IOException, InterruptedException {
    return send(mock, "/chat/completions", BODY.replace("WHAT", what));
  }

  private static HttpResponse<String> send(FaultMock mock, String path, String body)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI uri = URI.create(mock.endpoint() + path);
      return http.send(
          HttpRequest.newBuilder(uri).POST(HttpRequest.BodyPublishers.ofString(body)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static FaultMock with(String faults) throws IOException {
    return FaultMock.start(
        0, FaultPlan.of("{\"latency\":\"constant:0\",\"stall-millis\":200," + faults + "}"), null);
  }

  private static FaultMock always(String fault) throws IOException {
    return with("\"faults\":{\"" + fault + "\":1}");
  }

  @Test
  void theSameIsAnsweredInTheSameWay() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"faults\":{}")) {
      assertThat(ask(mock, "a").body()).isEqualTo(ask(mock, "a").body()).contains("\"usage\"");
      assertThat(ask(mock, "a").body()).isNotEqualTo(ask(mock, "b").body());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rate-seconds, retry-after, 1",
    "rate-millis, retry-after-ms, 1000",
    "rate-reset-requests, x-ratelimit-reset-requests, 1000ms",
    "rate-reset-tokens, x-ratelimit-reset-tokens, 1.000s"
  })
  void waitsAreSpelled(String fault, String header, String value)
      throws IOException, InterruptedException {
    try (FaultMock mock = always(fault)) {
      HttpResponse<String> response = ask(mock, "a");
      assertThat(response.statusCode()).isEqualTo(429);
      assertThat(response.headers().firstValue(header)).contains(value);
      assertThat(mock.visits().getLast().gate()).isEqualTo(1_000_000);
    }
  }

  @ParameterizedTest
  @CsvSource({"error-500, 500", "error-502, 502", "error-503, 503", "error-529, 529"})
  void serversFail(String fault, int status) throws IOException, InterruptedException {
    try (FaultMock mock = always(fault)) {
      assertThat(ask(mock, "a").statusCode()).isEqualTo(status);
      assertThat(mock.visits().getLast().billed()).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset-before-head",
        "reset-mid-body",
        "short-body",
        "garbage-http",
        "reply-lost",
        "stall-after-request",
        "stall-after-head",
        "stall-mid-body",
        "drip"
      })
  void noWholeReplyComes(String fault) throws IOException {
    try (FaultMock mock = always(fault)) {
      assertThatThrownBy(() -> ask(mock, "a")).isInstanceOf(IOException.class);
      List<Visit> visits = mock.visits();
      assertThat(visits.getLast().fault()).isEqualTo(fault);
      assertThat(visits.getLast().complete()).isFalse();
      assertThat(visits.getLast().billed()).isEqualTo(fault.equals("reply-lost"));
    }
  }

  @Test
  void aConnectionIsNeverReadButThoseOfTheFirstLook() throws IOException, InterruptedException {
    try (FaultMock mock = always("stall-accept")) {
      for (int i = 0; i < 4; i++) {
        assertThat(ask(mock, "a").statusCode()).isEqualTo(200);
      }
      assertThatThrownBy(() -> ask(mock, "a")).isInstanceOf(IOException.class);
      assertThat(mock.visits().getLast().fault()).isEqualTo("stall-accept");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "malformed, Certainly!",
    "schema-break, [1",
    "truncated, \"finish_reason\":\"length\"",
    "refusal-field, \"refusal\":\"I can't",
    "refusal-finish, content_filter",
    "refusal-words, I'm sorry",
  })
  void repliesAreSpoilt(String fault, String sign) throws IOException, InterruptedException {
    try (FaultMock mock = always(fault)) {
      assertThat(ask(mock, "a").body()).contains(sign).contains(Reply.SPOILT);
    }
  }

  @Test
  void usageCanBeMissing() throws IOException, InterruptedException {
    try (FaultMock mock = always("no-usage")) {
      assertThat(ask(mock, "a").body()).doesNotContain("usage");
    }
  }

  @Test
  void choicesCanBeMissing() throws IOException, InterruptedException {
    try (FaultMock mock = always("empty-choices")) {
      assertThat(ask(mock, "a").body()).contains("\"choices\":[]");
    }
  }

  @Test
  void aRequestFailsAtMostSoOften() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"most-attempts\":2,\"faults\":{\"error-500\":1}")) {
      assertThat(List.of(ask(mock, "a"), ask(mock, "a"), ask(mock, "a")))
          .extracting(HttpResponse::statusCode)
          .containsExactly(500, 500, 200);
    }
  }

  @Test
  void theKeyIsRevokedUntilAGoodOneComes() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"key-until\":1")) {
      assertThat(ask(mock, "a").statusCode()).isEqualTo(200);
      assertThat(ask(mock, "b").statusCode()).isEqualTo(401);
      assertThat(send(mock, "/control", "{\"key\":\"good\"}").statusCode()).isEqualTo(200);
      assertThat(ask(mock, "c").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void theQuotaEnds() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"quota-after\":1,\"quota-seconds\":600")) {
      assertThat(ask(mock, "a").statusCode()).isEqualTo(200);
      assertThat(ask(mock, "b").body()).contains("insufficient_quota");
    }
  }

  @Test
  void aBucketIsEmptyWhenItIsEmpty() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"requests-per-minute\":1,\"tells-wait\":true")) {
      assertThat(ask(mock, "a").statusCode()).isEqualTo(200);
      HttpResponse<String> second = ask(mock, "b");
      assertThat(second.statusCode()).isEqualTo(429);
      assertThat(second.headers().firstValueAsLong("retry-after-ms").orElse(0))
          .isBetween(50_000L, 60_000L);
    }
  }

  @Test
  void whatIsBilledHasAPrice() throws IOException, InterruptedException {
    try (FaultMock mock = with("\"input-price\":2.0,\"output-price\":10.0")) {
      ask(mock, "a");
      Visit end = mock.visits().getLast();
      assertThat(end.micros()).isEqualTo(2 * end.input() + 10 * end.output()).isPositive();
    }
  }

  @Test
  void aKilledMockGoesOnWithItsLedger() throws IOException, InterruptedException {
    FaultPlan plan =
        FaultPlan.of(
            "{\"latency\":\"constant:0\",\"most-attempts\":1,\"faults\":{\"error-500\":1}}");
    Path ledger = folder.resolve("ledger.jsonl");
    try (FaultMock first = FaultMock.start(0, plan, ledger)) {
      assertThat(ask(first, "a").statusCode()).isEqualTo(500);
    }
    try (FaultMock second = FaultMock.start(0, plan, ledger)) {
      assertThat(ask(second, "a").statusCode()).isEqualTo(200);
      assertThat(second.visits())
          .extracting(Visit::what)
          .containsExactly("begin", "end", "mark", "begin", "end");
    }
  }

  @Test
  void aPlanThatNamesNoFaultIsRefused() {
    assertThatThrownBy(() -> FaultPlan.of("{\"faults\":{\"gremlins\":1}}"))
        .hasMessageContaining("gremlins");
  }
}
