package io.agentinstruct.activities.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.Tool;
import io.agentinstruct.activities.tool.ToolWords;
import io.agentinstruct.core.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusSearchTest {
  @TempDir Path folder;
  private SmallCorpus seeds;
  private Corpus corpus;

  @BeforeEach
  void addSeeds() {
    seeds = new SmallCorpus(folder);
    for (int i = 0; i < 20; i++) {
      seeds.with("Ferry " + i, "Ferry number " + i + " says: \"ahoy\" {{seed.text}}.");
    }
    corpus = seeds.read().corpus();
  }

  @AfterEach
  void close() {
    corpus.close();
    seeds.close();
  }

  private JsonNode use(String arguments) {
    Tool.Result result =
        search()
            .use(
                Json.read(arguments.replace('\'', '"'), ObjectNode.class),
                new Tool.Caller(SmallCorpus.RUN, seeds.id("Ferry 3")));
    assertThat(result.failed()).isFalse();
    return Json.read(result.text(), JsonNode.class);
  }

  @Test
  void tellsIdTitleAndSnippetOfEachHit() {
    JsonNode hits = use("{'query':'ferry 7','count':2}");

    assertThat(hits).hasSize(2);
    assertThat(hits.get(0))
        .isEqualTo(
            Json.MAPPER
                .createObjectNode()
                .put("id", seeds.id("Ferry 7"))
                .put("title", "Ferry 7")
                .put("snippet", "Ferry number 7 says: \"ahoy\" {{seed.text}}."));
  }

  @Test
  void countsWithinReason() {
    assertThat(use("{'query':'ferry'}")).hasSize(5);
    assertThat(use("{'query':'ferry','count':1000}")).hasSize(10);
    assertThat(use("{'query':'ferry','count':-1}")).hasSize(1);
    assertThat(use("{'query':'zebra'}")).isEmpty();
  }

  @Test
  void isDescribedAsChatEndpointsWantIt() {
    assertThat(search().spec().name()).isEqualTo("search");
    assertThat(search().spec().parameters().path("required").get(0).asText()).isEqualTo("query");
  }

  /** With the words that models are really told. */
  private CorpusSearch search() {
    ToolWords words = new ToolWords(Path.of(System.getProperty("house.root", ".."), "flows"));
    return new CorpusSearch(words.spec(CorpusSearch.NAME), corpus);
  }
}
