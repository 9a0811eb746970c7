package io.agentinstruct.core.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;

/**
 * One turn of a conversation, in the shape that trainers share (TRL, Axolotl; OpenAI API reference,
 * "Chat").
 *
 * @param role system, user, assistant or tool
 * @param toolCalls what an assistant wants to have called, at once; empty = nothing
 * @param toolCallId the call that a tool answers; empty elsewhere
 */
@JsonInclude(JsonInclude.Include.ALWAYS) // trainers want the column even where it is empty
public record Message(
    String role,
    String content,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("tool_calls")
        List<ToolCall> toolCalls,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonProperty("tool_call_id") String toolCallId) {
  public Message {
    content = content == null ? "" : content;
    toolCalls = toolCalls == null ? List.of() : List.copyOf(toolCalls);
    toolCallId = toolCallId == null ? "" : toolCallId;
  }

  public Message(String role, String content) {
    this(role, content, List.of(), "");
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

  public static Message assistant(String content, List<ToolCall> calls) {
    return new Message("assistant", content, calls, "");
  }

  public static Message tool(String call, String content) {
    return new Message("tool", content, List.of(), call);
  }

  /** What was said, or else what was called. */
  String summary() {
    return content.isBlank() && !toolCalls.isEmpty()
        ? toolCalls.getFirst().function().name()
        : content;
  }
}
