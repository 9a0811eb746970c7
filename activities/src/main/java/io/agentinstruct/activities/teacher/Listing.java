package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/**
 * The models that an endpoint says it has, by {@code GET /models}; costs nothing. Where it says
 * nothing, or not in a way that can be read, the list is empty.
 */
final class Listing {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final long MOST_BYTES = 4L << 20;
  private static final List<String> CONTEXTS =
      List.of(
          "max_model_len", // vLLM
          "context_length", // OpenRouter, Together
          "context_window", // Groq
          "max_context_length",
          "max_input_tokens",
          "n_ctx");

  private Listing() {}

  /**
   * @param context tokens of prompt and reply together; absent = the endpoint does not say
   */
  record Listed(String name, OptionalLong context) {}

  /**
   * @param key the secret itself; blank = none is sent
   */
  static List<Listed> of(Role role, String key) {
    HttpUrl url = HttpUrl.parse(role.endpoint() + "/models");
    if (url == null) {
      return List.of();
    }
    OkHttpClient http =
        new OkHttpClient.Builder().callTimeout(PATIENCE).followRedirects(false).build();
    Request.Builder request = new Request.Builder().url(url);
    if (!key.isBlank()) {
      request.header("Authorization", "Bearer " + key.strip());
    }
    try (Response response = http.newCall(request.build()).execute()) {
      return response.isSuccessful()
          ? read(response.peekBody(MOST_BYTES).string())
          : List.<Listed>of();
    } catch (IOException | IllegalArgumentException silent) {
      return List.of();
    } finally {
      http.connectionPool().evictAll();
      http.dispatcher().executorService().shutdown();
    }
  }

  static List<Listed> read(String body) throws IOException {
    JsonNode root = Json.MAPPER.readTree(body);
    JsonNode models = root.isArray() ? root : root.path("data");
    List<Listed> listed = new ArrayList<>();
    for (JsonNode model : models) {
      String name = model.path("id").asText("");
      if (!name.isEmpty()) {
        listed.add(new Listed(name, context(model)));
      }
    }
    return listed;
  }

  private static OptionalLong context(JsonNode model) {
    for (JsonNode place : List.of(model, model.path("meta"))) { // llama.cpp says it in "meta"
      for (String field : CONTEXTS) {
        if (place.path(field).canConvertToLong() && place.path(field).asLong() > 0) {
          return OptionalLong.of(place.path(field).asLong());
        }
      }
    }
    return OptionalLong.empty();
  }
}
