package io.agentinstruct.activities.store;

import io.agentinstruct.activities.store.Store.ToolResult;
import java.sql.SQLException;
import java.util.Optional;

/** The table of what tools answered. */
final class ToolResults {
  private static final String INSERT =
      """
      INSERT INTO tool_results (key, run, seed, agent, tool, arguments, result, failed, millis)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO NOTHING
      """;

  private static final String SELECT =
      """
      SELECT key, run, seed, agent, tool, arguments, result, failed, millis
      FROM tool_results WHERE key = ?
      """;

  private ToolResults() {}

  /** With the arguments and the result as the file keeps them; see {@link TextCodec}. */
  static void put(Session session, ToolResult result, Object arguments, Object body)
      throws SQLException {
    session.change(
        INSERT,
        result.key(),
        result.run(),
        result.seed(),
        result.agent(),
        result.tool(),
        arguments,
        body,
        result.failed() ? 1 : 0,
        result.millis());
  }

  static Optional<ToolResult> find(Session session, String key, TextCodec codec)
      throws SQLException {
    return session.first(
        SELECT,
        row ->
            new ToolResult(
                row.getString(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                codec.unpack(row.getObject(6)),
                codec.unpack(row.getObject(7)),
                row.getInt(8) == 1,
                row.getLong(9)),
        key);
  }
}
