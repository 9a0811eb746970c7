package io.agentinstruct.activities.teacher;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.store.StoreTrouble;
import io.agentinstruct.contracts.Teacher;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.check.Loops;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The teacher behind real models: fills the prompt, asks through the line, reads the reply, stores
 * what it made.
 */
public final class ModelTeacher implements Teacher {
  private static final int URGENCIES = 8;

  /** A model that thinks first can use all its room up before it says a word. */
  private static final Set<String> WORTH_MORE_ROOM = Set.of("truncated", "empty");

  private final Map<String, Relay> relays;
  private final PinnedFlows flows;
  private final Store store;
  private final Heartbeats heartbeats;
  private final Brake brake;
  private final CodeRunner runner;
  private final Samples samples;
  private final Failures failures = new Failures();
  private final Ladder ladder = new Ladder();

  /**
   * @param lines by role, the first choice first
   */
  public ModelTeacher(
      Map<String, List<Line>> lines,
      PinnedFlows flows,
      Store store,
      Heartbeats heartbeats,
      Brake brake) {
    this(lines, flows, store, heartbeats, brake, CodeRunner.NONE);
  }

  /**
   * @param lines by role, the first choice first
   * @param runner of the code in answers, for the checks that run it
   */
  public ModelTeacher(
      Map<String, List<Line>> lines,
      PinnedFlows flows,
      Store store,
      Heartbeats heartbeats,
      Brake brake,
      CodeRunner runner) {
    this.runner = runner;
    this.relays =
        lines.entrySet().stream()
            .collect(toUnmodifiableMap(Map.Entry::getKey, role -> new Relay(role.getValue())));
    this.flows = flows;
    this.store = store;
    this.samples = new Samples(store);
    this.heartbeats = heartbeats;
    this.brake = brake;
  }

