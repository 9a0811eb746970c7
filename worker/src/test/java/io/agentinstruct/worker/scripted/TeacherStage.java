package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.AnswerFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Stream;

/** Asks an OpenAI-compatible endpoint as the program does: the same schemas, the same fences. */
final class TeacherStage {
  private static final SchemaRegistry SCHEMAS =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private final URI endpoint;
  private final HttpClient http = HttpClient.newHttpClient();

  TeacherStage(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** The content of the first choice, checked against the schema. */
  JsonNode ask(String name, JsonNode schema, String user) {
    String content = content(body(name, schema, user));
    JsonNode reply = Json.read(mended(content), JsonNode.class);
    List<String> errors =
        SCHEMAS.getSchema(schema).validate(reply).stream()
            .map(error -> name + ": " + error)
            .toList();
    if (!errors.isEmpty()) {
      throw new AssertionError(errors + " in " + content);
    }
    return reply;
  }

  private static String mended(String content) {
    return content.replaceAll("(?s)^```json\\n|\\n```$", "").replaceAll("(?s),\\s*}$", "}");
  }

  /** A reply in plain words. */
  String answer(String prompt) {
    return content(body("", null, prompt));
  }

  String content(ObjectNode body) {
    JsonNode reply = Json.read(post(body.toString()).body(), JsonNode.class);
    return reply.path("choices").path(0).path("message").path("content").asText();
  }

  HttpResponse<String> post(String body) {
    return send(
        HttpRequest.newBuilder(at("/chat/completions"))
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(URI address) {
    return send(HttpRequest.newBuilder(address));
  }

  URI at(String path) {
    return URI.create(endpoint + path);
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static ObjectNode body(
      String name, @org.jspecify.annotations.Nullable JsonNode schema, String user) {
    ObjectNode body = Json.MAPPER.createObjectNode().put("model", "scripted-teacher");
    ArrayNode messages = body.putArray("messages");
    messages
        .addObject()
        .put("role", "system")
        .put("content", "You do as the prompt files of a flow say.");
    messages.addObject().put("role", "user").put("content", user);
    if (schema != null) {
      ObjectNode format = body.putObject("response_format").put("type", "json_schema");
      format.putObject("json_schema").put("name", name).put("strict", true).set("schema", schema);
    }
    return body;
  }

  static ObjectNode texts(String... fields) {
    ObjectNode object =
        Json.MAPPER.createObjectNode().put("type", "object").put("additionalProperties", false);
    object.putObject("properties");
    object.putArray("required");
    for (String field : fields) {
      add(object, field, text());
    }
    return object;
  }

  static ObjectNode items(AnswerFormat format) {
    ObjectNode reply = texts("declined");
    add(reply, "items", listOf(task(texts(), format)));
    return reply;
  }

  static ObjectNode task(ObjectNode into, AnswerFormat format) {
    add(into, "task", text());
    if (format.hasOptions()) {
      add(into, "options", listOf(text()));
    }
    if (format.hasMatches()) {
      add(into, "matches", listOf(text()));
    }
    add(into, "expected", text());
    return into;
  }

  static ObjectNode suggestions() {
    ObjectNode reply = texts("declined");
    add(reply, "suggestions", listOf(text()));
    return reply;
  }

  static ObjectNode verdict() {
    ObjectNode reply = texts("reason");
    ObjectNode verdict = text();
    verdict.putArray("enum").add("pass").add("fail");
    add(reply, "verdict", verdict);
    return reply;
  }

  private static void add(ObjectNode object, String field, ObjectNode schema) {
    object.withObject("/properties").set(field, schema);
    object.withArray("/required").add(field);
  }

  private static ObjectNode text() {
    return Json.MAPPER.createObjectNode().put("type", "string");
  }

  private static ObjectNode listOf(ObjectNode items) {
    ObjectNode list = Json.MAPPER.createObjectNode().put("type", "array");
    list.set("items", items);
    return list;
  }

  static List<String> strings(JsonNode list) {
    return Stream.iterate(0, i -> i < list.size(), i -> i + 1)
        .map(i -> list.get(i).asText())
        .toList();
  }
}
