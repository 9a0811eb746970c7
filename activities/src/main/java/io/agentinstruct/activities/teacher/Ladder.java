package io.agentinstruct.activities.teacher;

import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How structured replies are asked of an endpoint: by schema, by JSON mode with the schema in
 * words, by words alone. It is walked down where an endpoint refuses a rung, once for all calls.
 */
public final class Ladder {
  private final Map<String, Rung> rungs = new ConcurrentHashMap<>();

  /** From the strictest down. */
  public enum Rung {
    SCHEMA,
    JSON,
    WORDS;

    ChatModel.Shape shape(Envelope envelope) {
      return switch (this) {
        case SCHEMA -> new ChatModel.Shape.Schema(envelope.schema());
        case JSON -> new ChatModel.Shape.JsonObject();
        case WORDS -> new ChatModel.Shape.Text();
      };
    }

    /** The messages, with the schema told in words below the top rung. */
    List<Message> messages(List<Message> messages, Envelope envelope, Flow flow) {
      if (this == SCHEMA) {
        return messages;
      }
      String words =
          flow.house("json-reply")
              .user()
              .fill(Map.of("schema", envelope.schema().toPrettyString()));
      List<Message> told = new ArrayList<>(messages);
      Message last = told.removeLast();
      told.add(new Message(last.role(), last.content() + "\n\n" + words));
      return told;
    }
  }

  Rung rung(Role role) {
    return rungs.getOrDefault(key(role), Rung.SCHEMA);
  }

  /** Begins at a rung that a probe found, so that a run need not find it again. */
  void startAt(Role role, Rung found) {
    rungs.merge(key(role), found, (now, wanted) -> now.compareTo(wanted) >= 0 ? now : wanted);
  }

  /**
   * @return whether there was a lower rung, so that asking again makes sense
   */
  boolean stepDown(Role role, Rung refused) {
    Rung lower = refused == Rung.SCHEMA ? Rung.JSON : Rung.WORDS;
    rungs.merge(key(role), lower, (now, wanted) -> now.compareTo(wanted) >= 0 ? now : wanted);
    return refused != Rung.WORDS;
  }

  private static String key(Role role) {
    return role.endpoint() + " " + role.model();
  }
}
