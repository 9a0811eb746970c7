package io.agentinstruct.core.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.agentinstruct.core.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Lists of tools: written by agents in flat form, told to models and trainers as JSON schemas. */
public final class ToolList {
  private static final int LONGEST_NAME = 64;
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private static final Map<JsonNode, Schema> KNOWN = new ConcurrentHashMap<>();

  private ToolList() {}

  /**
   * The tools of a transform agent's reply: names made fit for an endpoint and unique, types read
   * forgivingly.
   *
   * @param tools list of name, description, returns, parameters
   */
  public static List<ToolSpec> written(JsonNode tools) {
    List<ToolSpec> read = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (JsonNode tool : tools) {
      String name = fit(tool.path("name").asText());
      if (!name.isEmpty() && names.add(name)) {
        String returns = tool.path("returns").asText();
        String about = tool.path("description").asText();
        read.add(
            new ToolSpec(
                name,
                returns.isBlank() ? about : about + "\n" + returns,
                parameters(tool.path("parameters"))));
      }
    }
    return List.copyOf(read);
  }

  private static String fit(String name) {
    String fit =
        name.strip()
            .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
            .replaceAll("[^A-Za-z0-9_-]+", "_")
            .replaceAll("^_+|_+$", "")
            .toLowerCase(Locale.ROOT);
    return fit.substring(0, Math.min(LONGEST_NAME, fit.length()));
  }

  private static ObjectNode parameters(JsonNode written) {
    ObjectNode schema = Json.MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = schema.putObject("properties");
    ArrayNode required = Json.MAPPER.createArrayNode();
    for (JsonNode parameter : written) {
      String name = fit(parameter.path("name").asText());
      if (!name.isEmpty() && !properties.has(name)) {
        properties.set(name, property(parameter));
        if (parameter
            .path("required")
            .asText()
            .strip()
            .toLowerCase(Locale.ROOT)
            .matches("yes|true")) {
          required.add(name);
        }
      }
    }
    schema.set("required", required);
    return schema.put("additionalProperties", false);
  }

  private static ObjectNode property(JsonNode parameter) {
    String type = parameter.path("type").asText().strip().toLowerCase(Locale.ROOT);
    boolean list = type.endsWith("[]") || type.startsWith("array") || type.startsWith("list");
    ObjectNode one = Json.MAPPER.createObjectNode().put("type", simple(type));
    ArrayNode values = Json.MAPPER.createArrayNode();
    parameter
        .path("values")
        .forEach(value -> {
          if (!value.asText().isBlank()) {
            values.add(value.asText().strip());
          }
        });
    if (!values.isEmpty() && one.path("type").asText().equals("string")) {
      one.set("enum", values);
    }
    ObjectNode property = one;
    if (list) {
      property = Json.MAPPER.createObjectNode().put("type", "array");
      property.set("items", one);
    }
    String about = parameter.path("description").asText();
    return about.isBlank() ? property : property.put("description", about);
  }

  private static String simple(String type) {
    if (type.contains("int")) {
      return "integer";
    }
    if (type.contains("number") || type.contains("float") || type.contains("double")) {
      return "number";
    }
    if (type.contains("bool")) {
      return "boolean";
    }
    return type.startsWith("object") || type.startsWith("dict") ? "object" : "string";
  }

  /** What a model that plans a call is told: name, description and parameters of each. */
  public static String told(List<ToolSpec> tools) {
    return Json.write(tools);
  }

  /**
   * The list as chat templates take it: each tool wrapped in {@code {"type": "function",
   * "function": ...}}.
   */
  public static String exported(List<ToolSpec> tools) {
    ArrayNode list = Json.MAPPER.createArrayNode();
    for (ToolSpec tool : tools) {
      ObjectNode function = list.addObject().put("type", "function").putObject("function");
      function.put("name", tool.name()).put("description", tool.description());
      function.set("parameters", tool.parameters());
    }
    return list.toString();
  }

  /** What is wrong with the arguments of a call; empty = they meet the tool's schema. */
  public static Optional<String> fault(ToolSpec tool, ObjectNode arguments) {
    Schema schema = KNOWN.computeIfAbsent(tool.parameters(), REGISTRY::getSchema);
    List<String> faults = new ArrayList<>();
    schema.validate(arguments).forEach(fault -> faults.add(fault.toString()));
    return faults.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", faults));
  }
}
