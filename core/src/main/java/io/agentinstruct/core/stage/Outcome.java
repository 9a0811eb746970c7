package io.agentinstruct.core.stage;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Stage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How one thread of a seed ended. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Outcome.Kept.class, name = "kept"),
  @JsonSubTypes.Type(value = Outcome.Dropped.class, name = "dropped"),
})
public sealed interface Outcome {
  Lineage lineage();

  /**
   * Digest of the instruction whose thread this was; null where a thread ended before it had one.
   */
  @Nullable String instruction();

  /**
   * A row.
   *
   * @param exchange digest of the conversation
   * @param verdicts digests of what the judges said
   */
  record Kept(
      Lineage lineage,
      String instruction,
      String exchange,
      Answerability answerability,
      List<String> verdicts)
      implements Outcome {
    public Kept {
      verdicts = verdicts == null ? List.of() : List.copyOf(verdicts);
    }
  }

  /**
   * A thread that gave no row.
   *
   * @param at stage it ended in
   * @param agent name of the agent at whose hands it ended
   * @param reason from a closed list of words, see {@code docs/reference/outcomes.md}
   * @param detail for people: the judge's reason, the fault found
   */
  record Dropped(
      Lineage lineage,
      @Nullable String instruction,
      Stage at,
      String agent,
      String reason,
      String detail)
      implements Outcome {
    public Dropped {
      detail = detail == null ? "" : detail;
    }
  }
}
