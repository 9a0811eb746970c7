package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Spending.Reserved;
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
      RETURNING id
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

  private static final String ENTRY =
      """
      SELECT c.id, c.run, r.call IS NOT NULL, v.run, v.micros
      FROM calls c LEFT JOIN replies r ON r.call = c.id LEFT JOIN reservations v ON v.call = c.id
      WHERE c.key = ?
      """;

  private Calls() {}

  /**
   * A call in the journal: settled if it has a reply, else open if it has a reservation, else
   * abandoned.
   *
   * @param run who asked last before it was settled
   */
  private record Entry(long id, String run, boolean settled, Optional<Reserved> reserved) {}

  static Optional<Call> find(Session session, String key, TextCodec codec) throws SQLException {
    return session.first(FIND, row -> call(row, codec), key);
  }

  /**
   * A call found open was begun by somebody who told nobody how it ended: it may have been billed.
   * Who asks now is who pays for the next attempt.
   */
  static Reservation intend(Session session, Intent intent, Object request, String day)
      throws SQLException {
    Optional<Entry> known = entry(session, intent.key());
    if (known.filter(Entry::settled).isPresent()) {
      return new Reservation.Answered();
    }
    Optional<Reserved> open = known.flatMap(Entry::reserved);
    if (open.isPresent()) {
      Spending.lose(session, open.get(), day, "asked again while it was open");
    }
    Reservation room = Caps.room(session, intent.run(), day, intent.reservedMicros());
    if (room instanceof Reservation.Made) {
      long call =
          known.isEmpty()
              ? insert(session, intent, request)
              : intendAgain(session, intent, known.get().id());
      Spending.reserve(session, new Reserved(call, intent.run(), intent.reservedMicros()));
    }
    return room;
  }

  private static long insert(Session session, Intent intent, Object request) throws SQLException {
    return session.number(
        INSERT,
        intent.key(),
        intent.run(),
        intent.seed(),
        intent.agent(),
        intent.role(),
        intent.model(),
        intent.reservedMicros(),
        request);
  }

  private static long intendAgain(Session session, Intent intent, long call) throws SQLException {
    session.change(
        ONCE_MORE,
        intent.run(),
        intent.seed(),
        intent.agent(),
        intent.role(),
        intent.model(),
        intent.reservedMicros(),
        call);
    return call;
  }

  /**
   * The first reply stays, since pieces may have been made of it already. Another one to the same
   * call was paid for all the same, and is counted.
   */
  static void settle(
      Session session, String key, Reply reply, Object body, List<Texts.Packed> pieces, String day)
      throws SQLException {
    Entry entry =
        entry(session, key)
            .orElseThrow(() -> new IllegalStateException("No call " + key + " was intended"));
    if (!entry.settled()) {
      insertReply(session, entry.id(), reply, body);
    }
    if (entry.reserved().isPresent()) {
      Spending.close(session, entry.reserved().get());
      Spending.charge(session, entry.run(), reply, day);
    } else if (!entry.settled() || !known(session, entry.id(), reply)) {
      Spending.chargeLate(session, entry.id(), entry.run(), reply, day);
    }
    Texts.put(session, pieces);
  }

  static void abandon(
      Session session, String key, String trouble, boolean perhapsBilled, String day)
      throws SQLException {
    Optional<Reserved> open = entry(session, key).flatMap(Entry::reserved);
    if (open.isPresent() && perhapsBilled) {
      Spending.lose(session, open.get(), day, trouble);
    } else if (open.isPresent()) {
      Spending.release(session, open.get(), trouble);
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
        row -> {
          long id = row.getLong(1);
          String reserver = row.getString(4);
          return new Entry(
              id,
              row.getString(2),
              row.getBoolean(3),
              reserver == null
                  ? Optional.empty()
                  : Optional.of(new Reserved(id, reserver, row.getLong(5))));
        },
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
