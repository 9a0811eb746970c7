package io.agentinstruct.activities.corpus;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.Tool;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.Set;

/**
 * Searches the run's own seeds. The seed that is worked on may be among the hits: what is found
 * depends on the run and the arguments alone, since that is what results are journaled by.
 */
public final class CorpusSearch implements Tool {
  private static final int USUAL = 5;
  private static final int MOST = 10;

  private final Corpus corpus;
  private final ToolSpec spec;

  public CorpusSearch(Corpus corpus) {
    this.corpus = corpus;
    ObjectNode parameters = Json.MAPPER.createObjectNode().put("type", "object");
    ObjectNode properties = parameters.putObject("properties");
    properties
        .putObject("query")
        .put("type", "string")
        .put("minLength", 1)
        .put("description", "words that the documents should contain; there are no operators");
    properties
        .putObject("count")
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", MOST)
        .put(
            "description", "how many documents to return at most; %d if left out".formatted(USUAL));
    parameters.putArray("required").add("query");
    spec =
        new ToolSpec(
            "search",
            "Searches a collection of documents by words. Returns the best matches as a JSON list of"
                + " id, title and snippet; an empty list if nothing matches.",
            parameters);
  }

  @Override
  public ToolSpec spec() {
    return spec;
  }

  @Override
  public Result use(ObjectNode arguments, Caller caller) {
    int count = Math.clamp(arguments.path("count").asInt(USUAL), 1, MOST);
    ArrayNode hits = Json.MAPPER.createArrayNode();
    for (SeedIndex.Hit hit :
        corpus.of(caller.run()).search(arguments.path("query").asText(), count, Set.of())) {
      hits.addObject()
          .put("id", hit.seed())
          .put("title", hit.title())
          .put("snippet", hit.snippet());
    }
    return Result.of(Json.write(hits));
  }
}
