package io.agentinstruct.activities.seed;

import static io.agentinstruct.activities.seed.ReadOut.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.core.seed.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON and YAML files. */
class DataReaderTest {
  private static final String OPEN_API =
      """
      # What the tool shed answers.
      openapi: 3.1.0
      info:
        title: Tool shed
        version: "1"
        description: Lends tools to the neighbours, and knows which of them are out at the moment.
      paths:
        /tools:
          get:
            summary: Lists all tools that can be borrowed today.
            responses:
              200: { description: The list }
      """;

  @TempDir Path folder;

  @Test
  void anOpenApiDocumentIsAnApiAsItStands() {
    write(folder.resolve("a.yaml"), OPEN_API);
    write(
        folder.resolve("b.json"),
        "{\"swagger\": \"2.0\", \"info\": {\"title\": \"Old shed\"}, \"paths\": {\"/tools\": {}}}");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.seeds()).extracting(seed -> seed.source().kind()).containsExactly("api", "api");
    assertThat(out.seeds())
        .extracting(seed -> seed.source().title())
        .containsExactly("Tool shed", "Old shed");
    assertThat(out.text(0)).isEqualTo(OPEN_API.strip());
    assertThat(out.seeds().getFirst().source().language()).isEqualTo("en");
  }

  @Test
  void theLanguageOfAnApiIsThatOfItsWords() {
    write(
        folder.resolve("a.yml"),
        OPEN_API
            .replace(
                "Lends tools to the neighbours, and knows which of them are out at the moment.",
                "近所の人に道具を貸し、いまどれが出ているかを答える。")
            .replace("Lists all tools that can be borrowed today.", "きょう借りられる道具の一覧"));

    assertThat(ReadOut.of(folder).source().language()).isEqualTo("ja");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'tools': [{'name': 'lend', 'description': 'Lends.', 'inputSchema': {'type': 'object'}}]}",
        "{'jsonrpc': '2.0', 'id': 1, 'result': {'tools': [{'name': 'x', 'inputSchema': {}}]}}"
      })
  void aListOfToolsAsServersGiveItIsAnApi(String json) {
    write(folder.resolve("a.json"), json.replace('\'', '"'));

    assertThat(ReadOut.of(folder).source().kind()).isEqualTo("api");
  }

  @Test
  void recordsOfAListAreSeedsEach() {
    write(
        folder.resolve("a.json"),
        "[{\"text\": \"One.\", \"kind\": \"api\"}, {\"text\": \"Two.\", \"tags\": []}, {\"id\": 3}]");
    write(folder.resolve("b.json"), "{\"title\": \"T\", \"body\": \"Three.\"}");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.names()).containsExactly("a.json#1", "a.json#2", "b.json");
    assertThat(out.seeds()).extracting(Seed::text).containsExactly("One.", "Two.", "Three.");
    assertThat(out.seeds().getFirst().source().kind()).as("its own word").isEqualTo("api");
    assertThat(out.skips()).containsExactly("a.json#3 broken-line");
  }

  @Test
  void aListOfFlatObjectsIsATable() {
    write(
        folder.resolve("a.json"),
        "[{\"port\": \"Lenn\", \"range\": 3.10}, {\"port\": \"Reach\", \"open\": true, \"range\": null}]");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.text()).isEqualTo("port | range | open\nLenn | 3.1 |\nReach |  | true");
    assertThat(out.source().kind()).isEqualTo("table");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"version\": 3, \"paths\": {\"/a\": {}}}",
        "{\"openapi\": \"3.1.0\", \"paths\": {}}",
        "{\"tools\": [{\"name\": \"saw\", \"price\": 3}]}",
        "[1, 2]",
        "[{\"a\": {\"b\": 1}}]",
        "[]",
        "3"
      })
  void otherDataIsNothingToLearnFromUnlessAPersonNamesIt(String json) {
    Path file = write(folder.resolve("a.json"), json);
    write(folder.resolve("b.yaml"), "name: deploy\non: [push]\n");
    write(folder.resolve("c.yaml"), "a: [unclosed\n");

    ReadOut out = ReadOut.of(folder);
    assertThat(out.seeds()).isEmpty();
    assertThat(out.skips())
        .containsExactly("a.json unknown-type", "b.yaml unknown-type", "c.yaml unknown-type");
    assertThat(out.skipped())
        .allSatisfy(
            skip -> assertThat(skip.detail()).endsWith("name it by itself to read it as text"));

    assertThat(ReadOut.of(file).text()).isEqualTo(json);
    assertThat(ReadOut.of(file).source().kind()).isEqualTo("text");
  }

  @Test
  void whatIsNoJsonIsNamed() {
    write(folder.resolve("a.json"), "{\"text\": \"cut sho");
    write(folder.resolve("b.json"), " \n");

    ReadOut out = ReadOut.of(folder);

    assertThat(out.skips()).containsExactly("a.json broken-line", "b.json blank");
    assertThat(out.skipped().getFirst().detail()).isEqualTo("the JSON is cut short");
  }

  @Test
  void nestingWithoutEndIsNamed() {
    write(folder.resolve("a.json"), "[".repeat(100_000));
    write(folder.resolve("b.yaml"), "[".repeat(100_000));
    write(folder.resolve("c.yaml"), "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n");

    assertThat(ReadOut.of(folder).skips())
        .containsExactly("a.json broken-line", "b.yaml unknown-type", "c.yaml unknown-type");
  }
}
