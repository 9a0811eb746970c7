package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Teacher.Answer;
import io.agentinstruct.contracts.Teacher.Declined;
import io.agentinstruct.contracts.Teacher.Item;
import io.agentinstruct.contracts.Teacher.Made;
import io.agentinstruct.contracts.Teacher.Spoiled;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.check.Loops;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Thinking;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Asks through the line until a reply can be used, or has to be given up. */
final class Asker {
  /** A model that thinks first can use all its room up before it says a word. */
  private static final Set<String> WORTH_MORE_ROOM = Set.of("truncated", "empty");

  private final Store store;
  private final Ladder ladder;

  Asker(Store store, Ladder ladder) {
    this.store = store;
    this.ladder = ladder;
  }

  /** What a reply in plain words is made into. */
  interface Making {
    Pieces.Checked of(Line.Answered answered);
  }

  /** What a reply that fits its envelope is made into. */
  interface Reader {
    Read of(ObjectNode reply, String call);
  }

  /** What became of a reply that fits its envelope. */
  sealed interface Read {
    /** Pieces; none = the reply held nothing. */
    record Pieced(List<Pieces.Checked> pieces) implements Read {}

    record Refusal(String why) implements Read {}

    /**
     * @param errors in words that help the model that is asked again
     */
    record Wrong(List<String> errors) implements Read {}
  }

  /**
   * A reply that is taken as it stands. One that was cut, or says nothing, gets a second try with
   * twice the room.
   */
  Answer plain(Asking asking, List<Message> messages, Making making)
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

  /** A reply in an envelope. One that does not fit is asked for once more, with what is wrong. */
  Answer shaped(Asking asking, Envelope envelope, List<Message> messages, Reader reader)
      throws ModelTrouble, InterruptedException {
    int maxTokens = asking.prompt().maxTokens();
    Attempt first = attempt(asking, envelope, messages, maxTokens, reader);
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
    Attempt second = attempt(asking, envelope, again, maxTokens, reader);
    return second
        .answer()
        .orElseGet(() ->
            second.truncated()
                ? new Spoiled("truncated", "cut at the cap on tokens, twice")
                : new Spoiled("garbled", String.join("; ", second.errors())));
  }

  /**
   * The same for an agent that may use tools first: as often as it asks for some, and no more often
   * than there are rounds.
   */
  Answer withTools(
      Asking asking, Envelope envelope, List<Message> messages, Reader reader, AgentTools tools)
      throws ModelTrouble, InterruptedException {
    if (!tools.any()) {
      return shaped(asking, envelope, messages, reader);
    }
    Envelope open = envelope.withCalls();
    List<Message> longer = new ArrayList<>(messages);
    append(longer, asking.flow().house("use-tools").user().fill(tools.told()));
    for (int left = AgentTools.ROUNDS; left > 0; left--) {
      Wanted wanted = new Wanted(reader);
      Answer answer = shaped(asking, open, longer, wanted);
      if (wanted.calls() == null) {
        return answer;
      }
      longer.add(Message.assistant(wanted.reply()));
      longer.add(
          Message.user(
              asking
                  .flow()
                  .house("tool-results")
                  .user()
                  .fill(
                      Map.of(
                          "results",
                          tools.use(wanted.calls()),
                          "rounds",
                          String.valueOf(left - 1)))));
    }
    return shaped(asking, envelope, longer, reader);
  }

  private static void append(List<Message> messages, String words) {
    Message last = messages.removeLast();
    messages.add(new Message(last.role(), last.content() + "\n\n" + words));
  }

  /** Sets a reply aside that asks for tools, instead of reading pieces out of it. */
  private static final class Wanted implements Reader {
    private final Reader inner;
    private @Nullable JsonNode calls;
    private String reply = "";

    Wanted(Reader inner) {
      this.inner = inner;
    }

    @Override
    public Read of(ObjectNode read, String call) {
      if (read.path("calls").isEmpty()) {
        calls = null;
        return inner.of(read, call);
      }
      calls = read.path("calls");
      reply = read.toString();
      return new Read.Pieced(List.of()); // the reply is settled, and no one reads this answer
    }

    @Nullable JsonNode calls() {
      return calls;
    }

    String reply() {
      return reply;
    }
  }

  /**
   * @param answer absent = worth asking once more
   */
  private record Attempt(
      Optional<Answer> answer, String reply, List<String> errors, boolean truncated) {
    static Attempt done(Answer answer, String reply) {
      return new Attempt(Optional.of(answer), reply, List.of(), false);
    }

    static Attempt again(String reply, List<String> errors) {
      return new Attempt(Optional.empty(), reply, errors, false);
    }
  }

  private Attempt attempt(
      Asking asking, Envelope envelope, List<Message> messages, int maxTokens, Reader reader)
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
                      answered -> read(line, answered, envelope, reader));
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

  private Attempt read(Line line, Line.Answered answered, Envelope envelope, Reader reader) {
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
        yield Attempt.again(reply.text(), misfits.errors());
      }
      case Envelope.Reading.Fits fits ->
          used(line, answered, reader.of(fits.reply(), answered.key()));
    };
  }

  private Attempt used(Line line, Line.Answered answered, Read read) {
    String reply = answered.reply().text();
    return switch (read) {
      case Read.Pieced pieced when !pieced.pieces().isEmpty() ->
          Attempt.done(settled(line, answered, pieced.pieces()), reply);
      case Read.Pieced none -> {
        line.settle(answered, List.of());
        yield Attempt.done(new Spoiled("empty", "the reply held nothing"), reply);
      }
      case Read.Refusal refusal -> {
        line.settle(answered, List.of());
        yield Attempt.done(new Declined(refusal.why()), reply);
      }
      case Read.Wrong wrong -> {
        line.settle(answered, List.of());
        yield Attempt.again(reply, wrong.errors());
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

  private Made settled(Line line, Line.Answered answered, List<Pieces.Checked> made) {
    List<Store.Text> texts = texts(made);
    line.settle(answered, texts);
    return made(made, texts);
  }

  /** Keeps pieces that were made without a call. */
  Made stored(List<Pieces.Checked> made) {
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
              checked.fault().map(fault -> fault.detail()).orElse(null),
              checked.next().orElse(null)));
    }
    return new Made(items);
  }
}
