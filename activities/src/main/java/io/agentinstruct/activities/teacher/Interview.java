package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.check.Loops;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.prompt.Envelope;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Thinking;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks a model outside of any journey: through the same line, so with the same journal, gate and
 * purse, and with the same forgiveness for the form of a reply. There is no workflow behind it, so
 * it tries again by itself.
 */
public final class Interview {
  private static final int TRIES = 8;
  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  private final Line line;
  private final Flow house;
  private final String run;
  private final Ladder ladder = new Ladder();

  /**
   * @param house any flow; its house prompts tell a shape in words and ask once more
   * @param run that the calls are paid by
   */
  public Interview(Line line, Flow house, String run) {
    this.line = line;
    this.house = house;
    this.run = run;
  }

  /** Begins with the shape of replies that a probe found the endpoint to take. */
  public void startAt(Ladder.Rung rung) {
    ladder.startAt(line.role(), rung);
  }

  /** What came of asking. */
  public sealed interface Heard {
    record Said(ObjectNode reply) implements Heard {}

    /**
     * @param why for people: garbled, cut, looping, refused
     */
    record Unusable(String why) implements Heard {}
  }

  /**
   * A question in an envelope.
   *
   * @param agent for the journal, such as {@code design/leaf}
   * @param urgency the smaller, the sooner
   */
  public record Ask(
      String agent, PromptFile prompt, Envelope envelope, Map<String, String> values, int urgency) {
    /** What the model is told, in one text. */
    public String words() {
      return prompt.system().map(system -> system.fill(values) + "\n").orElse("")
          + prompt.user().fill(values);
    }
  }

  /**
   * Asks; once more with the faults named, or with more room, where the reply can't be used.
   *
   * @throws ModelTrouble where asking again would not help, or did not
   */
  public Heard ask(Ask ask) throws ModelTrouble, InterruptedException {
    List<Message> messages = new ArrayList<>();
    ask.prompt().system().ifPresent(s -> messages.add(Message.system(s.fill(ask.values()))));
    messages.add(Message.user(ask.prompt().user().fill(ask.values())));
    Attempt first = attempt(ask, messages, ask.prompt().maxTokens());
    if (first.heard() instanceof Heard.Unusable unusable && first.worthAnother()) {
      int room = ask.prompt().maxTokens();
      if (first.cut()) {
        room *= 2;
      } else {
        messages.add(Message.assistant(first.reply()));
        messages.add(
            Message.user(house.house("reask").user().fill(Map.of("errors", unusable.why()))));
      }
      return attempt(ask, messages, room).heard();
    }
    return first.heard();
  }

  private record Attempt(Heard heard, String reply, boolean cut, boolean worthAnother) {}

  private Attempt attempt(Ask ask, List<Message> messages, int room)
      throws ModelTrouble, InterruptedException {
    for (int tried = 1; ; tried++) {
      Ladder.Rung rung = ladder.rung(line.role());
      try {
        return line.ask(
            request(ask, messages, room, rung),
            new Line.Caller(run, "", ask.agent(), ask.urgency()),
            answered -> read(ask.envelope(), answered));
      } catch (ModelTrouble trouble) {
        if (trouble.refusesShape() && ladder.stepDown(line.role(), rung)) {
          continue;
        }
        if (trouble.trouble() == Trouble.SEED) {
          return new Attempt(
              new Heard.Unusable(String.valueOf(trouble.getMessage())), "", false, false);
        }
        if (!helps(trouble) || tried >= TRIES) {
          throw trouble;
        }
        Thread.sleep(wait(trouble, tried));
      }
    }
  }

  private static boolean helps(ModelTrouble trouble) {
    return switch (trouble.trouble()) {
      case TRANSIENT, RATE, QUOTA -> true;
      case BUDGET, CREDENTIAL, CONFIG, SEED, OUTPUT, DRAINING, INTERNAL -> false;
    };
  }

  private static Duration wait(ModelTrouble trouble, int tried) {
    Duration wait = trouble.retryAfter().orElse(FIRST_WAIT.multipliedBy(1L << (tried - 1)));
    return wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
  }

  private ChatModel.Request request(Ask ask, List<Message> messages, int room, Ladder.Rung rung) {
    return new ChatModel.Request(
        line.role().model(),
        rung.messages(messages, ask.envelope(), house),
        ask.prompt().temperature(),
        room,
        ask.agent().replaceAll("[^A-Za-z0-9_-]", "-"),
        rung.shape(ask.envelope()),
        line.role().extraBody());
  }

  private Attempt read(Envelope envelope, Line.Answered answered) {
    line.settle(answered, List.of());
    String text = answered.reply().text();
    String finish = answered.reply().finish();
    if (finish.equals("length") || finish.equals("max_tokens")) {
      boolean loops = Loops.in(text).isPresent();
      return unusable(loops ? "repeats itself" : "was cut off", text, true, !loops);
    }
    if (List.of("content_filter", "refusal", "safety").contains(finish)) {
      return unusable("was refused by the endpoint", text, false, false);
    }
    return switch (envelope.read(Thinking.without(text))) {
      case Envelope.Reading.Fits fits ->
          new Attempt(new Heard.Said(fits.reply()), text, false, false);
      case Envelope.Reading.Misfits misfits ->
          unusable(String.join("\n", misfits.errors()), text, false, true);
    };
  }

  private static Attempt unusable(String why, String reply, boolean cut, boolean worthAnother) {
    return new Attempt(new Heard.Unusable(why), reply, cut, worthAnother);
  }
}
