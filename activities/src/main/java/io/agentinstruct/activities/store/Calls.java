package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.Call;
import io.agentinstruct.activities.store.Store.Intent;
import io.agentinstruct.activities.store.Store.Reply;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The call journal. */
final class Calls {
  private static final String INSERT =
      """
      INSERT INTO calls (key, run, seed, agent, role, model, reserved_micros, request)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (key) DO NOTHING
      """;

  private static final String ONCE_MORE =
      """
      UPDATE calls
      SET run = ?, seed = ?, agent = ?, role = ?, model = ?, reserved_micros = ?, abandoned = 0,
        attempts = attempts + 1
      WHERE id = ?
      """;

  private static final String INSERT_REPLY =
      """
      INSERT INTO replies (call, finish, model, input_tokens, cached_tokens, output_tokens,
        cost_micros, estimated, millis, body)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      """;

  private static final String FIND =
      """
      SELECT c.key, c.run, c.seed, c.agent, c.role, c.model, c.request, c.reserved_micros,
        c.attempts, r.finish, r.model, r.input_tokens, r.cached_tokens, r.output_tokens,
        r.cost_micros, r.estimated, r.millis, r.body
      FROM calls c LEFT JOIN replies r ON r.call = c.id
      WHERE c.key = ?
      """;

  /** The last is the ordinal of {@link State}. */
  private static final String ENTRY =
      """
      SELECT c.id, c.run, iif(r.call IS NULL, c.abandoned, 2)
      FROM calls c LEFT JOIN replies r ON r.call = c.id
      WHERE c.key = ?
      """;

  private Calls() {}

  private enum State {
    OPEN,
    ABANDONED,
    SETTLED
  }

  private record Entry(long id, String run, State state) {
    boolean is(State other) {
      return state == other;
    }
  }

  static Optional<Call> find(Session session, String key, TextCodec codec) throws SQLException {
    return session.first(FIND, row -> call(row, codec), key);
  }

  /**
   * A call still open changes hands: who asks now is who pays. One that is settled keeps its owner.
   */
  static void intend(Session session, Intent intent, Object request) throws SQLException {
    int inserted =
        session.change(
            INSERT,
            intent.key(),
            intent.run(),
            intent.seed(),
            intent.agent(),
            intent.role(),
            intent.model(),
            intent.reservedMicros(),
            request);
    if (inserted == 1) {
      Totals.attempted(session, intent.run(), true);
    } else {
      intendAgain(session, intent, entry(session, intent.key()).orElseThrow());
    }
  }

  private static void intendAgain(Session session, Intent intent, Entry entry) throws SQLException {
    if (entry.is(State.SETTLED)) {
      session.change("UPDATE calls SET attempts = attempts + 1 WHERE id = ?", entry.id());
      Totals.attempted(session, intent.run(), false);
      return;
    }
    if (entry.is(State.OPEN)) {
      Totals.closed(session, entry.run());
    }
    Totals.attempted(session, intent.run(), true);
    session.change(
        ONCE_MORE,
        intent.run(),
        intent.seed(),
        intent.agent(),
        intent.role(),
        intent.model(),
        intent.reservedMicros(),
        entry.id());
  }

  /**
   * The first reply stays, since pieces may have been made of it already. Another one to the same
   * call was paid for all the same, and is counted.
   */
  static void settle(
      Session session, String key, Reply reply, Object body, List<Texts.Packed> pieces)
      throws SQLException {
    Entry entry =
        entry(session, key)
            .orElseThrow(() -> new IllegalStateException("No call " + key + " was intended"));
    if (!entry.is(State.SETTLED)) {
      if (entry.is(State.OPEN)) {
        Totals.closed(session, entry.run());
      }
      insertReply(session, entry.id(), reply, body);
      Totals.answered(session, entry.run(), reply);
    } else if (!known(session, entry.id(), reply)) {
      Totals.answered(session, entry.run(), reply);
    }
    Texts.put(session, pieces);
  }

  static void abandon(Session session, String key, String trouble) throws SQLException {
    Optional<Entry> open = entry(session, key).filter(entry -> entry.is(State.OPEN));
    if (open.isPresent()) {
      Totals.closed(session, open.get().run());
      session.change(
          "UPDATE calls SET abandoned = 1, trouble = ? WHERE id = ?", trouble, open.get().id());
    }
  }

  private static void insertReply(Session session, long call, Reply reply, Object body)
      throws SQLException {
    session.change(
        INSERT_REPLY,
        call,
        reply.finish(),
        reply.model(),
        reply.inputTokens(),
        reply.cachedTokens(),
        reply.outputTokens(),
        reply.costMicros(),
        reply.estimated() ? 1 : 0,
        reply.millis(),
        body);
  }

  private static Optional<Entry> entry(Session session, String key) throws SQLException {
    return session.first(
        ENTRY,
        row -> new Entry(row.getLong(1), row.getString(2), State.values()[row.getInt(3)]),
        key);
  }

  /**
   * Whether it is the reply on record, written once more by a caller who did not hear of the first
   * time.
   */
  private static boolean known(Session session, long call, Reply reply) throws SQLException {
    return session.number(
            """
            SELECT count(*) FROM replies
            WHERE call = ? AND input_tokens = ? AND output_tokens = ? AND millis = ?
            """,
            call,
            reply.inputTokens(),
            reply.outputTokens(),
            reply.millis())
        == 1;
  }

  private static Call call(ResultSet row, TextCodec codec) throws SQLException {
    Intent intent =
        new Intent(
            row.getString(1),
            row.getString(2),
            row.getString(3),
            row.getString(4),
            row.getString(5),
            row.getString(6),
            codec.unpack(row.getObject(7)),
            row.getLong(8));
    Object body = row.getObject(18);
    Optional<Reply> reply =
        body == null ? Optional.empty() : Optional.of(reply(row, codec.unpack(body)));
    return new Call(intent, reply, row.getInt(9));
  }

  private static Reply reply(ResultSet row, String text) throws SQLException {
    return new Reply(
        text,
        row.getString(10),
        row.getString(11),
        row.getLong(12),
        row.getLong(13),
        row.getLong(14),
        row.getLong(15),
        row.getBoolean(16),
        row.getLong(17));
  }
}
