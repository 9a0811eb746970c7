package io.agentinstruct.activities.store;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table of texts, by digest. */
final class Texts {
  private static final String INSERT =
      "INSERT INTO texts (digest, body) VALUES (?, ?) ON CONFLICT (digest) DO NOTHING";

  private Texts() {}

  /** A text on its way into the file. */
  record Packed(String digest, TextCodec.Packed text) {}

  static void put(Session session, List<Packed> texts) throws SQLException {
    for (Packed packed : texts) {
      session.change(INSERT, packed.digest(), packed.text().body());
    }
  }

  /** As the file has it; see {@link TextCodec}. */
  static Optional<Object> body(Session session, String digest) throws SQLException {
    return session.first(
        "SELECT body FROM texts WHERE digest = ?", row -> row.getObject(1), digest);
  }
}
