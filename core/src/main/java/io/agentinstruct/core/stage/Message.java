package io.agentinstruct.core.stage;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * One turn of a conversation, in the shape that trainers share (TRL, Axolotl, OpenAI).
 *
 * @param role system, user, assistant or tool
 */
@JsonInclude(JsonInclude.Include.ALWAYS) // trainers want the column even where it is empty
public record Message(String role, String content) {
  public Message {
    content = content == null ? "" : content;
  }

  public static Message system(String content) {
    return new Message("system", content);
  }

  public static Message user(String content) {
    return new Message("user", content);
  }

  public static Message assistant(String content) {
    return new Message("assistant", content);
  }
}
