package io.agentinstruct.contracts;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.agentinstruct.core.stage.Lineage;
import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The models behind a flow's agents. */
@ActivityInterface
public interface Teacher {
  /**
   * Asks one step of one agent. Retried by Temporal, never by the client underneath; paid once,
   * since the journal answers whatever was answered before.
   */
  @ActivityMethod(name = "Ask")
  Answer ask(Question question);

  /**
   * @param seed id of the journey's seed
   * @param version of the pinned flow
   * @param agent id, such as {@code refine/harder.edit}
   * @param step of a chained agent, from 0
   * @param lineage of what is about to be made
   * @param parts digests of the pieces at hand, by what they are: material, instruction,
   *     suggestion, exchange, previous
   * @param count things asked for
   * @param ground of choices to be made here, such as the layout of a prompt
   */
  record Question(
      String run,
      String seed,
      String version,
      String agent,
      int step,
      Lineage lineage,
      Map<String, String> parts,
      int count,
      String ground) {
    public Question {
      parts = parts == null ? Map.of() : parts;
    }
  }

  /** How an agent answered. Texts stay in the store; this names them. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Made.class, name = "made"),
    @JsonSubTypes.Type(value = Declined.class, name = "declined"),
    @JsonSubTypes.Type(value = Spoiled.class, name = "spoiled"),
  })
  sealed interface Answer {}

  record Made(List<Item> items) implements Answer {
    public Made {
      items = items == null ? List.of() : List.copyOf(items);
    }
  }

  /** The agent says that what it was given does not suit it. */
  record Declined(String reason) implements Answer {}

  /**
   * The reply can't be used, and asking again did not help.
   *
   * @param reason garbled, truncated, refused, empty, too-long
   */
  record Spoiled(String reason, String detail) implements Answer {}

  /**
   * One piece that was made.
   *
   * @param digest of the stored piece
   * @param preview for people, at most 120 characters
   * @param fault name of the check that the piece fails, or {@code failed-by-judge}; null = none
   * @param detail what is wrong, for people
   */
  record Item(String digest, String preview, @Nullable String fault, @Nullable String detail) {}
}
