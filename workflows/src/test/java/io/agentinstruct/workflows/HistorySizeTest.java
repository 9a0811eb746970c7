package io.agentinstruct.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Message;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.flow.Itinerary.Transform;
import io.agentinstruct.core.stage.Preview;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.history.v1.HistoryEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Histories carry references: what a journey costs an engine must not grow with the texts it is
 * about.
 */
@Timeout(30)
class HistorySizeTest {
  private static final int CALLS = 17;
  private static final String TEXT = "This sentence must never be read in a history. ".repeat(200);
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Measured: 24 events, 12.7 KB, a third of it previews of full length. With texts it would be
   * some 200 KB. The room above is for a slow machine, where the engine prolongs a workflow task
   * with three events every eight seconds.
   */
  @Test
  void aLocalJourneyIsShort() {
    List<HistoryEvent> history = walk(true);

    assertThat(history).hasSizeLessThanOrEqualTo(36);
    assertThat(bytes(history)).isLessThan(14_000);
  }

  /**
   * Measured: 107 events, 19.3 KB. Six events a call: three of the activity, three of the decision
   * that follows.
   */
  @Test
  void aNormalJourneyIsShort() {
    List<HistoryEvent> history = walk(false);

    assertThat(history).hasSizeLessThanOrEqualTo(6 * CALLS + 18);
    assertThat(bytes(history)).isLessThan(21_500);
  }

  @Test
  void noTextGetsIntoAHistory() {
    for (boolean local : new boolean[] {true, false}) {
      List<String> strings = strings(walk(local));

      assertThat(strings).allSatisfy(string -> assertThat(string).hasSizeLessThan(200));
      assertThat(strings).contains(Preview.of(TEXT)); // we do look where previews are
    }
  }

  /** 17 calls: a chain of three, two rounds, three threads with an answer and two judges each. */
  private static List<HistoryEvent> walk(boolean local) {
    try (SmallHouse house = SmallHouse.open(local)) {
      house.teacher.saysOtherwise(HistorySizeTest::stored);
      house.walk(
          Way.plain()
              .transforms(
                  new Transform(
                      Way.visit("transform/debate"), List.of(Way.visit("instruct/apis", 3))))
              .refines(2, Way.pair("harder"))
              .judges("grounded", "useful"));
      assertThat(house.teacher.asked()).hasSize(CALLS);
      return house.events(SmallHouse.journeyId(0));
    }
  }

  /** As the real teacher: the text goes to the store, its digest and its first words go on. */
  private static Answer stored(Question question) {
    String text = TEXT + question.lineage() + question.step();
    return new Made(List.of(new Item(Digest.of(text), Preview.of(text), null, null)));
  }

  private static int bytes(List<HistoryEvent> history) {
    return history.stream().mapToInt(HistoryEvent::getSerializedSize).sum();
  }

  private static List<String> strings(List<HistoryEvent> history) {
    List<String> strings = new ArrayList<>();
    history.forEach(event -> gather(event, strings));
    return strings;
  }

  /** Every string in every payload of the message, however deep. */
  private static void gather(Message message, List<String> strings) {
    if (message instanceof Payload payload) {
      gather(json(payload), strings);
      return;
    }
    for (Object value : message.getAllFields().values()) {
      List<?> values = value instanceof List<?> list ? list : List.of(value);
      for (Object one : values) {
        if (one instanceof Message inner) {
          gather(inner, strings);
        }
      }
    }
  }

  private static void gather(JsonNode node, List<String> strings) {
    if (node.isTextual()) {
      strings.add(node.asText());
    }
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      strings.add(field.getKey());
    }
    node.forEach(child -> gather(child, strings));
  }

  private static JsonNode json(Payload payload) {
    try {
      return payload.getData().isEmpty()
          ? JSON.nullNode()
          : JSON.readTree(payload.getData().toStringUtf8());
    } catch (JsonProcessingException e) {
      throw new AssertionError("a payload that is no JSON: " + payload, e);
    }
  }
}
