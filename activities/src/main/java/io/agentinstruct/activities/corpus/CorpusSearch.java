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
  public static final String NAME = "search";

  private static final int USUAL = 5;
  private static final int MOST = 10;

  private final Corpus corpus;
  private final ToolSpec spec;

  /**
   * @param spec what agents are told of it, with arguments {@code query} and {@code count}
   */
  public CorpusSearch(ToolSpec spec, Corpus corpus) {
    this.spec = spec;
    this.corpus = corpus;
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
