package io.agentinstruct.core.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a trainer reads, and why a retried write cannot double it. */
class RowTest {
  private static final Lineage LINEAGE = Lineage.ofSeed("5eed").then("debate").then("answer");

  @Test
  void anIdDependsOnSeedVersionAndLineageAndOnNothingElse() {
    String id = Row.id("5eed", "v1", LINEAGE);

    assertThat(id).matches("[0-9a-f]{32}").isEqualTo(Row.id("5eed", "v1", LINEAGE));
    assertThat(
            List.of(
                id,
                Row.id("5ee", "v1", LINEAGE),
                Row.id("5eed", "v2", LINEAGE),
                Row.id("5eed", "v1", LINEAGE.then("more")),
                Row.id("5eedv1", "", LINEAGE)))
        .doesNotHaveDuplicates();
  }

  @Test
  void isWrittenWithItsColumnsInOrder() {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("skill", "reading-comprehension");
    metadata.put("agent", "strengthen");
    Row row = new Row("1d", List.of(Message.user("問い"), Message.assistant("")), "", metadata);

    assertThat(Json.write(row))
        .isEqualTo(
            "{\"id\":\"1d\",\"messages\":[{\"role\":\"user\",\"content\":\"問い\"},"
                + "{\"role\":\"assistant\",\"content\":\"\"}],"
                + "\"metadata\":{\"skill\":\"reading-comprehension\",\"agent\":\"strengthen\"}}");
    assertThat(Json.read(Json.write(row), Row.class)).isEqualTo(row);
  }
}
