package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Speaker;
import io.agentinstruct.contracts.Teacher.Turn;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.check.Checks;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.check.DialogueChecks.Talked;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.Thinking;
import io.agentinstruct.core.stage.ToolCall;
import io.agentinstruct.core.stage.ToolList;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One turn of a dialogue: the assistant's, the user simulator's, or that of the tools' simulator.
 * Whoever speaks sees only what that part may know.
 */
final class Conversation {
  private final Asking asking;
  private final Bench bench;
  private final Pieces pieces;
  private final Turn turn;
  private final Piece.Instruction instruction;
  private final Piece.Talk talk;

  Conversation(Asking asking, Bench bench, Pieces pieces, Turn turn) {
    this.asking = asking;
    this.bench = bench;
    this.pieces = pieces;
    this.turn = turn;
    this.instruction = bench.needed("instruction", Piece.Instruction.class);
    this.talk = bench.part("talk", Piece.Talk.class).orElseGet(this::opened);
  }

  /** The student's system message and the user's first one. */
  private Piece.Talk opened() {
    Bench.Rendered rendered = bench.render(instruction);
    return new Piece.Talk(
        pieces.origin(asking.question().lineage(), null),
        rendered.layout(),
        bench.tools(),
        rendered.messages(),
        "");
  }

  /** Asks whoever's turn it is. */
  Answer next(Asker asker) throws ModelTrouble, InterruptedException {
    return switch (asking.agent().id()) {
      case Flow.USER -> ask(asker, Envelope.of(asking.agent(), instruction.format()), this::user);
      case Flow.TOOL -> ask(asker, Envelope.of(asking.agent(), instruction.format()), this::tools);
      default ->
          talk.tools().isEmpty()
              ? asker.plain(
                  asking,
                  asking.messages(values()),
                  answered ->
                      said(
                          Thinking.without(answered.reply().text()).strip(),
                          List.of(),
                          answered.key()))
              : ask(asker, Optional.of(Envelope.assistantTurn()), this::assistant);
    };
  }

  private Answer ask(Asker asker, Optional<Envelope> envelope, Asker.Reader reader)
      throws ModelTrouble, InterruptedException {
    return asker.shaped(asking, envelope.orElseThrow(), asking.messages(values()), reader);
  }

  private Map<String, String> values() {
    Map<String, String> values = bench.values();
    boolean user = asking.agent().id().equals(Flow.USER);
    values.put(
        "dialogue", user ? Transcript.forUser(talk.messages()) : Transcript.whole(talk.messages()));
    values.put("state", talk.state());
    values.put("prompt", system());
    if (asking.agent().id().equals(Flow.TOOL)) {
      values.put("calls", callsTold());
    }
    return values;
  }

  private String system() {
    Message first = talk.messages().getFirst();
    return first.role().equals("system") ? first.content() : "";
  }

  private String callsTold() {
    List<Map<String, Object>> told = new ArrayList<>();
    for (ToolCall call : talk.messages().getLast().toolCalls()) {
      Map<String, Object> each = new LinkedHashMap<>();
      each.put("id", call.id());
      each.put("tool", call.function().name());
      each.put("arguments", ToolCalls.arguments(call.function().arguments()).orElseThrow());
      told.add(each);
    }
    return Json.write(told);
  }

  private Asker.Read assistant(ObjectNode reply, String key) {
    ToolCalls calls = ToolCalls.read(reply.path("calls"), talk.tools(), callsSoFar());
    if (!calls.faults().isEmpty()) {
      return new Asker.Read.Wrong(calls.faults());
    }
    String say = reply.path("say").asText().strip();
    if (say.isEmpty() && calls.calls().isEmpty()) {
      return new Asker.Read.Wrong(List.of("say and calls are both empty"));
    }
    return new Asker.Read.Pieced(List.of(said(say, calls.calls(), key)));
  }

  private int callsSoFar() {
    return talk.messages().stream().mapToInt(message -> message.toolCalls().size()).sum();
  }

  private Pieces.Checked said(String say, List<ToolCall> calls, String key) {
    Piece.Talk longer = longer(List.of(Message.assistant(say, calls)), talk.state(), key);
    if (calls.isEmpty()) {
      return turn.turn() < turn.turns() ? going(longer, Speaker.USER) : ended(longer, key);
    }
    if (turn.calls() > 0) {
      return going(longer, Speaker.TOOL);
    }
    return new Pieces.Checked(
        longer,
        Optional.of(new Checks.Fault("too-many-calls", "calls on beyond the flow's number")));
  }

