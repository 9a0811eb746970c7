package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.tool.McpConnection.Patience;
import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tools of one server that speaks the Model Context Protocol. Connected to at first need, and
 * again after it ended.
 */
final class McpTools implements AutoCloseable {
  private static final int MOST_DESCRIPTION = 4_000;
  private static final int MOST_SCHEMA = 32_000;
  private static final int MOST_NAME = 64; // of a function, as chat endpoints take it
  private static final Duration RETRY = Duration.ofSeconds(30);

  private final String name;
  private final McpServer settings;
  private final Patience patience;
  private @Nullable McpConnection connection;
  private List<McpTool> tools = List.of();
  private List<String> faults = List.of();
  private String lastTrouble = "";
  private long troubleAt;

  McpTools(String name, McpServer settings, Patience patience) {
    this.name = name;
    this.settings = settings;
    this.patience = patience;
  }

  String name() {
    return name;
  }

  /**
   * @param faults of single tools, which are not offered therefore
   */
  record Listing(List<McpTool> tools, List<String> faults) {}

  /** The tools as they are now. Others wait while a server is being started. */
  synchronized Listing listing() throws McpTrouble, InterruptedException {
    fresh();
    return new Listing(tools, faults);
  }

  /** Uses a tool, if it still is what the model was shown. */
  CallToolResult call(McpTool tool, Map<String, Object> arguments)
      throws McpTrouble, InterruptedException {
    McpConnection at;
    synchronized (this) {
      at = fresh();
      McpTool now =
          tools.stream()
              .filter(other -> other.own().equals(tool.own()))
              .findFirst()
              .orElseThrow(() -> new McpTrouble("the server does not offer it any longer"));
      if (!now.fingerprint().equals(tool.fingerprint())) {
        throw new McpTrouble(
            "the server changed what it says of it since it was shown, so it is not used");
      }
    }
    return at.call(tool.own(), arguments);
  }

  private McpConnection fresh() throws McpTrouble, InterruptedException {
    McpConnection at = connection;
    if (at != null && at.over()) {
      at.close();
      connection = null;
      at = null;
    }
    if (at == null) {
      refuseHaste();
      at = noted(() -> McpConnection.open(settings, patience));
      connection = at;
      list(at);
    } else if (at.changedSince()) {
      list(at);
    }
    return at;
  }

  /** A server that could not be had is not asked for with every call of a run. */
  private void refuseHaste() throws McpTrouble {
    if (!lastTrouble.isEmpty() && System.nanoTime() - troubleAt < RETRY.toNanos()) {
      throw new McpTrouble(lastTrouble);
    }
  }

  private void list(McpConnection at) throws McpTrouble, InterruptedException {
    List<McpTool> listed = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Tool tool : noted(at::tools)) {
      String own = Objects.requireNonNullElse(tool.name(), "");
      String description = Objects.requireNonNullElse(tool.description(), "");
      JsonNode parameters =
          Json.MAPPER.valueToTree(Objects.requireNonNullElse(tool.inputSchema(), Map.of()));
      String fault = fault(own, description, parameters);
      Optional<ArgumentCheck> check =
          fault.isEmpty() ? ArgumentCheck.of(parameters) : Optional.empty();
      if (check.isEmpty()) {
        String why = fault.isEmpty() ? "its schema can't be read, or leads elsewhere" : fault;
        refused.add(name + "/" + Clip.line(own, 60) + ": " + why);
      } else if (seen.add(own)) {
        ToolSpec spec = new ToolSpec(function(own), description, parameters);
        listed.add(new McpTool(this, own, spec, check.get()));
      }
    }
    tools = List.copyOf(listed);
    faults = List.copyOf(refused);
  }

  private static String fault(String own, String description, JsonNode parameters) {
    if (!own.matches("[\\p{L}\\p{N}_./:-]{1,128}")) {
      return "its name is none that could be written";
    }
    if (description.length() > MOST_DESCRIPTION || parameters.toString().length() > MOST_SCHEMA) {
      return "what its server says of it is longer than any tool needs";
    }
    return "";
  }

  /** Valid for chat endpoints, and another for each tool. */
  private String function(String own) {
    String plain = (name + "_" + own).replaceAll("[^a-zA-Z0-9_-]", "_");
    boolean exact = plain.equals(name + "_" + own) && plain.length() <= MOST_NAME;
    String mark = "_" + Digest.of(name + "/" + own).substring(0, 6);
    return exact
        ? plain
        : plain.substring(0, Math.min(plain.length(), MOST_NAME - mark.length())) + mark;
  }

  private interface Asking<T> {
    T ask() throws McpTrouble, InterruptedException;
  }

  private <T> T noted(Asking<T> asking) throws McpTrouble, InterruptedException {
    try {
      T answer = asking.ask();
      lastTrouble = "";
      return answer;
    } catch (McpTrouble e) {
      lastTrouble = Objects.requireNonNullElse(e.getMessage(), "");
      troubleAt = System.nanoTime();
      throw e;
    }
  }

  @Override
  public synchronized void close() {
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
