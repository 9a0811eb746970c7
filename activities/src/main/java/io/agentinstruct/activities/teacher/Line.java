package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.store.CrashPoint;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The line to one role's model: journal, gate, wire. A request that was ever answered is answered
 * from the journal. A permit is held only while the call is on the wire, so that durability costs
 * no place in flight.
 */
public final class Line {
  private final Role role;
  private final ChatModel model;
  private final Gate gate;
  private final Store store;
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  public Line(Role role, ChatModel model, Gate gate, Store store) {
    this.role = role;
    this.model = model;
    this.gate = gate;
    this.store = store;
  }

  public Role role() {
    return role;
  }

  public Gate gate() {
    return gate;
  }

  /**
   * Who asks, for the journal.
   *
   * @param urgency the smaller, the sooner
   */
  public record Caller(String run, String seed, String agent, int urgency) {}

  /**
   * A reply, and whether it was just paid for. What was is not durable before {@link Line#settle}.
   *
   * @param key journal key
   */
  public record Answered(String key, Store.Reply reply, boolean fresh) {}

  /** What to do with a reply, while no one else may ask the same. */
  public interface Use<T> {
    T of(Answered answered) throws ModelTrouble, InterruptedException;
  }

  /** Identical requests take turns: the second finds the first one's reply in the journal. */
  public <T> T ask(ChatModel.Request request, Caller caller, Use<T> use)
      throws ModelTrouble, InterruptedException {
    String body = journalForm(request);
    String key = Digest.of(body);
    Turn turn =
        turns.compute(key, (k, waiting) -> (waiting == null ? new Turn() : waiting).oneMore());
    turn.lock.lockInterruptibly();
    try {
      Optional<Store.Reply> known = store.call(key).flatMap(Store.Call::reply);
      Answered answered =
          known.isPresent()
              ? new Answered(key, known.get(), false)
              : new Answered(key, pay(key, body, request, caller), true);
      return use.of(answered);
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(key, (k, waiting) -> waiting.oneLess());
    }
  }

  /** Makes a reply and the pieces made of it durable, in one write. */
  public void settle(Answered answered, List<Store.Text> pieces) {
    if (answered.fresh()) {
      CrashPoint.BEFORE_REPLY.pass();
      store.settle(answered.key(), answered.reply(), pieces);
      CrashPoint.AFTER_REPLY.pass();
    } else if (!pieces.isEmpty()) {
      store.putTexts(pieces);
    }
  }

  private Store.Reply pay(String key, String body, ChatModel.Request request, Caller caller)
      throws ModelTrouble, InterruptedException {
    long tokens = body.length() / 3L;
    long reserved = cost(tokens, 0, request.maxTokens());
    CrashPoint.BEFORE_INTENT.pass();
    store.intend(
        new Store.Intent(
            key,
            caller.run(),
            caller.seed(),
            caller.agent(),
            role.name(),
            role.model(),
            body,
            reserved));
    CrashPoint.AFTER_INTENT.pass();
    try (Gate.Permit permit = gate.enter(caller.urgency(), tokens + request.maxTokens() / 4)) {
      long sent = System.nanoTime();
      ChatModel.Reply reply = model.ask(request);
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
      ChatModel.Usage usage = reply.usage();
      permit.used(usage.inputTokens() + usage.outputTokens());
      gate.success();
      String finish = reply.refusal() == null ? reply.finish() : "refusal";
      String text = reply.refusal() == null ? reply.text() : reply.refusal();
      long cost = cost(usage.inputTokens(), usage.cachedTokens(), usage.outputTokens());
      return new Store.Reply(
          text,
          finish,
          reply.model(),
          usage.inputTokens(),
          usage.cachedTokens(),
          usage.outputTokens(),
          cost,
          usage.estimated(),
          millis);
    } catch (ModelTrouble trouble) {
      store.abandon(key, trouble.trouble() + " " + trouble.code());
      gate.trouble(trouble);
      throw trouble;
    } catch (Gate.GateClosed closed) {
      store.abandon(key, "not sent");
      throw new ModelTrouble(
          Trouble.DRAINING, "not-sent", closed.getMessage(), Optional.empty(), closed);
    }
  }

  private long cost(long input, long cached, long output) {
    return role.price().map(price -> price.micros(input, cached, output)).orElse(0L);
  }

  /** The exact request, in a form that stays the same whatever library sends it. */
  private static String journalForm(ChatModel.Request request) {
    ObjectNode form = Json.MAPPER.createObjectNode().put("model", request.model());
    ArrayNode messages = form.putArray("messages");
    for (Message message : request.messages()) {
      messages.addObject().put("role", message.role()).put("content", message.content());
    }
    form.put("temperature", request.temperature()).put("max_tokens", request.maxTokens());
    switch (request.shape()) {
      case ChatModel.Shape.Text text -> {}
      case ChatModel.Shape.JsonObject object -> form.put("shape", "json");
      case ChatModel.Shape.Schema schema -> form.set("shape", schema.schema());
    }
    return form.toString();
  }

  /** One at a time for one request; forgotten when nobody waits. */
  private static final class Turn {
    final ReentrantLock lock = new ReentrantLock();
    private int waiting;

    Turn oneMore() {
      waiting++;
      return this;
    }

    @org.jspecify.annotations.Nullable
    Turn oneLess() {
      return --waiting == 0 ? null : this;
    }
  }
}
