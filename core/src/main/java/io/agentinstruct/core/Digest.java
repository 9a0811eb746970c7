package io.agentinstruct.core;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names by content: the first 128 bits of SHA-256 as 32 hexadecimal digits. Long enough that no two
 * texts of a run meet, short enough for histories, file names and people.
 */
public final class Digest {
  private static final int BYTES = 16;

  private Digest() {}

  public static String of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String of(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes), 0, BYTES);
  }

  /** All 256 bits, in hexadecimal: for manifests, where others check with their own tools. */
  public static String full(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes));
  }

  private static byte[] sha256(byte[] bytes) {
    return newSha256().digest(bytes);
  }

  /** For content that comes in pieces. */
  public static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has SHA-256", e);
    }
  }
}
