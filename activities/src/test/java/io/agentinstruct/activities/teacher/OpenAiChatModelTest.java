package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.teacher.ChatModel.Reply;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenAiChatModelTest extends ChatModelContract {
  private static final String NEW_CAP =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
  private static final String NO_TEMPERATURE =
      "Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) value is supported.";

  @Override
  ChatModel model(Role role, String key) {
    return new OpenAiChatModel(role, key);
  }

  @Test
  void aSchemaKeepsItsOrderOnTheWire() throws Exception {
    String schema =
        "{\"type\":\"object\",\"properties\":{\"reasoning\":{\"type\":\"string\"},\"answer\":{\"type\":\"string\"},\"b\":{},\"a\":{}},\"required\":[\"reasoning\",\"answer\"],\"additionalProperties\":false}";
    server.enqueue(json(200, HELLO).build());
    Reply _ = asked(role(), new Shape.Schema(Json.MAPPER.readTree(schema)));

    JsonNode format = sent().path("response_format");
    assertThat(format.path("type").asText()).isEqualTo("json_schema");
    assertThat(format.path("json_schema").path("name").asText()).isEqualTo("instruct-strengthen");
    assertThat(format.path("json_schema").path("strict").asBoolean()).isTrue();
    assertThat(format.path("json_schema").path("schema").toString()).isEqualTo(schema);
  }

  @Test
  void furtherFieldsGoOutAsTheyAre() throws Exception {
    server.enqueue(json(200, HELLO).build());
    Map<String, JsonNode> extra =
        Map.of(
            "top_p", Json.MAPPER.readTree("0.9"),
            "chat_template_kwargs", Json.MAPPER.readTree("{\"enable_thinking\":false}"));
    try (ChatModel model = model(role(), KEY)) {
      Reply _ =
          model.ask(
              new ChatModel.Request(
                  "m-1", List.of(Message.user("x")), 0, 1, "a", new Shape.Text(), extra));
    }

    JsonNode body = sent();
    assertThat(body.path("top_p").asDouble()).isEqualTo(0.9);
    assertThat(body.path("chat_template_kwargs")).isEqualTo(extra.get("chat_template_kwargs"));
  }

  @Test
  void aJsonObjectIsAskedForByItsType() throws Exception {
    server.enqueue(json(200, HELLO).build());
    Reply _ = asked(role(), new Shape.JsonObject());

    assertThat(sent().path("response_format").toString()).isEqualTo("{\"type\":\"json_object\"}");
  }

  @Test
  void theNewCapAndNoTemperatureAreLearntOnce() throws Exception {
    server.enqueue(json(400, error("unsupported_parameter", NEW_CAP)).build());
    server.enqueue(json(400, error("unsupported_value", NO_TEMPERATURE)).build());
    server.enqueue(json(200, HELLO).build());
    server.enqueue(json(200, HELLO).build());
    try (ChatModel model = model(role(), KEY)) {
      assertThat(model.ask(request(new Shape.Text())).text()).isEqualTo("Hello");
      assertThat(model.ask(request(new Shape.Text())).text()).isEqualTo("Hello");
    }

    assertThat(capAndTemperature(sent())).isEqualTo("max_tokens temperature");
    assertThat(capAndTemperature(sent())).isEqualTo("max_completion_tokens temperature");
    assertThat(capAndTemperature(sent())).isEqualTo("max_completion_tokens");
    assertThat(capAndTemperature(sent())).isEqualTo("max_completion_tokens");
  }

  private static String capAndTemperature(JsonNode body) {
    List<String> names = new ArrayList<>();
    for (String name : List.of("max_tokens", "max_completion_tokens", "temperature")) {
      if (body.has(name)) {
        names.add(name);
      }
    }
    return String.join(" ", names);
  }

  @Test
  void aServerThatNeverStopsComplainingOfParametersIsNotAskedForEver() {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return json(400, error("unsupported_parameter", NEW_CAP + NO_TEMPERATURE)).build();
          }
        });
    ModelTrouble trouble =
        catchThrowableOfType(ModelTrouble.class, () -> asked(role(), new Shape.Text()));
    assertThat(trouble.trouble()).isEqualTo(Trouble.CONFIG);
    assertThat(server.getRequestCount()).isEqualTo(3);
  }

  @Test
  void aCapThatIsTooLargeForTheContextIsNoQuestionOfSpelling() {
    String said =
        "'max_tokens' or 'max_completion_tokens' is too large: 5000. This model's maximum context length is 4096 tokens";
    assertThat(trouble(json(400, error("", said)).build()))
        .extracting(ModelTrouble::trouble, ModelTrouble::code)
        .containsExactly(Trouble.SEED, "context_length_exceeded");
    assertThat(server.getRequestCount()).isEqualTo(1);
  }

  @Test
  void manyCallsShareFewConnections() throws Exception {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return json(200, HELLO).build();
          }
        });
    try (ChatModel model = model(role(), KEY);
        ExecutorService four = Executors.newFixedThreadPool(4)) {
      List<Future<Reply>> replies = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        replies.add(four.submit(() -> model.ask(request(new Shape.Text()))));
      }
      for (Future<Reply> reply : replies) {
        assertThat(reply.get().text()).isEqualTo("Hello");
      }
    }
    int reused = 0;
    for (int i = 0; i < 200; i++) {
      reused += server.takeRequest().getExchangeIndex() > 0 ? 1 : 0;
    }
    assertThat(reused).isGreaterThanOrEqualTo(190);
  }

  @Test
  void aKeyThatCanNotBeSentIsTheKeysFault() {
    ModelTrouble trouble =
        catchThrowableOfType(
            ModelTrouble.class,
            () -> {
              try (ChatModel model = model(role(), "“quoted”")) {
                Reply _ = model.ask(request(new Shape.Text()));
              }
            });
    assertThat(trouble)
        .hasMessage(
            "the key in TEST_KEY holds characters that no key for %s can have; copy it into that variable again, then resume the run",
            host())
        .extracting(ModelTrouble::trouble)
        .isEqualTo(Trouble.CREDENTIAL);
  }

  @Test
  void whatFailsInsideIsLoud() throws Exception {
    ChatModel.Request request =
        new ChatModel.Request(
            "m-1", List.of(new Message("oracle", "x")), 0, 1, "a", new Shape.Text());
    try (ChatModel model = model(role(), KEY)) {
      assertThat(catchThrowableOfType(ModelTrouble.class, () -> model.ask(request)))
          .hasMessage(
              "a call to %s failed inside this program (IllegalArgumentException); report it as an issue",
              host())
          .extracting(ModelTrouble::trouble)
          .isEqualTo(Trouble.INTERNAL);
    }
  }

  @Test
  void aSpaceAroundTheKeyDoesNotMatter() throws Exception {
    server.enqueue(json(200, HELLO).build());
    try (ChatModel model = model(role(), KEY + "\n")) {
      Reply _ = model.ask(request(new Shape.Text()));
    }
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
  }

  @Test
  void aCertificateThatNobodyVouchesForIsNeverAccepted(@TempDir Path folder) throws Exception {
    try (MockWebServer secure = new MockWebServer()) {
      secure.useHttps(selfSigned(folder).getSocketFactory());
      secure.start();
      secure.enqueue(json(200, HELLO).build());
      Role role = role("https://localhost:" + secure.getPort() + "/v1", Duration.ofSeconds(20));
      assertThat(catchThrowableOfType(ModelTrouble.class, () -> asked(role, new Shape.Text())))
          .hasMessage(
              "the certificate of localhost:%d is not trusted (Validator); correct 'base-url' of the role teacher, or add the certificate's authority to the JDK's trust store",
              secure.getPort())
          .extracting(ModelTrouble::trouble)
          .isEqualTo(Trouble.CONFIG);
    }
  }

  private static SSLContext selfSigned(Path folder) throws Exception {
    Path store = folder.resolve("store.p12");
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    int exit =
        new ProcessBuilder(
                keytool,
                "-genkeypair",
                "-alias",
                "a",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start()
            .waitFor();
    assertThat(exit).isZero();
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store)) {
      keys.load(in, "changeit".toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, "changeit".toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    return context;
  }
}
