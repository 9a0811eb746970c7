package io.agentinstruct.activities.teacher;

import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Thinking;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One tiny call to an endpoint's model before a run, so that a wrong setting costs one call and not
 * ten thousand. The call asks for a reply in the shape that the run will ask for; where the
 * endpoint refuses that shape, the next simpler one is asked for, down to words.
 */
public final class Probe {
  /** Room for a model that thinks before it says a word. */
  private static final int TOKENS = 16;

  private Probe() {}

  /**
   * What was found out.
   *
   * @param trouble why no reply came; absent = one did
   * @param rung the shape of replies that the endpoint takes; absent = none was asked for
   * @param follows whether the reply looks as if the shape had been heeded, too
   * @param latency of the call that was answered
   * @param calls requests sent, those refused included
   * @param tokens billed, input and output
   * @param models that the endpoint lists; empty = it says nothing
   * @param context tokens of prompt and reply together that the model bears
   * @param requestLimit per minute, as most endpoints count
   * @param tokenLimit per minute
   * @param clockAhead how far our clock is ahead of the endpoint's
   */
  public record Heard(
      Optional<ModelTrouble> trouble,
      Optional<Ladder.Rung> rung,
      boolean follows,
      Duration latency,
      int calls,
      long tokens,
      List<String> models,
      OptionalLong context,
      OptionalLong requestLimit,
      OptionalLong tokenLimit,
      Optional<Duration> clockAhead) {
    /** The same after so many requests in all. */
    public Heard having(int allCalls) {
      return new Heard(
          trouble,
          rung,
          follows,
          latency,
          allCalls,
          tokens,
          models,
          context,
          requestLimit,
          tokenLimit,
          clockAhead);
    }
  }

  /**
   * @param key the secret itself; blank = the endpoint wants none
   * @param flow any flow of the run; its house prompts hold the words of the probe
   * @param envelope the shape that replies are wanted in; absent = plain text is all that is asked
   */
  public static Heard of(Role role, String key, Flow flow, Optional<Envelope> envelope) {
    Overheard overheard = new Overheard();
    try (ChatModel model = new OpenAiChatModel(role, key, overheard)) {
      Optional<Ladder.Rung> rung = envelope.map(shape -> Ladder.Rung.SCHEMA);
      while (true) {
        long sent = System.nanoTime();
        try {
          ChatModel.Reply reply = model.ask(request(role, flow, envelope, rung));
          Duration latency = Duration.ofNanos(System.nanoTime() - sent);
          return heard(role, key, overheard, Optional.empty(), rung, Optional.of(reply), latency);
        } catch (ModelTrouble trouble) {
          Optional<Ladder.Rung> lower =
              trouble.refusesShape() ? rung.flatMap(Probe::below) : Optional.empty();
          if (lower.isEmpty()) {
            return heard(
                role, key, overheard, Optional.of(trouble), rung, Optional.empty(), Duration.ZERO);
          }
          rung = lower;
        }
      }
    }
  }

  private static Optional<Ladder.Rung> below(Ladder.Rung rung) {
    return switch (rung) {
      case SCHEMA -> Optional.of(Ladder.Rung.JSON);
      case JSON -> Optional.of(Ladder.Rung.WORDS);
      case WORDS -> Optional.empty();
    };
  }

  private static ChatModel.Request request(
      Role role, Flow flow, Optional<Envelope> envelope, Optional<Ladder.Rung> rung) {
    List<Message> words = List.of(Message.user(flow.house("probe").user().fill(Map.of())));
    boolean shaped = rung.isPresent() && envelope.isPresent();
    return new ChatModel.Request(
        role.model(),
        shaped ? rung.get().messages(words, envelope.get(), flow) : words,
        0,
        TOKENS,
        "probe",
        shaped ? rung.get().shape(envelope.get()) : new ChatModel.Shape.Text(),
        role.extraBody());
  }

  /** The list of models is asked for only where it can say something: behind a door that opened. */
  private static Heard heard(
      Role role,
      String key,
      Overheard overheard,
      Optional<ModelTrouble> trouble,
      Optional<Ladder.Rung> rung,
      Optional<ChatModel.Reply> reply,
      Duration latency) {
    boolean worthAsking = trouble.isEmpty() || trouble.get().trouble() == Trouble.CONFIG;
    List<Listing.Listed> listed = worthAsking ? Listing.of(role, key) : List.of();
    long tokens = reply.map(it -> it.usage().inputTokens() + it.usage().outputTokens()).orElse(0L);
    return new Heard(
        trouble,
        rung,
        reply.map(Probe::looksLikeAnObject).orElse(false),
        latency,
        overheard.requests(),
        tokens,
        listed.stream().map(Listing.Listed::name).toList(),
        listed.stream()
            .filter(model -> model.name().equals(role.model()))
            .map(Listing.Listed::context)
            .findFirst()
            .orElse(OptionalLong.empty()),
        overheard.requestLimit(),
        overheard.tokenLimit(),
        overheard.clockAhead());
  }

  /** The reply is cut after a few tokens, so that its beginning is all there is to go by. */
  private static boolean looksLikeAnObject(ChatModel.Reply reply) {
    String text = Thinking.without(reply.text()).strip();
    return text.isEmpty() || text.startsWith("{") || text.startsWith("```");
  }
}
