package io.agentinstruct.activities.tool;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import okhttp3.HttpUrl;

/**
 * Which tools of the surroundings there are. What is not configured is not offered.
 *
 * @param fetchHosts absent = pages are not fetched; empty = any public host
 * @param mcp by the name that prompts use before the slash, in the file's order
 */
public record ToolsFile(
    Optional<Search> webSearch, Optional<List<String>> fetchHosts, Map<String, McpServer> mcp) {
  /** Nothing is configured. */
  public static final ToolsFile NONE = new ToolsFile(Optional.empty(), Optional.empty(), Map.of());

  public ToolsFile {
    fetchHosts = fetchHosts.map(List::copyOf);
    mcp = Collections.unmodifiableMap(new LinkedHashMap<>(mcp));
  }

  /**
   * Reads the file strictly.
   *
   * @param env where keys and what servers are given are found, by the names in the file
   * @throws ToolTrouble for people: every fault at once, each with its place and its remedy
   */
  public static ToolsFile read(Path file, Map<String, String> env) {
    return new ToolsFileReader(file, env).read();
  }

  /** What is asked how. */
  enum Engine {
    SEARXNG,
    BRAVE
  }

  /** A web search engine. */
  public record Search(Engine kind, HttpUrl url, Secret key) {}

  /** A server of tools, by the Model Context Protocol. */
  public sealed interface McpServer {
    /**
     * Started by us, and spoken to over its standard input and output.
     *
     * @param env all that it is given of the environment
     */
    record Command(List<String> command, Map<String, String> env) implements McpServer {
      public Command {
        command = List.copyOf(command);
        env = Collections.unmodifiableMap(new LinkedHashMap<>(env));
      }

      /** Without what the environment holds. */
      @Override
      public String toString() {
        return command + " with " + env.keySet();
      }
    }

    /** Running somewhere, reached by streamable HTTP. */
    record Endpoint(URI url, Secret key) implements McpServer {}
  }
}
