package io.agentinstruct.core.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.Map;

/**
 * What a trainer reads: one training format, and one neutral column that explains it. No other
 * column, since trainers guess formats from column names.
 *
 * @param tools that the student was told of, as a JSON list in a text: as nested columns, the
 *     schemas of all rows would be merged into one; empty = none, and then there is no such column
 */
@JsonPropertyOrder({"id", "messages", "tools", "metadata"})
public record Row(
    String id,
    List<Message> messages,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) String tools,
    Map<String, Object> metadata) {
  public Row {
    tools = tools == null ? "" : tools;
  }

  /** Digest of (seed, flow version, lineage): a retried write cannot double a row. */
  public static String id(String seedId, String flowVersion, Lineage lineage) {
    return Digest.of(seedId + "\n" + flowVersion + "\n" + lineage.within());
  }
}
