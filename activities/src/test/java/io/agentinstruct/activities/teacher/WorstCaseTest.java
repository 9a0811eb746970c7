package io.agentinstruct.activities.teacher;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.activities.teacher.ChatModel.Request;
import io.agentinstruct.activities.teacher.ChatModel.Shape;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorstCaseTest {
  private static long tokens(Shape shape, Message... messages) {
    return WorstCase.inputTokens(new Request("m", List.of(messages), 0, 1, "name", shape));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "plain", "größer", "日本語の文章", "𝄞 and 👩‍👩‍👧‍👦"})
  void everyByteOfATextMayBeAToken(String text) {
    assertThat(tokens(new Shape.Text(), Message.user(text)))
        .isEqualTo(256 + 16 + text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void halfACharacterIsSentAsItsReplacement() {
    assertThat(tokens(new Shape.Text(), Message.user("x\ud83d"))).isEqualTo(256 + 16 + 4);
    assertThat(tokens(new Shape.Text(), Message.user("\udc00x"))).isEqualTo(256 + 16 + 4);
  }

  @Test
  void everyMessageAndTheSchemaCount() {
    Shape schema = new Shape.Schema(Json.MAPPER.createObjectNode().put("type", "object"));

    assertThat(tokens(schema, Message.system("ab"), Message.user("c"), Message.assistant("d")))
        .isEqualTo(256 + 3 * 16 + 4 + "{\"type\":\"object\"}".length());
  }

  @Test
  void theWorstPriceIsThatOfWhicheverInputIsDearer() {
    assertThat(new Role.Price(2, 1, 10).worstMicros(100, 10)).isEqualTo(300);
    assertThat(new Role.Price(2, 2.5, 10).worstMicros(100, 10)).isEqualTo(350);
    assertThat(new Role.Price(2, 1, 10, 0.5).worstMicros(100, 10)).isEqualTo(150);
    assertThat(new Role.Price(2, 1, 10, 0.5).micros(100, 40, 10)).isEqualTo(130);
    assertThat(new Role.Price(2, 1, 10, 0).worstMicros(100, 10)).isZero();
  }
}