  private Asker.Read user(ObjectNode reply, String key) {
    String say = reply.path("say").asText().strip();
    if (reply.path("done").asText().equals("yes") || say.isEmpty()) {
      return new Asker.Read.Pieced(List.of(ended(talk, key)));
    }
    Piece.Talk longer = longer(List.of(Message.user(say)), talk.state(), key);
    return new Asker.Read.Pieced(List.of(going(longer, Speaker.ASSISTANT)));
  }

  private Asker.Read tools(ObjectNode reply, String key) {
    Map<String, String> results = new LinkedHashMap<>();
    for (JsonNode result : reply.path("results")) {
      results.put(result.path("id").asText(), result.path("content").asText());
    }
    List<ToolCall> calls = talk.messages().getLast().toolCalls();
    if (calls.size() == 1 && results.size() == 1) {
      results.putIfAbsent(calls.getFirst().id(), results.values().iterator().next());
    }
    List<String> missing =
        calls.stream()
            .map(ToolCall::id)
            .filter(id -> results.getOrDefault(id, "").isBlank())
            .map(id -> "results has no content for the call " + id)
            .toList();
    if (!missing.isEmpty()) {
      return new Asker.Read.Wrong(missing);
    }
    List<Message> answers =
        calls.stream()
            .map(call -> Message.tool(call.id(), results.getOrDefault(call.id(), "")))
            .toList();
    String state = reply.path("state").asText();
    return new Asker.Read.Pieced(
        List.of(
            going(
                longer(answers, state.isBlank() ? talk.state() : state, key), Speaker.ASSISTANT)));
  }

  private Piece.Talk longer(List<Message> more, String state, String key) {
    List<Message> messages = new ArrayList<>(talk.messages());
    messages.addAll(more);
    return new Piece.Talk(
        pieces.origin(asking.question().lineage(), key, before()),
        talk.layout(),
        talk.tools(),
        messages,
        state);
  }

  /** What this turn was made from: the dialogue so far, or else the instruction. */
  private String before() {
    Map<String, String> parts = asking.question().parts();
    return parts.getOrDefault("talk", parts.getOrDefault("instruction", ""));
  }

  /** A dialogue that goes on, unless a check finds a fault in it already. */
  private Pieces.Checked going(Piece.Talk longer, Speaker next) {
    return new Pieces.Checked(
            longer, Checks.ofTalk(asking.flow().settings().checks(), talked(longer)))
        .then(next);
  }

  private Pieces.Checked ended(Piece.Talk whole, String key) {
    Piece.Exchange exchange =
        new Piece.Exchange(
            pieces.origin(
                asking.question().lineage(),
                key,
                asking.question().parts().getOrDefault("instruction", ""),
                before()),
            whole.layout(),
            whole.messages(),
            whole.tools(),
            List.of());
    List<String> checks = asking.flow().settings().checks();
    Checks.Finished finished =
        new Checks.Finished(
            instruction,
            instruction.opening(),
            whole.messages().getLast().content(),
            bench.language());
    return new Pieces.Checked(
        exchange,
        Checks.ofDialogue(checks, talked(whole))
            .or(() -> Checks.ofAnswer(checks, finished, CodeRunner.NONE).fault()));
  }

  private Talked talked(Piece.Talk it) {
    return new Talked(instruction, it.messages(), it.tools());
  }

  /**
   * The calls of an assistant's turn, as read.
   *
   * @param faults in words that help the model that is asked again; empty = every call may be sent
   */
  record ToolCalls(List<ToolCall> calls, List<String> faults) {
    /**
     * @param before calls made earlier in the dialogue: ids go on counting
     */
    static ToolCalls read(JsonNode written, List<ToolSpec> tools, int before) {
      List<ToolCall> calls = new ArrayList<>();
      List<String> faults = new ArrayList<>();
      for (JsonNode each : written) {
        String name = each.path("tool").asText().strip();
        Optional<ToolSpec> tool =
            tools.stream().filter(spec -> spec.name().equals(name)).findFirst();
        Optional<ObjectNode> arguments = arguments(each.path("arguments").asText());
        if (tool.isEmpty()) {
          faults.add("there is no tool '" + name + "'");
        } else if (arguments.isEmpty()) {
          faults.add("the arguments of " + name + " are no JSON object");
        } else {
          ToolList.fault(tool.get(), arguments.get())
              .ifPresent(fault -> faults.add("arguments of " + name + ": " + fault));
          String id = "call%05d".formatted(before + calls.size() + 1);
          calls.add(ToolCall.of(id, name, arguments.get()));
        }
      }
      return new ToolCalls(List.copyOf(calls), List.copyOf(faults));
    }

    /** Arguments written as text; none at all is an empty object. */
    static Optional<ObjectNode> arguments(String written) {
      if (written.isBlank()) {
        return Optional.of(Json.MAPPER.createObjectNode());
      }
      return Envelope.object(written);
    }
  }
}
