package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.teacher.Listing.Listed;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.Test;

class ListingTest extends ChatModelStage {
  @Override
  ChatModel model(Role role, String key) {
    return new OpenAiChatModel(role, key);
  }

  @Test
  void theContextIsReadWhereverAServerSaysIt() throws IOException {
    assertThat(
            Listing.read(
                """
                {"data":[{"id":"vllm","max_model_len":8192},{"id":"router","context_length":131072},
                  {"id":"groq","context_window":32768},{"id":"llama","meta":{"n_ctx_train":9,"n_ctx":4096}},
                  {"id":"silent"},{"id":"odd","max_model_len":"much"},{"nameless":1}]}\
                """))
        .containsExactly(
            new Listed("vllm", OptionalLong.of(8192)),
            new Listed("router", OptionalLong.of(131072)),
            new Listed("groq", OptionalLong.of(32768)),
            new Listed("llama", OptionalLong.of(4096)),
            new Listed("silent", OptionalLong.empty()),
            new Listed("odd", OptionalLong.empty()));
    assertThat(Listing.read("[{\"id\":\"bare\"}]")).hasSize(1);
  }

  @Test
  void theKeyIsSentAndAnEndpointThatSaysNothingIsNoTrouble() throws Exception {
    server.enqueue(json(200, "{\"data\":[{\"id\":\"m-1\"}]}").build());
    server.enqueue(json(404, "<html>").build());
    server.enqueue(json(200, "<html>").build());

    assertThat(Listing.of(role(), KEY)).extracting(Listed::name).containsExactly("m-1");
    assertThat(Listing.of(role(), "")).isEmpty();
    assertThat(Listing.of(role(), "")).isEmpty();
    assertThat(Listing.of(role("http://127.0.0.1:9/v1", Duration.ofSeconds(1)), "")).isEmpty();
    var first = server.takeRequest();
    assertThat(first.getTarget()).isEqualTo("/v1/models");
    assertThat(first.getHeaders().get("Authorization")).isEqualTo("Bearer " + KEY);
    assertThat(server.takeRequest().getHeaders().get("Authorization")).isNull();
  }

  @Test
  void limitsAndTimeAreOverheardAndEveryRequestIsCounted() throws Exception {
    Overheard overheard = new Overheard();
    server.enqueue(
        json(400, error("", "use max_completion_tokens instead, max_tokens is not supported"))
            .build());
    server.enqueue(
        new MockResponse.Builder()
            .code(200)
            .setHeader("Date", "Tue, 15 Nov 1994 08:12:31 GMT")
            .setHeader("anthropic-ratelimit-requests-limit", "50")
            .setHeader("x-ratelimit-limit-tokens", "a lot")
            .body(HELLO)
            .build());
    try (ChatModel model = new OpenAiChatModel(role(), KEY, overheard)) {
      var _ = model.ask(request(new ChatModel.Shape.Text()));
    }

    assertThat(overheard.requests()).isEqualTo(2);
    assertThat(overheard.requestLimit()).hasValue(50);
    assertThat(overheard.tokenLimit()).isEmpty();
    assertThat(overheard.clockAhead().orElseThrow()).isGreaterThan(Duration.ofDays(11_000));
  }
}
