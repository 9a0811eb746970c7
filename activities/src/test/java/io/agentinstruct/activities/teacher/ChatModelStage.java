package io.agentinstruct.activities.teacher;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.teacher.ChatModel.Reply;
import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** An endpoint that is scripted, and a model to ask it. */
@Timeout(60)
abstract class ChatModelStage {
  static final String KEY = "sk-test-0123456789abcdef";

  final MockWebServer server = new MockWebServer();

  abstract ChatModel model(Role role, String key);

  @BeforeEach
  void listen() throws IOException {
    server.start(InetAddress.getLoopbackAddress(), 0);
  }

  @AfterEach
  void hangUp() {
    server.close();
  }

  static Role role(String endpoint, Duration deadline) {
    return new Role(
        "teacher", URI.create(endpoint), "m-1", "TEST_KEY", 4, 0, 0, deadline, Optional.empty());
  }

  Role role() {
    return role("http://127.0.0.1:" + server.getPort() + "/v1", Duration.ofSeconds(20));
  }

  /** Where the deadline is what the test waits for. */
  Role hasty() {
    return role("http://127.0.0.1:" + server.getPort() + "/v1", Duration.ofMillis(400));
  }

  String host() {
    return "127.0.0.1:" + server.getPort();
  }

  /** Body of the next request that the endpoint got. */
  JsonNode sent() throws Exception {
    return body(server.takeRequest());
  }

  static JsonNode body(RecordedRequest request) throws Exception {
    return Json.MAPPER.readTree(requireNonNull(request.getBody()).utf8());
  }

  static Request request(Shape shape) {
    return new Request(
        "m-1",
        List.of(
            Message.system("You teach."),
            Message.user("Tell the secret of the old mill by the river.")),
        0.7,
        100,
        "instruct-strengthen",
        shape);
  }

  static MockResponse.Builder json(int status, String body) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(body);
  }

  static String completion(String choices, String usage) {
    return "{\"id\":\"1\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m-1-2026\",\"choices\":"
        + choices
        + (usage.isEmpty() ? "" : ",\"usage\":" + usage)
        + "}";
  }

  static final String HELLO =
      completion(
          "[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"Hello\"},\"finish_reason\":\"stop\"}]",
          "{\"prompt_tokens\":12,\"completion_tokens\":3,\"prompt_tokens_details\":{\"cached_tokens\":8}}");

  Reply reply(String body) throws ModelTrouble {
    server.enqueue(json(200, body).build());
    return asked(role(), new Shape.Text());
  }

  Reply asked(Role role, Shape shape) throws ModelTrouble {
    try (ChatModel model = model(role, KEY)) {
      return model.ask(request(shape));
    }
  }

  ModelTrouble trouble(MockResponse response) {
    return trouble(response, role(), new Shape.Text());
  }

  ModelTrouble trouble(MockResponse response, Role role, Shape shape) {
    server.enqueue(response);
    return catchThrowableOfType(ModelTrouble.class, () -> asked(role, shape));
  }

  static String error(String code, String message) {
    return Json.write(Map.of("error", Map.of("message", message, "type", "x", "code", code)));
  }
}
