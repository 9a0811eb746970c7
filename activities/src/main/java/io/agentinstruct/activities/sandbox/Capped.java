package io.agentinstruct.activities.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** Reads a stream to its end and keeps a part of it, so that a flood fills no memory. */
final class Capped implements Runnable {
  private final InputStream in;
  private final AtomicLong printed;
  private final boolean end;
  private final byte[] kept;
  private long seen;

  /**
   * @param most bytes to keep
   * @param end whether to keep the end rather than the beginning
   * @param printed counts what was read, of all streams of a program
   */
  Capped(InputStream in, int most, boolean end, AtomicLong printed) {
    this.in = in;
    this.kept = new byte[most];
    this.end = end;
    this.printed = printed;
  }

  @Override
  public void run() {
    byte[] buffer = new byte[8_192];
    try (in) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        keep(buffer, read);
        printed.addAndGet(read);
      }
    } catch (IOException closed) {
      // The program was ended, and its pipe with it: what came until then is kept.
    }
  }

  private synchronized void keep(byte[] buffer, int count) {
    for (int i = 0; i < count; i++) {
      if (end || seen < kept.length) {
        kept[(int) (seen % kept.length)] = buffer[i];
      }
      seen++;
    }
  }

  /** As UTF-8; what is none, and characters that a terminal obeys, are replaced. */
  synchronized String text() {
    int length = (int) Math.min(seen, kept.length);
    byte[] bytes = new byte[length];
    int start = end && seen > kept.length ? (int) (seen % kept.length) : 0;
    for (int i = 0; i < length; i++) {
      bytes[i] = kept[(start + i) % kept.length];
    }
    String text = new String(bytes, StandardCharsets.UTF_8).replace("\r\n", "\n");
    return text.codePoints()
        .map(c -> harmless(c) ? c : '\uFFFD')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private static boolean harmless(int c) {
    return c == '\n' || c == '\t' || !Character.isISOControl(c);
  }
}
