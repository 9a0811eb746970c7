package io.agentinstruct.core.dataset;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.Map;

/**
 * What a trainer reads: one training format, and one neutral column that explains it. No other
 * column, since trainers guess formats from column names.
 */
@JsonPropertyOrder({"id", "messages", "metadata"})
public record Row(String id, List<Message> messages, Map<String, Object> metadata) {

  /** Digest of (seed, flow version, lineage): a retried write cannot double a row. */
  public static String id(String seedId, String flowVersion, Lineage lineage) {
    return Digest.of(seedId + "\n" + flowVersion + "\n" + lineage.within());
  }
}
