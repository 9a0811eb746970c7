package io.agentinstruct.activities.tool;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.tool.ToolsFile.McpServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsFileTest {
  private static final Map<String, String> ENV =
      Map.of("BRAVE_KEY", "bsa-secret-1234567890", "FILES_KEY", "f-secret", "HOME", "/home/ann");

  @TempDir Path folder;

  private ToolsFile read(String yaml) throws IOException {
    return ToolsFile.read(Files.writeString(folder.resolve("tools.yaml"), yaml), ENV);
  }

  private String faults(String yaml) {
    ToolTrouble thrown = catchThrowableOfType(ToolTrouble.class, () -> read(yaml));
    return requireNonNull(thrown.getMessage());
  }

  @Test
  void saysWhatIsConfigured() throws Exception {
    ToolsFile file =
        read(
            """
            web-search: { kind: searxng, url: https://searx.example/ }
            fetch: { hosts: [Docs.example.org, "*.example.com"] }
            mcp:
              weather: { command: [npx, -y, some-server], env: [HOME] }
              files: { url: https://mcp.example/mcp, key-name: FILES_KEY }
            """);

    assertThat(file.webSearch().orElseThrow().url()).hasToString("https://searx.example/");
    assertThat(file.fetchHosts()).hasValue(List.of("docs.example.org", "*.example.com"));
    assertThat(file.mcp().keySet()).containsExactly("weather", "files");
    assertThat(file.mcp().get("weather"))
        .isEqualTo(
            new McpServer.Command(
                List.of("npx", "-y", "some-server"), Map.of("HOME", "/home/ann")));
    assertThat(file.mcp().get("files"))
        .isEqualTo(
            new McpServer.Endpoint(
                URI.create("https://mcp.example/mcp"), new Secret("FILES_KEY", "f-secret")));
  }

  @Test
  void braveHasAnAddressOfItsOwn() throws Exception {
    assertThat(
            read("web-search: { kind: brave, key-name: BRAVE_KEY }")
                .webSearch()
                .orElseThrow()
                .url())
        .hasToString("https://api.search.brave.com/");
  }

  @Test
  void fetchWithoutHostsIsAnyPublicHostAndAbsentIsOff() throws Exception {
    assertThat(read("fetch: {}").fetchHosts()).hasValue(List.of());
    assertThat(read("mcp: {}").fetchHosts()).isEmpty();
  }

  @Test
  void whatItHoldsShowsNoSecret() throws Exception {
    ToolsFile file =
        read(
            """
            web-search: { kind: brave, key-name: BRAVE_KEY }
            mcp:
              a: { command: [x], env: [FILES_KEY] }
              b: { url: https://mcp.example/, key-name: FILES_KEY }
            """);

    assertThat(file.toString()).contains("BRAVE_KEY", "FILES_KEY").doesNotContain("secret");
  }

  @Test
  void everyFaultIsToldAtOnceWithItsLineAndRemedy() {
    assertThat(
            faults(
                    """
                    web-search:
                      kind: google
                    fetch:
                      host: [docs.example.org]
                      hosts: [http://docs.example.org/]
                    mcp:
                      Weather: { command: [npx] }
                      files:
                        url: https://ann:pw@mcp.example/mcp
                        key-name: ABSENT_KEY
                      both: { command: [a], url: https://b.example }
                      empty: { command: [] }
                    serach: {}
                    """)
                .lines())
        .containsExactlyInAnyOrder(
            "tools.yaml:2: web-search: 'kind' is 'google'; write 'kind: searxng' with its url, or 'kind: brave' with 'key-name'",
            "tools.yaml:4: fetch: no such key 'host'; did you mean 'hosts'?",
            "tools.yaml:5: fetch: 'http://docs.example.org/' is no host; write names such as docs.example.org or *.example.org, without http:// and path",
            "tools.yaml:7: mcp: 'Weather' can't name a server; use at most 30 small letters, digits and hyphens, a letter first",
            "tools.yaml:9: mcp files: 'url' is no web address without user, query and fragment; write one such as https://host.example/path; keys go into 'key-name'",
            "tools.yaml:10: mcp files: the environment variable ABSENT_KEY is not set; export it before you start, or take it out of the file",
            "tools.yaml:11: mcp: needs either a command or a url; write 'command: [npx, -y, some-server]' or 'url: https://mcp.example/mcp'",
            "tools.yaml:12: mcp empty: 'command' is empty; list the program and its arguments",
            "tools.yaml:13: no such key 'serach'; known are web-search, fetch, mcp");
  }

  @Test
  void aKeyInTheFileIsRefusedAndNotRepeated() {
    for (String key : List.of("sk-abc123", "bsa0123456789abcdef0123", "bsa-secret-1234567890")) {
      String told = faults("web-search: { kind: brave, key-name: " + key + " }");
      assertThat(told).contains("names no environment variable").doesNotContain(key);
    }
    assertThat(faults("web-search: { kind: brave, key: sk-abc123 }"))
        .contains("no such key 'key'", "'brave' wants a key")
        .doesNotContain("sk-abc123");
  }

  @Test
  void yamlThatIsNoneIsToldWithItsLineAndNotQuoted() {
    assertThat(faults("fetch: {}\nweb-search: { key-name: sk-abc123\nmcp: {}\n"))
        .startsWith("tools.yaml:")
        .contains("is not YAML")
        .doesNotContain("sk-abc123");
    assertThat(faults("fetch: {}\nfetch: {}\n")).startsWith("tools.yaml:2: has a key twice");
    assertThat(faults("- a\n")).contains("configures no tool");
    assertThat(faults("")).contains("configures no tool");
  }

  @Test
  void aFileThatIsNotThereIsToldToPeople() {
    assertThat(catchThrowable(() -> ToolsFile.read(folder.resolve("none.yaml"), ENV)))
        .isInstanceOf(ToolTrouble.class)
        .hasMessageStartingWith("none.yaml: can't be read");
  }
}
