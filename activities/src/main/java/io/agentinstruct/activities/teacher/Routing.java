package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.teacher.Asker.Read;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Piece;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Asks the router which skills a seed is worth, and says what that means for the journey's own. All
 * journeys of a seed send the same request; the journal answers all but the first.
 */
final class Routing {
  private final Asking asking;
  private final Bench bench;

  Routing(Asking asking, Bench bench) {
    this.asking = asking;
    this.bench = bench;
  }

  Answer answer(Asker asker) throws ModelTrouble, InterruptedException {
    return asker.shaped(
        asking,
        Envelope.routing(),
        asking.messages(bench.values()),
        (reply, call) -> read(reply.path("skills"), reply.path("reason").asText(), call));
  }

  /**
   * Reasons for no are few and fixed, since they are counted; the router's own is in the journal.
   */
  private Read read(JsonNode skills, String reason, String call) {
    List<String> named =
        StreamSupport.stream(skills.spliterator(), false)
            .map(skill -> skill.asText().strip())
            .toList();
    if (named.contains(asking.flow().name())) {
      Origin origin =
          new Origin(
              asking.question().lineage(), asking.agent().id(), call, List.of(bench.seed().text()));
      return new Read.Pieced(List.of(Pieces.Checked.sound(new Piece.Note(origin, reason))));
    }
    return new Read.Refusal(
        named.isEmpty() ? "router: worth no skill" : "router: worth other skills");
  }
}