  /** What a probe found out about the shape of replies that a role's endpoint takes. */
  public void startAt(Role role, Ladder.Rung rung) {
    ladder.startAt(role, rung);
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
      return stored(List.of(identity(agent, question, bench)));
    }
    PromptFile prompt = flow.in(bench.language(), agent.steps().get(question.step()));
    Asking asking =
        new Asking(
            flow,
            agent,
            prompt,
            question,
            bench.seed().ordinal(),
            samples.of(question, flow.name()),
            relay(agent.role()));
    if (question.step() + 1 < agent.steps().size()) {
      return note(asking, bench);
    }
    return switch (agent.stage()) {
      case RESPOND -> respond(asking, bench, pieces);
      case TRANSFORM, INSTRUCT, REFINE, JUDGE -> shaped(asking, bench, pieces);
    };
  }

  /** Everything that stays the same while one question is asked, however often it takes. */
  private record Asking(
      Flow flow,
      Agent agent,
      PromptFile prompt,
      Question question,
      int ordinal,
      int sample,
      Relay relay) {
    List<Message> messages(Map<String, String> values) {
      List<Message> messages = new ArrayList<>();
      prompt.system().ifPresent(system -> messages.add(Message.system(system.fill(values))));
      messages.add(Message.user(prompt.user().fill(values)));
      return messages;
    }

    ChatModel.Request request(
        Line line, List<Message> messages, int maxTokens, ChatModel.Shape shape) {
      String name = agent.id().replaceAll("[^A-Za-z0-9_-]", "-");
      String short64 = name.substring(0, Math.min(64, name.length()));
      return new ChatModel.Request(
          line.role().model(), messages, prompt.temperature(), maxTokens, short64, shape);
    }

    /**
     * Older journeys go first, and within one its late stages: a journey is deep before the run is
     * wide.
     */
    Line.Caller caller() {
      int urgency = ordinal * URGENCIES + agent.stage().urgency();
      return new Line.Caller(question.run(), question.seed(), agent.id(), urgency, sample);
    }
  }

  private Relay relay(String role) {
    Relay relay = relays.get(role);
    if (relay == null) {
      throw new IllegalStateException("no model is configured for the role " + role);
    }
    return relay;
  }

  private Answer note(Asking asking, Bench bench) throws ModelTrouble, InterruptedException {
    return plain(
        asking,
        asking.messages(bench.values()),
        answered -> {
          Origin origin =
              new Origin(
                  asking.question().lineage(), asking.agent().id(), answered.key(), List.of());
          return new Pieces.Checked(
              new Piece.Note(origin, Thinking.without(answered.reply().text()).strip()),
              Optional.empty());
        });
  }

  private Answer respond(Asking asking, Bench bench, Pieces pieces)
      throws ModelTrouble, InterruptedException {
    Bench.Rendered rendered = bench.render(bench.needed("instruction", Piece.Instruction.class));
    Map<String, String> values = bench.values();
    values.put("prompt", rendered.prompt());
    return plain(
        asking,
        asking.messages(values),
        answered ->
            pieces.exchange(rendered, Thinking.without(answered.reply().text()), answered.key()));
  }

  private interface Making {
    Pieces.Checked of(Line.Answered answered);
  }

  /**
   * A reply that is taken as it stands. One that was cut, or says nothing, gets a second try with
   * twice the room.
   */
  private Answer plain(Asking asking, List<Message> messages, Making making)
      throws ModelTrouble, InterruptedException {
    Answer last = new Spoiled("empty", "no reply");
    for (int room = 1; room <= 2; room++) {
      int maxTokens = asking.prompt().maxTokens() * room;
      Function<Line, ChatModel.Request> request =
          line -> asking.request(line, messages, maxTokens, new ChatModel.Shape.Text());
      last =
          asking
              .relay()
              .ask(
                  request,
                  asking.caller(),
                  (line, mayGoElsewhere) ->
                      line.ask(
                          request.apply(line),
                          asking.caller(),
                          mayGoElsewhere,
                          answered -> taken(line, answered, making)));
      if (!(last instanceof Spoiled spoiled && WORTH_MORE_ROOM.contains(spoiled.reason()))) {
        return last;
      }
    }
    return last;
  }

  private Answer taken(Line line, Line.Answered answered, Making making) {
    Optional<Spoiled> spoilt = spoilt(answered.reply());
    if (spoilt.isPresent()) {
      line.settle(answered, List.of());
      return spoilt.get();
    }
    return settled(line, answered, List.of(making.of(answered)));
  }

  /**
   * A reply in its stage's envelope. One that does not fit is asked for once more, with what is
   * wrong with it.
   */
  private Answer shaped(Asking asking, Bench bench, Pieces pieces)
      throws ModelTrouble, InterruptedException {
    AnswerFormat format =
        bench
            .part("instruction", Piece.Instruction.class)
            .map(Piece.Instruction::format)
            .orElse(AnswerFormat.SHORT_ANSWER);
    Envelope envelope = Envelope.of(asking.agent(), format).orElseThrow();
    List<Message> messages = asking.messages(bench.values());
    int maxTokens = asking.prompt().maxTokens();
    Attempt first = attempt(asking, envelope, messages, maxTokens, pieces);
    if (first.answer().isPresent()) {
      return first.answer().get();
    }
    List<Message> again = new ArrayList<>(messages);
    if (first.truncated()) {
      maxTokens *= 2;
    } else {
      again.add(Message.assistant(first.reply()));
      again.add(
          Message.user(
              asking
                  .flow()
                  .house("reask")
                  .user()
                  .fill(Map.of("errors", String.join("\n", first.errors())))));
    }
    Attempt second = attempt(asking, envelope, again, maxTokens, pieces);
    return second
        .answer()
        .orElseGet(() ->
            second.truncated()
                ? new Spoiled("truncated", "cut at the cap on tokens, twice")
                : new Spoiled("garbled", String.join("; ", second.errors())));
  }

  /**
   * @param answer absent = worth asking once more
   */
  private record Attempt(
      Optional<Answer> answer, String reply, List<String> errors, boolean truncated) {}

  private Attempt attempt(
      Asking asking, Envelope envelope, List<Message> messages, int maxTokens, Pieces pieces)
      throws ModelTrouble, InterruptedException {
    return asking
        .relay()
        .ask(
            line -> onRung(asking, line, ladder.rung(line.role()), envelope, messages, maxTokens),
            asking.caller(),
            (line, mayGoElsewhere) -> {
              while (true) {
                Ladder.Rung rung = ladder.rung(line.role());
                try {
                  return line.ask(
                      onRung(asking, line, rung, envelope, messages, maxTokens),
                      asking.caller(),
                      mayGoElsewhere,
                      answered -> read(line, answered, envelope, pieces));
                } catch (ModelTrouble trouble) {
                  if (!trouble.refusesShape() || !ladder.stepDown(line.role(), rung)) {
                    throw trouble;
                  }
                }
              }
            });
  }

  private static ChatModel.Request onRung(
      Asking asking,
      Line line,
      Ladder.Rung rung,
      Envelope envelope,
      List<Message> messages,
      int maxTokens) {
    return asking.request(
        line, rung.messages(messages, envelope, asking.flow()), maxTokens, rung.shape(envelope));
  }

  private Attempt read(Line line, Line.Answered answered, Envelope envelope, Pieces pieces) {
    Store.Reply reply = answered.reply();
    Optional<Spoiled> spoilt = spoilt(reply);
    if (spoilt.isPresent()) {
      line.settle(answered, List.of());
      boolean truncated = spoilt.get().reason().equals("truncated");
      boolean again = truncated || spoilt.get().reason().equals("empty");
      return new Attempt(
          again ? Optional.empty() : Optional.of(spoilt.get()),
          reply.text(),
          List.of(spoilt.get().detail()),
          truncated);
    }
    return switch (envelope.read(Thinking.without(reply.text()))) {
      case Envelope.Reading.Misfits misfits -> {
        line.settle(answered, List.of());
        yield new Attempt(Optional.empty(), reply.text(), misfits.errors(), false);
      }
      case Envelope.Reading.Fits fits -> {
        String declined = fits.reply().path("declined").asText("");
        List<Pieces.Checked> made =
            declined.isBlank() || !pieces.mayDecline()
                ? pieces.of(fits.reply(), answered.key())
                : List.of();
        if (made.isEmpty()) {
          line.settle(answered, List.of());
          Answer none =
              declined.isBlank()
                  ? new Spoiled("empty", "the reply held nothing")
                  : new Declined(declined);
          yield new Attempt(Optional.of(none), reply.text(), List.of(), false);
        }
        yield new Attempt(
            Optional.of(settled(line, answered, made)), reply.text(), List.of(), false);
      }
    };
  }

  /**
   * What makes a reply unusable whatever it says: a cut one is never accepted, even where it
   * parses.
   */
  private static Optional<Spoiled> spoilt(Store.Reply reply) {
    return switch (reply.finish()) {
      case "length", "max_tokens" ->
          Loops.in(reply.text())
              .map(loop -> new Spoiled("looping", loop)) // more room would only be more of the same
              .or(() ->
                  Optional.of(
                      new Spoiled("truncated", "cut at " + reply.outputTokens() + " tokens")));
      case "content_filter", "refusal", "safety" ->
          Optional.of(new Spoiled("refused", "the endpoint refused: " + reply.finish()));
      default ->
          reply.text().isBlank()
              ? Optional.of(new Spoiled("empty", "the reply is empty"))
              : Optional.empty();
    };
  }

  private static Pieces.Checked identity(Agent agent, Question question, Bench bench) {
    Origin origin = new Origin(question.lineage(), agent.id(), null, List.of(bench.seed().text()));
    return new Pieces.Checked(
        new Piece.Material(origin, agent.makes(), bench.seed().source().title(), bench.seedText()),
        Optional.empty());
  }

  private Made settled(Line line, Line.Answered answered, List<Pieces.Checked> made) {
    List<Store.Text> texts = texts(made);
    line.settle(answered, texts);
    return made(made, texts);
  }

  private Made stored(List<Pieces.Checked> made) {
    List<Store.Text> texts = texts(made);
    store.putTexts(texts);
    return made(made, texts);
  }

  private static List<Store.Text> texts(List<Pieces.Checked> made) {
    return made.stream().map(checked -> Store.Text.of(Json.write(checked.piece()))).toList();
  }

  private static Made made(List<Pieces.Checked> made, List<Store.Text> texts) {
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < made.size(); i++) {
      Pieces.Checked checked = made.get(i);
      items.add(
          new Item(
              texts.get(i).digest(),
              checked.piece().preview(),
              checked.fault().map(fault -> fault.check()).orElse(null),
              checked.fault().map(fault -> fault.detail()).orElse(null)));
    }
    return new Made(items);
  }
}
