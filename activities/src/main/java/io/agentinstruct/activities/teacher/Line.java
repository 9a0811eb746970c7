package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.store.CrashPoint;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.stage.Message;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
  private final Purse purse;
  private final Map<String, Turn> turns = new ConcurrentHashMap<>();

  /**
   * @param purse one for all lines to the same store
   */
  public Line(Role role, ChatModel model, Gate gate, Store store, Purse purse) {
    this.role = role;
    this.model = model;
    this.gate = gate;
    this.store = store;
    this.purse = purse;
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
   * @param sample which answer to this request is wanted: 0 = the first, 1 = another one
   */
  public record Caller(String run, String seed, String agent, int urgency, int sample) {
    public Caller(String run, String seed, String agent, int urgency) {
      this(run, seed, agent, urgency, 0);
    }
  }

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

  /** Whether the journal has the answer. */
  boolean knows(ChatModel.Request request, Caller caller) {
    return journaled(Digest.of(journalForm(request, caller.sample()))).isPresent();
  }

  /** As below, with no other line to go to. */
  public <T> T ask(ChatModel.Request request, Caller caller, Use<T> use)
      throws ModelTrouble, InterruptedException {
    return ask(request, caller, false, use);
  }

  /**
   * Identical requests take turns: the second finds the first one's reply in the journal.
   *
   * @param mayGoElsewhere whether to give up at once where the gate is paused
   */
  <T> T ask(ChatModel.Request request, Caller caller, boolean mayGoElsewhere, Use<T> use)
      throws ModelTrouble, InterruptedException {
    String body = journalForm(request, caller.sample());
    String key = Digest.of(body);
    Turn turn =
        turns.compute(key, (k, waiting) -> (waiting == null ? new Turn() : waiting).oneMore());
    turn.lock.lockInterruptibly();
    try {
      Optional<Store.Reply> known = journaled(key);
      return known.isPresent()
          ? use.of(new Answered(key, known.get(), false))
          : used(use, pay(key, body, request, caller, mayGoElsewhere));
    } finally {
      turn.lock.unlock();
      turns.computeIfPresent(key, (k, waiting) -> waiting.oneLess());
    }
  }

  /** Makes a reply and the pieces made of it durable, in one write. */
  public void settle(Answered answered, List<Store.Text> pieces) {
    if (answered.fresh()) {
      CrashPoint.BEFORE_REPLY.pass();
      purse.settle(answered.key(), answered.reply(), pieces);
      CrashPoint.AFTER_REPLY.pass();
    } else if (!pieces.isEmpty()) {
      store.putTexts(pieces);
    }
  }

  private Optional<Store.Reply> journaled(String key) {
    return store.call(key).flatMap(Store.Call::reply);
  }

  /** What was paid for is journaled even where its use fails, so that it is not paid for again. */
  private <T> T used(Use<T> use, Answered answered) throws ModelTrouble, InterruptedException {
    try {
      return use.of(answered);
    } catch (RuntimeException e) {
      try {
        settle(answered, List.of());
      } catch (RuntimeException unwritten) {
        e.addSuppressed(unwritten);
      }
      throw e;
    }
  }

  private Answered pay(
      String key, String body, ChatModel.Request request, Caller caller, boolean mayGoElsewhere)
      throws ModelTrouble, InterruptedException {
    long reserved = worstMicros(request);
    Store.Intent intent =
        new Store.Intent(
            key,
            caller.run(),
            caller.seed(),
            caller.agent(),
            role.name(),
            role.model(),
            body,
            reserved);
    CrashPoint.BEFORE_INTENT.pass();
    if (!purse.reserve(intent, role)) {
      return new Answered(key, journaled(key).orElseThrow(), false);
    }
    CrashPoint.AFTER_INTENT.pass();
    Gate.Entry entry =
        new Gate.Entry(
            caller.run(),
            caller.urgency(),
            body.length() / 3L,
            request.maxTokens() / 4,
            mayGoElsewhere);
    try (Gate.Permit permit = gate.enter(entry)) {
      return new Answered(key, sent(request, permit, reserved), true);
    } catch (ModelTrouble trouble) {
      String what = trouble.trouble() + " " + trouble.code();
      purse.abandon(key, what, trouble.mayBeBilled());
      throw trouble;
    } catch (Gate.GateClosed closed) {
      purse.abandon(key, "not sent", false);
      throw new ModelTrouble(
          Trouble.DRAINING,
          closed.elsewhere() ? ModelTrouble.ELSEWHERE : "not-sent",
          closed.getMessage(),
          Optional.empty(),
          closed);
    } catch (InterruptedException stopping) {
      purse.abandon(key, "not sent", false);
      throw stopping;
    } catch (RuntimeException | Error broken) {
      purse.abandon(key, Trouble.INTERNAL + " " + broken.getClass().getSimpleName(), true);
      throw broken;
    }
  }

  /** The gate hears how the call ended before the permit is given back, and lets others in. */
  private Store.Reply sent(ChatModel.Request request, Gate.Permit permit, long reserved)
      throws ModelTrouble {
    long sent = System.nanoTime();
    try {
      ChatModel.Reply reply = model.ask(request);
      permit.answered(reply.usage().inputTokens(), reply.usage().outputTokens());
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - sent);
      return charged(reply, millis, reserved);
    } catch (ModelTrouble trouble) {
      trouble.tried(Duration.ofNanos(System.nanoTime() - sent));
      permit.failed(trouble);
      throw trouble;
    }
  }

  /** A reply that does not say what it used is charged what was reserved for it. */
  private Store.Reply charged(ChatModel.Reply reply, long millis, long reserved) {
    ChatModel.Usage usage = reply.usage();
    boolean refused = reply.refusal() != null;
    long cost =
        usage.estimated()
            ? reserved
            : role.price()
                .map(price ->
                    price.micros(usage.inputTokens(), usage.cachedTokens(), usage.outputTokens()))
                .orElse(0L);
    return new Store.Reply(
        refused ? String.valueOf(reply.refusal()) : reply.text(),
        refused ? "refusal" : reply.finish(),
        reply.model(),
        usage.inputTokens(),
        usage.cachedTokens(),
        usage.outputTokens(),
        cost,
        usage.estimated(),
        millis);
  }

  private long worstMicros(ChatModel.Request request) {
    return role.price()
        .map(price -> price.worstMicros(WorstCase.inputTokens(request), request.maxTokens()))
        .orElse(0L);
  }

  /** The exact request, in a form that stays the same whatever library sends it. */
  private static String journalForm(ChatModel.Request request, int sample) {
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
    if (!request.extra().isEmpty()) {
      form.set("extra_body", Json.MAPPER.valueToTree(new TreeMap<>(request.extra())));
    }
    if (sample > 0) {
      form.put("sample", sample);
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
