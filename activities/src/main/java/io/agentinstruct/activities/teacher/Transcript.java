package io.agentinstruct.activities.teacher;

import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A dialogue as agents read it: one message a line, in JSON, so that nothing that was said can pass
 * for another turn.
 */
final class Transcript {
  private Transcript() {}

  /** All that was said after the system message, with the traffic of tools. */
  static String whole(List<Message> messages) {
    return lines(messages, message -> !message.role().equals("system"));
  }

  /** What a user sees. */
  static String forUser(List<Message> messages) {
    return lines(
        messages.stream().map(message -> new Message(message.role(), message.content())).toList(),
        message ->
            !message.content().isBlank()
                && (message.role().equals("user") || message.role().equals("assistant")));
  }

  private static String lines(List<Message> messages, Predicate<Message> shown) {
    return messages.stream().filter(shown).map(Json::write).collect(Collectors.joining("\n"));
  }
}
