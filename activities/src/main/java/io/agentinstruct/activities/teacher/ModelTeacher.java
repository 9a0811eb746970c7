package io.agentinstruct.activities.teacher;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.activities.tool.Toolkit;
import io.agentinstruct.contracts.Teacher;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.Thinking;
import java.util.List;
import java.util.Map;

/**
 * The teacher behind real models: fills the prompt, asks through the line, reads the reply, stores
 * what it made.
 */
public final class ModelTeacher implements Teacher {
  /** Samples that one vote may take before they would be another's. */
  private static final int VOTES = 1_000;

  private static final Toolkit NO_TOOLS = new Toolkit(Map.of(), List.of());

  private final Map<String, Relay> relays;
  private final PinnedFlows flows;
  private final Store store;
  private final Heartbeats heartbeats;
  private final Brake brake;
  private final CodeRunner runner;
  private final Samples samples;
  private final ToolSource toolbox;
  private final Failures failures = new Failures();
  private final Ladder ladder = new Ladder();
  private final Asker asker;

  /**
   * @param lines by role, the first choice first
   */
  public ModelTeacher(
      Map<String, List<Line>> lines,
      PinnedFlows flows,
      Store store,
      Heartbeats heartbeats,
      Brake brake) {
    this(lines, flows, store, heartbeats, brake, (run, names) -> NO_TOOLS, CodeRunner.NONE);
  }

  /**
   * @param lines by role, the first choice first
   * @param toolbox where the tools come from that prompts list
   * @param runner of the code in answers, for the checks that run it
   */
  public ModelTeacher(
      Map<String, List<Line>> lines,
      PinnedFlows flows,
      Store store,
      Heartbeats heartbeats,
      Brake brake,
      ToolSource toolbox,
      CodeRunner runner) {
    this.runner = runner;
    this.relays =
        lines.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, role -> new Relay(role.getValue())));
    this.toolbox = toolbox;
    this.flows = flows;
    this.store = store;
    this.samples = new Samples(store);
    this.asker = new Asker(store, ladder);
    this.heartbeats = heartbeats;
    this.brake = brake;
  }

  /** What a probe found out about the shape of replies that a role's endpoint takes. */
  public void startAt(Role role, Ladder.Rung rung) {
    ladder.startAt(role, rung);
  }

  /** Where the tools come from that a prompt of a run lists. */
  public interface ToolSource {
    Toolkit of(String run, List<String> names) throws InterruptedException;
  }

  @Override
  public Answer ask(Question question) {
    String call = question.seed() + "/" + question.lineage() + "/" + question.step();
    try (Heartbeats.Beat beat = heartbeats.start()) {
      Answer answer = answer(question);
      failures.succeeded(call);
      return answer;
    } catch (ModelTrouble trouble) {
      if (trouble.trouble() == Trouble.SEED) {
        return new Spoiled(
            trouble.code().contains("context") ? "too-long" : "refused",
            String.valueOf(trouble.getMessage()));
      }
      if (trouble.trouble().stopsTheRun()) {
        brake.pull(trouble.trouble(), String.valueOf(trouble.getMessage()));
      }
      throw failures.of(trouble, call);
    } catch (StoreTrouble trouble) {
      brake.pull(Trouble.INTERNAL, String.valueOf(trouble.getMessage()));
      throw Failures.of(trouble);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw Failures.stopping(stopping);
    }
  }

  private Answer answer(Question question) throws ModelTrouble, InterruptedException {
    Flow flow = flows.at(question.version());
    Agent agent = flow.agent(question.agent());
    Bench bench = new Bench(store, flow, question);
    Pieces pieces = new Pieces(flow, agent, question, bench, runner);
    if (agent.identity()) {
      return asker.stored(List.of(pieces.identity()));
    }
    PromptFile prompt = flow.in(bench.language(), agent.steps().get(question.step()));
    Asking asking =
        new Asking(
            flow,
            agent,
            prompt,
            question,
            bench.seed().ordinal(),
            question.vote() * VOTES + samples.of(question, flow.name()),
            relay(agent.role()));
    if (question.step() + 1 < agent.steps().size()) {
      return note(asking, bench);
    }
    if (question.agent().equals(Flow.ROUTER)) {
      return new Routing(asking, bench).answer(asker);
    }
    return switch (agent.stage()) {
      case RESPOND ->
          question.turn() == null
              ? respond(asking, bench, pieces)
              : new Conversation(asking, bench, pieces, question.turn()).next(asker);
      case TRANSFORM, INSTRUCT, REFINE, JUDGE -> shaped(asking, bench, pieces);
    };
  }

  private Relay relay(String role) {
    Relay relay = relays.get(role);
    if (relay == null) {
      throw new IllegalStateException("no model is configured for the role " + role);
    }
    return relay;
  }

  private Answer note(Asking asking, Bench bench) throws ModelTrouble, InterruptedException {
    AgentTools tools = tools(asking);
    if (tools.any()) {
      return asker.withTools(
          asking,
          Envelope.ofText(),
          asking.messages(bench.values()),
          (reply, call) ->
              new Asker.Read.Pieced(List.of(note(asking, reply.path("text").asText(), call))),
          tools);
    }
    return asker.plain(
        asking,
        asking.messages(bench.values()),
        answered ->
            note(asking, Thinking.without(answered.reply().text()).strip(), answered.key()));
  }

  private static Pieces.Checked note(Asking asking, String text, String call) {
    return Pieces.Checked.sound(
        new Piece.Note(
            new Origin(asking.question().lineage(), asking.agent().id(), call, List.of()), text));
  }

  private Answer respond(Asking asking, Bench bench, Pieces pieces)
      throws ModelTrouble, InterruptedException {
    Bench.Rendered rendered = bench.render(bench.needed("instruction", Piece.Instruction.class));
    Map<String, String> values = bench.values();
    values.put("prompt", rendered.prompt());
    AgentTools tools = tools(asking);
    if (tools.any()) {
      return asker.withTools(
          asking,
          Envelope.ofText(),
          asking.messages(values),
          (reply, call) ->
              new Asker.Read.Pieced(
                  List.of(pieces.exchange(rendered, reply.path("text").asText(), call))),
          tools);
    }
    return asker.plain(
        asking,
        asking.messages(values),
        answered ->
            pieces.exchange(rendered, Thinking.without(answered.reply().text()), answered.key()));
  }

  private Answer shaped(Asking asking, Bench bench, Pieces pieces)
      throws ModelTrouble, InterruptedException {
    AnswerFormat format =
        bench
            .part("instruction", Piece.Instruction.class)
            .map(Piece.Instruction::format)
            .orElse(AnswerFormat.SHORT_ANSWER);
    Envelope envelope = Envelope.of(asking.agent(), format).orElseThrow();
    return asker.withTools(
        asking,
        envelope,
        asking.messages(bench.values()),
        (reply, call) -> {
          String declined = reply.path("declined").asText("");
          List<Pieces.Checked> made =
              declined.isBlank() || !pieces.mayDecline() ? pieces.of(reply, call) : List.of();
          return made.isEmpty() && !declined.isBlank()
              ? new Asker.Read.Refusal(declined)
              : new Asker.Read.Pieced(made);
        },
        tools(asking));
  }

  private AgentTools tools(Asking asking) throws InterruptedException {
    return new AgentTools(
        asking.agent().tools().isEmpty()
            ? NO_TOOLS
            : toolbox.of(asking.question().run(), asking.agent().tools()),
        store,
        asking.question());
  }
}
