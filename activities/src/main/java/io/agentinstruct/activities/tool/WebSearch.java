package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.jsoup.Jsoup;

/**
 * Searches the web by an engine that the user named. The engine is trusted to be where it is, so no
 * guard stands before it; what it says is capped all the same.
 */
public final class WebSearch implements Tool, AutoCloseable {
  public static final String NAME = "web-search";

  private static final int COUNT = 5;
  private static final int MOST_HITS = 10;
  private static final int MOST_BYTES = 2 << 20;
  private static final int MOST_QUERY = 400; // Brave's own limit
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private final ToolSpec spec;
  private final ToolsFile.Search settings;
  private final OkHttpClient http;

  /**
   * @param spec takes {@code query} and {@code count}
   */
  public WebSearch(ToolSpec spec, ToolsFile.Search settings) {
    this(spec, settings, LONGEST);
  }

  WebSearch(ToolSpec spec, ToolsFile.Search settings, Duration longest) {
    this.spec = spec;
    this.settings = settings;
    this.http =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .callTimeout(longest)
            .readTimeout(longest)
            .build();
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) throws InterruptedException {
    String query = Clip.line(arguments.path("query").asText(""), MOST_QUERY);
    if (query.isEmpty()) {
      return Result.failed("The query is empty; give a few words.");
    }
    int count = Math.clamp(arguments.path("count").asInt(COUNT), 1, MOST_HITS);
    try (Response response = http.newCall(request(query, count)).execute()) {
      return response.isSuccessful()
          ? hits(body(response), count)
          : Result.failed(refused(response.code()));
    } catch (JsonProcessingException e) {
      return Result.failed("The search engine's answer can't be read. Go on without it.");
    } catch (IOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while the web was searched");
      }
      return Result.failed(
          e instanceof InterruptedIOException
              ? "The search engine did not answer in time. Try once more, or go on without it."
              : "The search engine can't be reached. Go on without it.");
    }
  }

  private Request request(String query, int count) {
    HttpUrl.Builder url = settings.url().newBuilder().addQueryParameter("q", query);
    Request.Builder request = new Request.Builder().header("Accept", "application/json");
    switch (settings.kind()) {
      case SEARXNG -> url.addPathSegment("search").addQueryParameter("format", "json");
      case BRAVE -> {
        url.addPathSegments("res/v1/web/search")
            .addQueryParameter("count", Integer.toString(count));
        request.header("X-Subscription-Token", settings.key().value());
      }
    }
    return request.url(url.build()).build();
  }

  private static String body(Response response) throws IOException {
    try (InputStream in = response.body().byteStream()) {
      return new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
  }

  private Result hits(String body, int count) throws JsonProcessingException {
    JsonNode root = Json.MAPPER.readTree(body);
    JsonNode found =
        switch (settings.kind()) {
          case SEARXNG -> root.path("results");
          case BRAVE -> root.isObject() ? root.at("/web/results") : root;
        };
    if (!root.isObject() || (!found.isArray() && settings.kind() == ToolsFile.Engine.SEARXNG)) {
      return Result.failed("The search engine's answer can't be read. Go on without it.");
    }
    ObjectNode result = Json.MAPPER.createObjectNode();
    ArrayNode hits = result.putArray("results");
    for (JsonNode hit : found) {
      String url = hit.path("url").asText("").strip();
      if (hits.size() < count && url.length() <= 1_000 && url.matches("(?i)https?://\\S+")) {
        hits.addObject()
            .put("title", plain(hit.path("title").asText(""), 200))
            .put("url", url)
            .put("snippet", plain(hit.path(snippet()).asText(""), 300));
      }
    }
    return Result.of(result.toString());
  }

  private String snippet() {
    return switch (settings.kind()) {
      case SEARXNG -> "content";
      case BRAVE -> "description";
    };
  }

  /** Engines mark the words they found with tags. */
  private static String plain(String html, int most) {
    return Clip.line(Jsoup.parse(Clip.text(html, 4_000)).text(), most);
  }

  /** The cause for the agent, and in the same line what a person who reads the journal can do. */
  private String refused(int status) {
    return switch (status) {
      case 401, 403 ->
          settings.key().given()
              ? "The search engine refuses the key in " + settings.key() + ". Go on without it."
              : "The search engine refuses to answer as JSON (is 'json' among search.formats in its settings.yml?). Go on without it.";
      case 402 -> "The search engine's quota is used up. Go on without it.";
      case 429 -> "The search engine is asked too often. Try again later, or go on without it.";
      default -> "The search engine answers with HTTP status " + status + ". Go on without it.";
    };
  }

  @Override
  public void close() {
    http.connectionPool().evictAll();
    http.dispatcher().executorService().shutdown();
  }
}
