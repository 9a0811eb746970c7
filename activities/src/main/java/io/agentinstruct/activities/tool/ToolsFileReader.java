package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.tool.ToolsFile.Engine;
import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import io.agentinstruct.activities.tool.ToolsFile.Search;
import io.agentinstruct.core.Yaml;
import io.agentinstruct.core.flow.Nearest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/** Reads a tools file, noting every fault. What looks like a key is never repeated. */
final class ToolsFileReader {
  private static final int MOST_BYTES = 64 << 10;
  private static final String BRAVE = "https://api.search.brave.com";
  private static final List<String> SECTIONS = List.of("web-search", "fetch", "mcp");
  private static final Pattern SERVER = Pattern.compile("[a-z][a-z0-9-]{0,29}");
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,59}");
  private static final Pattern HOST =
      Pattern.compile("(?i)(\\*\\.)?([a-z0-9-]+\\.)+[a-z0-9-]{2,63}");

  /** Long, with digits and without a single underscore: no one names a variable so. */
  private static final Pattern KEY_LIKE = Pattern.compile("sk-.*|(?=.*[0-9])[^_]{20,}");

  private final Path file;
  private final String name;
  private final Map<String, String> env;
  private final Set<String> faults = new LinkedHashSet<>();
  private YamlLines lines = YamlLines.NONE;

  ToolsFileReader(Path file, Map<String, String> env) {
    this.file = file;
    this.name = String.valueOf(file.getFileName());
    this.env = env;
  }

  ToolsFile read() {
    Optional<JsonNode> tree = tree();
    ToolsFile read = tree.map(this::sections).orElse(ToolsFile.NONE);
    if (!faults.isEmpty()) {
      throw new ToolTrouble(faults);
    }
    return read;
  }

  private Optional<JsonNode> tree() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        faults.add(name + ": is larger than a tools file can be; see that it is the right file");
        return Optional.empty();
      }
      String text = Files.readString(file);
      JsonNode root = Yaml.MAPPER.readTree(text);
      lines = YamlLines.of(text);
      if (root != null && root.isObject()) {
        return Optional.of(root);
      }
      faults.add(
          name + ": configures no tool; write one or more of " + String.join(", ", SECTIONS));
    } catch (JsonProcessingException e) {
      Yaml.Flaw flaw = Yaml.flaw(e);
      // the parser's own words may quote a line, and the line a key
      String fault = flaw.fault().contains("Duplicate") ? "has a key twice" : "is not YAML";
      faults.add("%s:%d: %s; %s".formatted(name, flaw.line(), fault, flaw.remedy()));
    } catch (IOException e) {
      faults.add(
          name + ": can't be read; check that " + file + " is there, readable and UTF-8 text");
    }
    return Optional.empty();
  }

  private ToolsFile sections(JsonNode root) {
    refuseUnknown(root, "", SECTIONS);
    Map<String, McpServer> servers = new LinkedHashMap<>();
    if (object(root, "mcp")) {
      root.path("mcp")
          .properties()
          .forEach(entry ->
              server(entry.getKey(), entry.getValue())
                  .ifPresent(server -> servers.put(entry.getKey(), server)));
    }
    return new ToolsFile(
        object(root, "web-search") ? search(root.path("web-search")) : Optional.empty(),
        root.has("fetch") ? hosts(root) : Optional.empty(),
        servers);
  }

  /** Whether a section is there and in order; a fault where it is there and is not. */
  private boolean object(JsonNode root, String section) {
    if (root.has(section) && !root.path(section).isObject()) {
      fault(section, "has no settings", "indent them below it, or write them in { }");
    }
    return root.path(section).isObject();
  }

  private Optional<Search> search(JsonNode section) {
    refuseUnknown(section, "web-search", List.of("kind", "url", "key-name"));
    String kind = section.path("kind").asText("");
    Optional<Engine> engine =
        switch (kind) {
          case "searxng" -> Optional.of(Engine.SEARXNG);
          case "brave" -> Optional.of(Engine.BRAVE);
          default -> Optional.empty();
        };
    if (engine.isEmpty()) {
      fault(
          "web-search/kind",
          "'kind' is " + (kind.isEmpty() ? "missing" : "'" + shown(kind) + "'"),
          "write 'kind: searxng' with its url, or 'kind: brave' with 'key-name'");
      return Optional.empty();
    }
    String standard = engine.get() == Engine.BRAVE ? BRAVE : "";
    Optional<URI> url = address("web-search/url", section.path("url").asText(standard));
    Secret key = secret("web-search/key-name", section.path("key-name"));
    if (engine.get() == Engine.BRAVE && key.name().isEmpty()) {
      fault(
          "web-search",
          "'brave' wants a key",
          "add 'key-name: BRAVE_KEY' and put the key into the environment variable of that name");
    }
    return url.map(uri -> HttpUrl.get(uri)).map(at -> new Search(engine.get(), at, key));
  }

  private Optional<List<String>> hosts(JsonNode root) {
    JsonNode section = root.path("fetch");
    if (!section.isObject()) {
      fault("fetch", "has no settings", "write 'fetch: {}' for any public host, or list 'hosts'");
      return Optional.empty();
    }
    refuseUnknown(section, "fetch", List.of("hosts"));
    List<String> hosts = new ArrayList<>();
    for (String host : words("fetch/hosts", section.path("hosts"))) {
      if (!HOST.matcher(host).matches()) {
        fault(
            "fetch/hosts",
            "'" + shown(host) + "' is no host",
            "write names such as docs.example.org or *.example.org, without http:// and path");
      }
      hosts.add(host.toLowerCase(Locale.ROOT));
    }
    if (section.has("hosts") && hosts.isEmpty()) {
      fault("fetch/hosts", "'hosts' lists none", "list some, or leave it away for any public host");
    }
    return Optional.of(hosts);
  }

  private Optional<McpServer> server(String server, JsonNode settings) {
    String at = "mcp/" + server;
    if (!SERVER.matcher(server).matches()) {
      fault(
          at,
          "'" + shown(server) + "' can't name a server",
          "use at most 30 small letters, digits and hyphens, a letter first");
      return Optional.empty();
    }
    if (!settings.isObject() || settings.has("command") == settings.has("url")) {
      fault(
          at,
          "needs either a command or a url",
          "write 'command: [npx, -y, some-server]' or 'url: https://mcp.example/mcp'");
      return Optional.empty();
    }
    return settings.has("command") ? command(at, settings) : endpoint(at, settings);
  }

  private Optional<McpServer> command(String at, JsonNode settings) {
    refuseUnknown(settings, at, List.of("command", "env"));
    List<String> command = words(at + "/command", settings.path("command"));
    if (command.isEmpty() || command.getFirst().isBlank()) {
      fault(at + "/command", "'command' is empty", "list the program and its arguments");
      return Optional.empty();
    }
    Map<String, String> given = new LinkedHashMap<>();
    for (String variable : words(at + "/env", settings.path("env"))) {
      variable(at + "/env", variable).ifPresent(value -> given.put(variable, value));
    }
    return Optional.of(new McpServer.Command(command, given));
  }

  private Optional<McpServer> endpoint(String at, JsonNode settings) {
    refuseUnknown(settings, at, List.of("url", "key-name"));
    Secret key = secret(at + "/key-name", settings.path("key-name"));
    return address(at + "/url", settings.path("url").asText(""))
        .map(url -> new McpServer.Endpoint(url, key));
  }

  private List<String> words(String at, JsonNode list) {
    List<String> words = new ArrayList<>();
    if (list.isArray()) {
      for (JsonNode word : list) {
        if (word.isValueNode() && !word.isNull()) {
          words.add(word.asText());
        } else {
          fault(at, "lists something that is no word", "write a list such as [a, b]");
        }
      }
    } else if (!list.isMissingNode()) {
      fault(at, "is no list", "write a list such as [a, b]");
    }
    return words;
  }

  private Optional<URI> address(String at, String text) {
    HttpUrl url = HttpUrl.parse(text.strip());
    if (url == null
        || !url.username().isEmpty()
        || !url.password().isEmpty()
        || url.query() != null
        || url.fragment() != null) {
      fault(
          at,
          "'url' is no web address without user, query and fragment",
          "write one such as https://host.example/path; keys go into 'key-name'");
      return Optional.empty();
    }
    return Optional.of(url.uri());
  }

  private Secret secret(String at, JsonNode setting) {
    if (setting.isMissingNode()) {
      return Secret.NONE;
    }
    String variable = setting.asText("").strip();
    Optional<String> value = variable(at, variable);
    if (value.isEmpty()) {
      return new Secret("?", "");
    }
    if (!value.get().strip().chars().allMatch(c -> c > ' ' && c < 127)) {
      fault(
          at,
          "the key in " + variable + " holds spaces or characters that can't be sent",
          "export it again as the provider shows it");
    }
    return new Secret(variable, value.get().strip());
  }

  /** Its value; a fault where the name is none, or nothing is in the environment under it. */
  private Optional<String> variable(String at, String variable) {
    if (!VARIABLE.matcher(variable).matches() || KEY_LIKE.matcher(variable).matches()) {
      fault(
          at,
          "names no environment variable",
          "keep keys out of files; write the name of the variable that holds it, such as BRAVE_KEY");
      return Optional.empty();
    }
    String value = env.getOrDefault(variable, "");
    if (value.isBlank()) {
      fault(
          at,
          "the environment variable " + variable + " is not set",
          "export it before you start, or take it out of the file");
      return Optional.empty();
    }
    return Optional.of(value);
  }

  private void refuseUnknown(JsonNode section, String at, List<String> known) {
    section
        .fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            fault(
                at.isEmpty() ? key : at + "/" + key,
                "no such key '" + shown(key) + "'",
                Nearest.remedy(key, known));
          }
        });
  }

  private void fault(String at, String fault, String remedy) {
    OptionalInt found = lines.line(at);
    String line = found.isPresent() ? ":" + found.getAsInt() : "";
    String section = at.contains("/") ? at.substring(0, at.lastIndexOf('/')) : "";
    String place = section.isEmpty() ? "" : " " + section.replace('/', ' ') + ":";
    faults.add(name + line + ":" + place + " " + fault + "; " + remedy);
  }

  /** What a person wrote, unless it might be a secret or does not bear showing. */
  private static String shown(String text) {
    String line = Clip.line(text, 40);
    return KEY_LIKE.matcher(line).matches() || line.contains("sk-") ? "…" : line;
  }
}
