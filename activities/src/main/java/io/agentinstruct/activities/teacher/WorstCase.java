package io.agentinstruct.activities.teacher;

import io.agentinstruct.core.stage.Message;

/**
 * The most tokens that a request can be: a token is at least one byte of its text. What an endpoint
 * wraps around messages is allowed for.
 */
final class WorstCase {
  /** Marks of role, begin and end; the largest known takes seven. */
  private static final int MESSAGE = 16;

  /** The agent's name, the opening of the reply, and what a schema is introduced by. */
  private static final int REQUEST = 256;

  private WorstCase() {}

  static long inputTokens(ChatModel.Request request) {
    long bytes = REQUEST;
    for (Message message : request.messages()) {
      bytes += MESSAGE + bytes(message.content());
    }
    return request.shape() instanceof ChatModel.Shape.Schema schema
        ? bytes + bytes(schema.schema().toString())
        : bytes;
  }

  /** Of its UTF-8; half a character counts as the three bytes of its replacement. */
  private static long bytes(String text) {
    long bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        bytes += 1;
      } else if (c < 0x800) {
        bytes += 2;
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        bytes += 4;
        i++;
      } else {
        bytes += 3;
      }
    }
    return bytes;
  }
}
