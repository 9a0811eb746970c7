package io.agentinstruct.core.stage;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What agents make and hand on. Stored by content; histories carry only its digest. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Piece.Note.class, name = "note"),
  @JsonSubTypes.Type(value = Piece.Material.class, name = "material"),
  @JsonSubTypes.Type(value = Piece.Instruction.class, name = "instruction"),
  @JsonSubTypes.Type(value = Piece.Suggestion.class, name = "suggestion"),
  @JsonSubTypes.Type(value = Piece.Talk.class, name = "talk"),
  @JsonSubTypes.Type(value = Piece.Exchange.class, name = "exchange"),
  @JsonSubTypes.Type(value = Piece.Verdict.class, name = "verdict"),
})
public sealed interface Piece {
  Origin origin();

  /** The first words, for people; at most 120 characters. */
  String preview();

  /** What an earlier step of a chained agent said to the next. */
  record Note(Origin origin, String text) implements Piece {
    public Note {
      text = text == null ? "" : text;
    }

    @Override
    public String preview() {
      return Preview.of(text);
    }
  }

  /**
   * What a transform agent made of a seed.
   *
   * @param makes tag of what it is, such as debate
   * @param tools for the student; empty = none
   * @param documents ids of the seeds that were put beside the journey's own; empty = none
   */
  record Material(
      Origin origin,
      String makes,
      String title,
      String text,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolSpec> tools,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> documents)
      implements Piece {
    public Material {
      title = title == null ? "" : title;
      text = text == null ? "" : text;
      tools = tools == null ? List.of() : List.copyOf(tools);
      documents = documents == null ? List.of() : List.copyOf(documents);
    }

    /** Of a text alone. */
    public Material(Origin origin, String makes, String title, String text) {
      this(origin, makes, title, text, List.of(), List.of());
    }

    @Override
    public String preview() {
      return Preview.of(title.isEmpty() ? text : title);
    }
  }

  /**
   * A task for the student. Context and task stay apart until rendering, since refinement may
   * rewrite either.
   *
   * @param context the passage
   * @param options choices, statements, items to order or a left column, by format
   * @param matches right column of a matching task
   * @param expected what the author of the task holds to be right; never shown to the student
   * @param material digest of the material it was asked of
   * @param opening the user's first message in a dialogue; empty elsewhere
   * @param expects what the student has to do in a dialogue; empty = whatever serves
   * @param demands what a program can hold the answer to; null where there is nothing
   */
  record Instruction(
      Origin origin,
      String context,
      String task,
      AnswerFormat format,
      List<String> options,
      List<String> matches,
      String expected,
      Answerability answerability,
      String material,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String opening,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) String expects,
      @Nullable Demands demands)
      implements Piece {
    public Instruction {
      opening = opening == null ? "" : opening;
      expects = expects == null ? "" : expects;
      context = context == null ? "" : context;
      task = task == null ? "" : task;
      options = options == null ? List.of() : List.copyOf(options);
      matches = matches == null ? List.of() : List.copyOf(matches);
      expected = expected == null ? "" : expected;
      demands = Demands.NONE.equals(demands) ? null : demands;
    }

    /** One that a program can hold to nothing. */
    public Instruction(
        Origin origin,
        String context,
        String task,
        AnswerFormat format,
        List<String> options,
        List<String> matches,
        String expected,
        Answerability answerability,
        String material) {
      this(
          origin,
          context,
          task,
          format,
          options,
          matches,
          expected,
          answerability,
          material,
          "",
          "",
          null);
    }

    /** What a program can hold the answer to, never null. */
    public Demands demanded() {
      return demands == null ? Demands.NONE : demands;
    }

    public Instruction demanding(Demands what) {
      return new Instruction(
          origin,
          context,
          task,
          format,
          options,
          matches,
          expected,
          answerability,
          material,
          opening,
          expects,
          what);
    }

    @Override
    public String preview() {
      return Preview.of(task);
    }
  }

  /** A way to make an instruction harder or different; never the new task itself. */
  record Suggestion(Origin origin, String text) implements Piece {
    public Suggestion {
      text = text == null ? "" : text;
    }

    @Override
    public String preview() {
      return Preview.of(text);
    }
  }

  /**
   * A dialogue under way.
   *
   * @param messages said so far, the student's system message included
   * @param state what the simulator of the tools has to remember
   */
  record Talk(
      Origin origin, String layout, List<ToolSpec> tools, List<Message> messages, String state)
      implements Piece {
    public Talk {
      tools = tools == null ? List.of() : List.copyOf(tools);
      messages = messages == null ? List.of() : List.copyOf(messages);
      state = state == null ? "" : state;
    }

    @Override
    public String preview() {
      return messages.isEmpty() ? "" : Preview.of(messages.getLast().summary());
    }
  }

  /**
   * The finished conversation.
   *
   * @param layout name of the file of {@code render/} that laid out the student's prompt
   * @param messages what a trainer reads
   * @param tools that the student was told of; empty = none
   * @param unchecked names of the checks that could not be made here, such as code that nothing can
   *     run
   */
  record Exchange(
      Origin origin,
      String layout,
      List<Message> messages,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ToolSpec> tools,
      List<String> unchecked)
      implements Piece {
    public Exchange {
      messages = messages == null ? List.of() : List.copyOf(messages);
      tools = tools == null ? List.of() : List.copyOf(tools);
      unchecked = unchecked == null ? List.of() : List.copyOf(unchecked);
    }

    /** Without tools, and every check of its flow has looked at it. */
    public Exchange(Origin origin, String layout, List<Message> messages) {
      this(origin, layout, messages, List.of(), List.of());
    }

    @Override
    public String preview() {
      return Preview.of(messages.isEmpty() ? "" : messages.getLast().content());
    }
  }

  /** What a judge said of an exchange. */
  record Verdict(Origin origin, boolean passes, String reason) implements Piece {
    public Verdict {
      reason = reason == null ? "" : reason;
    }

    @Override
    public String preview() {
      return Preview.of((passes ? "pass: " : "fail: ") + reason);
    }
  }
}
