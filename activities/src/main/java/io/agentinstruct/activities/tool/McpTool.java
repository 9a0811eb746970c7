package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Content;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A tool of a server, as the server showed it when it was listed. */
final class McpTool implements Tool {
  private static final TypeReference<Map<String, Object>> ARGUMENTS = new TypeReference<>() {};

  private final McpTools server;
  private final String own;
  private final ToolSpec spec;
  private final ArgumentCheck check;

  /**
   * @param own its name on its server
   */
  McpTool(McpTools server, String own, ToolSpec spec, ArgumentCheck check) {
    this.server = server;
    this.own = own;
    this.spec = spec;
    this.check = check;
  }

  /** As people write it: {@code server/tool}. */
  String name() {
    return server.name() + "/" + own;
  }

  String own() {
    return own;
  }

  ArgumentCheck check() {
    return check;
  }

  /** Changes with anything that a model is told of it. */
  String fingerprint() {
    return Digest.of(own + "\n" + spec.description() + "\n" + spec.parameters());
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) throws InterruptedException {
    try {
      return told(server.call(this, Json.MAPPER.convertValue(arguments, ARGUMENTS)));
    } catch (McpTrouble e) {
      return Result.failed("The tool " + name() + " failed: " + e.getMessage() + ".");
    }
  }

  private static Result told(CallToolResult result) {
    List<String> texts = new ArrayList<>();
    for (Content content : Objects.requireNonNullElse(result.content(), List.<Content>of())) {
      texts.add(
          content instanceof TextContent text
              ? Objects.requireNonNullElse(text.text(), "")
              : "[" + Clip.line(content.type(), 20) + "]");
    }
    if (texts.isEmpty() && result.structuredContent() != null) {
      texts.add(Json.write(result.structuredContent()));
    }
    String text = Clip.text(String.join("\n", texts), Clip.MOST_CHARACTERS);
    return new Result(text, Boolean.TRUE.equals(result.isError()));
  }
}
