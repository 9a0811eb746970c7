package io.agentinstruct.activities.tool;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.Tool.Caller;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.activities.tool.ToolsFile.Engine;
import io.agentinstruct.activities.tool.ToolsFile.Search;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Both kinds of engines, played by a server on this machine. */
@Timeout(60)
class WebSearchTest {
  private static final String KEY = "BSA-0123456789abcdef";

  private final MockWebServer server = new MockWebServer();
  private final List<WebSearch> open = new ArrayList<>();

  @BeforeEach
  void listen() throws IOException {
    server.start(InetAddress.ofLiteral("127.0.0.1"), 0);
  }

  @AfterEach
  void hangUp() {
    open.forEach(WebSearch::close);
    server.close();
  }

  private WebSearch searxng(String path) {
    return engine(Engine.SEARXNG, path, Secret.NONE, Duration.ofSeconds(20));
  }

  private WebSearch brave() {
    return engine(Engine.BRAVE, "/", new Secret("BRAVE_KEY", KEY), Duration.ofSeconds(20));
  }

  private WebSearch engine(Engine kind, String path, Secret key, Duration longest) {
    HttpUrl url = HttpUrl.get("http://127.0.0.1:" + server.getPort() + path);
    WebSearch search =
        new WebSearch(
            new ToolSpec("web-search", "", Json.MAPPER.createObjectNode()),
            new Search(kind, url, key),
            longest);
    open.add(search);
    return search;
  }

  private static ObjectNode query(String query) {
    return Json.MAPPER.createObjectNode().put("query", query);
  }

  private static Result ask(WebSearch search, ObjectNode arguments) throws InterruptedException {
    return search.use(arguments, new Caller("run", "seed"));
  }

  private void answer(int status, String body) {
    server.enqueue(
        new MockResponse.Builder()
            .code(status)
            .setHeader("Content-Type", "application/json")
            .body(body)
            .build());
  }

  @Test
  void searxngIsAskedForJsonBelowItsOwnPath() throws Exception {
    answer(
        200,
        """
        {"query": "満潮", "results": [
          {"title": "潮の<b>満ち引き</b>", "url": "https://a.example/1", "content": "満潮は\\n一日に二回", "score": 3},
          {"title": "No address", "content": "x"},
          {"title": "Script", "url": "javascript:alert(1)", "content": "x"},
          {"title": "Second", "url": "https://a.example/2", "content": null}]}
        """);

    Result result = ask(searxng("/searx/"), query(" 満潮\n時刻 "));

    RecordedRequest request = server.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/searx/search");
    assertThat(request.getUrl().queryParameter("q")).isEqualTo("満潮 時刻");
    assertThat(request.getUrl().queryParameter("format")).isEqualTo("json");
    assertThat(result)
        .isEqualTo(
            Result.of(
                "{\"results\":[{\"title\":\"潮の満ち引き\",\"url\":\"https://a.example/1\",\"snippet\":\"満潮は 一日に二回\"},"
                    + "{\"title\":\"Second\",\"url\":\"https://a.example/2\",\"snippet\":\"\"}]}"));
  }

  @Test
  void braveIsAskedWithItsKeyInTheHeaderAlone() throws Exception {
    answer(
        200,
        """
        {"type": "search", "web": {"results": [
          {"title": "Tides", "url": "https://b.example/", "description": "High <strong>tide</strong> &amp; low"},
          {"title": "Other", "url": "https://b.example/2", "description": "x"}]}}
        """);

    Result result = ask(brave(), query("tide").put("count", 1));

    RecordedRequest request = server.takeRequest();
    assertThat(request.getUrl().encodedPath()).isEqualTo("/res/v1/web/search");
    assertThat(request.getUrl().queryParameter("count")).isEqualTo("1");
    assertThat(request.getHeaders().get("X-Subscription-Token")).isEqualTo(KEY);
    assertThat(request.getUrl().toString()).doesNotContain(KEY);
    assertThat(result)
        .isEqualTo(
            Result.of(
                "{\"results\":[{\"title\":\"Tides\",\"url\":\"https://b.example/\",\"snippet\":\"High tide & low\"}]}"));
  }

  @Test
  void nothingFoundIsAnEmptyList() throws Exception {
    answer(200, "{\"results\": []}");
    answer(200, "{\"type\": \"search\"}"); // Brave leaves the web away where there is none

    assertThat(ask(searxng("/"), query("a"))).isEqualTo(Result.of("{\"results\":[]}"));
    assertThat(ask(brave(), query("a"))).isEqualTo(Result.of("{\"results\":[]}"));
  }

  @Test
  void longQueriesAndLongAnswersAreCut() throws Exception {
    answer(
        200,
        "{\"results\": [{\"title\": \"%s\", \"url\": \"https://a.example\", \"content\": \"%s\"}]}"
            .formatted("t".repeat(1000), "s".repeat(5000)));

    Result result = ask(searxng("/"), query("q".repeat(1000)));

    assertThat(server.takeRequest().getUrl().queryParameter("q")).hasSize(400);
    assertThat(result.text()).hasSizeLessThan(700);
  }

  @Test
  void refusalsAreToldByCauseAndTheKeyNever() throws Exception {
    for (int status : List.of(401, 403, 402, 429, 500, 302)) {
      answer(status, "{\"error\": \"bad key " + KEY + "\"}");
    }
    List<String> told = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      Result result = ask(brave(), query("a"));
      assertThat(result.failed()).isTrue();
      told.add(result.text());
    }

    assertThat(told)
        .containsExactly(
            "The search engine refuses the key in BRAVE_KEY. Go on without it.",
            "The search engine refuses the key in BRAVE_KEY. Go on without it.",
            "The search engine's quota is used up. Go on without it.",
            "The search engine is asked too often. Try again later, or go on without it.",
            "The search engine answers with HTTP status 500. Go on without it.",
            "The search engine answers with HTTP status 302. Go on without it.");
    assertThat(new Secret("BRAVE_KEY", KEY)).hasToString("BRAVE_KEY");
  }

  @Test
  void searxngThatGivesNoJsonSaysWhatToChange() throws Exception {
    answer(403, "<html>forbidden</html>");

    assertThat(ask(searxng("/"), query("a")).text()).contains("search.formats in its settings.yml");
  }

  @Test
  void garbageIsToldInWords() throws Exception {
    for (String body : List.of("<html>no</html>", "[]", "\"text\"", "{\"results\": 1}", "{")) {
      answer(200, body);

      assertThat(ask(searxng("/"), query("a")))
          .as(body)
          .isEqualTo(Result.failed("The search engine's answer can't be read. Go on without it."));
    }
  }

  @Test
  void silenceEndsInTime() throws Exception {
    server.enqueue(
        new MockResponse.Builder()
            .body("{}")
            .bodyDelay(30, java.util.concurrent.TimeUnit.SECONDS)
            .build());

    Result result =
        ask(engine(Engine.SEARXNG, "/", Secret.NONE, Duration.ofMillis(300)), query("a"));

    assertThat(result.text()).startsWith("The search engine did not answer in time.");
  }

  @Test
  void nobodyThereIsToldInWords() throws Exception {
    WebSearch search = searxng("/");
    server.close();

    assertThat(ask(search, query("a")))
        .isEqualTo(Result.failed("The search engine can't be reached. Go on without it."));
  }

  @Test
  void anEmptyQueryIsNotSent() throws Exception {
    assertThat(ask(searxng("/"), query(" \n ")).failed()).isTrue();
    assertThat(server.getRequestCount()).isZero();
  }
}
