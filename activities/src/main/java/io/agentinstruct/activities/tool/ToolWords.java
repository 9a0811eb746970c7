package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Yaml;
import io.agentinstruct.core.stage.ToolSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a model is told of our own tools: a file a tool, {@code flows/_tools/<name>.yaml}. */
public final class ToolWords {
  private final Path folder;

  /**
   * @param flows the folder of flows
   */
  public ToolWords(Path flows) {
    this.folder = flows.resolve("_tools");
  }

  /**
   * @throws ToolTrouble for people, where the file is not there or does not say what it must
   */
  public ToolSpec spec(String name) {
    Path file = folder.resolve(name + ".yaml");
    try {
      JsonNode root = Yaml.MAPPER.readTree(Files.readString(file));
      String description = root.path("description").asText("").strip();
      JsonNode parameters = root.path("parameters");
      if (description.isEmpty() || !parameters.path("type").asText().equals("object")) {
        throw new ToolTrouble(
            file
                + ": needs a 'description' and 'parameters', a JSON schema of type object; restore it from the project's flows/_tools");
      }
      return new ToolSpec(name, description, parameters);
    } catch (JsonProcessingException e) {
      Yaml.Flaw flaw = Yaml.flaw(e);
      throw new ToolTrouble(file + ":" + flaw.line() + ": " + flaw.fault() + "; " + flaw.remedy());
    } catch (IOException e) {
      throw new ToolTrouble(
          file + ": can't be read; restore it from the project's flows/_tools, or mend its rights");
    }
  }
}
