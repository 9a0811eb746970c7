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
   * @param turn where a dialogue stands; null = none is under way
   * @param vote which of several independent answers is wanted; 0 = the first
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
      String ground,
      @Nullable Turn turn,
      int vote) {
    public Question {
      parts = parts == null ? Map.of() : parts;
    }

    /** Of an agent outside of a dialogue, for its first answer. */
    public Question(
        String run,
        String seed,
        String version,
        String agent,
        int step,
        Lineage lineage,
        Map<String, String> parts,
        int count,
        String ground) {
      this(run, seed, version, agent, step, lineage, parts, count, ground, null, 0);
    }
  }

  /**
   * Where a dialogue stands.
   *
   * @param turn number of the user's turn that is under way or wanted, from 1
   * @param turns of the user at most
   * @param calls messages with tool calls that the assistant may still send in this turn
   */
  record Turn(int turn, int turns, int calls) {}

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
   * @param next who speaks next in a dialogue; null = nobody: it is over, or there is none
   */
  record Item(
      String digest,
      String preview,
      @Nullable String fault,
      @Nullable String detail,
      @Nullable Speaker next) {
    /** Of a piece that is no dialogue under way. */
    public Item(String digest, String preview, @Nullable String fault, @Nullable String detail) {
      this(digest, preview, fault, detail, null);
    }
  }

  /** The parts in a dialogue. */
  enum Speaker {
    USER,
    ASSISTANT,
    TOOL
  }
}
