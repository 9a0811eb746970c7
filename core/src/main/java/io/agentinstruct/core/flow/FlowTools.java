package io.agentinstruct.core.flow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Yaml;
import io.agentinstruct.core.prompt.PromptReader;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads {@code tools.yaml}: the tools that every student of a flow has. */
final class FlowTools {
  static final String FILE = "tools.yaml";

  private final FlowFiles files;
  private final PromptReader reader;

  FlowTools(FlowFiles files, PromptReader reader) {
    this.files = files;
    this.reader = reader;
  }

  List<ToolSpec> read() {
    String text = files.texts().get(FILE);
    if (text == null) {
      return List.of();
    }
    try {
      JsonNode root = Yaml.MAPPER.readTree(text);
      if (root == null || !root.isArray() || root.isEmpty()) {
        fault("", "is not a list of tools", "write '- name: ...' for each");
        return List.of();
      }
      return tools(root);
    } catch (JsonProcessingException e) {
      Yaml.Flaw flaw = Yaml.flaw(e);
      reader.fault(FILE, flaw.line(), flaw.fault(), flaw.remedy());
      return List.of();
    }
  }

  private List<ToolSpec> tools(JsonNode root) {
    List<ToolSpec> tools = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode tool : root) {
      String name = tool.path("name").asText();
      if (!name.matches("[A-Za-z0-9_-]{1,64}") || !names.add(name)) {
        fault(
            name,
            "'" + name + "' can't name a tool, or names two",
            "use letters, digits, '_' and '-', at most 64, each name once");
      } else if (tool.path("description").asText().isBlank()) {
        fault(name, "'" + name + "' has no description", "say in a sentence what it does");
      } else if (!tool.path("parameters").path("type").asText().equals("object")) {
        fault(
            name,
            "the parameters of '" + name + "' are no JSON schema of an object",
            "write parameters: { type: object, properties: {...}, required: [...] }");
      } else {
        tools.add(new ToolSpec(name, tool.path("description").asText(), tool.path("parameters")));
      }
    }
    return List.copyOf(tools);
  }

  private void fault(String word, String fault, String remedy) {
    reader.fault(FILE, word.isEmpty() ? 0 : reader.lineOf(FILE, "", word), fault, remedy);
  }
}
