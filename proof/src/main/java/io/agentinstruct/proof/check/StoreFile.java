package io.agentinstruct.proof.check;

import com.github.luben.zstd.Zstd;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The store read with SQL of our own, straight off the file. */
final class StoreFile implements AutoCloseable {
  private final Connection connection;

  StoreFile(Path file) throws SQLException {
    connection = DriverManager.getConnection("jdbc:sqlite:file:" + file + "?mode=ro");
    try (var statement = connection.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 10000");
    }
  }

  @FunctionalInterface
  interface Reading<T> {
    T of(ResultSet row) throws SQLException;
  }

  <T> List<T> list(String sql, Reading<T> reading, Object... values) throws SQLException {
    List<T> found = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          found.add(reading.of(rows));
        }
      }
    }
    return found;
  }

  long number(String sql, Object... values) throws SQLException {
    List<Long> found = list(sql, row -> row.getLong(1), values);
    return found.isEmpty() ? 0 : found.getFirst();
  }

  String word(String sql, Object... values) throws SQLException {
    List<String> found = list(sql, row -> row.getString(1), values);
    return found.isEmpty() || found.getFirst() == null ? "" : found.getFirst();
  }

  /** A body as text: TEXT as it is, a BLOB as zstd. */
  static String unpacked(Object body) {
    if (body instanceof byte[] packed) {
      long length = Zstd.getFrameContentSize(packed);
      return new String(Zstd.decompress(packed, (int) length), StandardCharsets.UTF_8);
    }
    return String.valueOf(body);
  }

  /** The first 128 bits of SHA-256, in hexadecimal. */
  static String digest(String text) {
    return sha256(text.getBytes(StandardCharsets.UTF_8)).substring(0, 32);
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
