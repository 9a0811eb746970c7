package io.agentinstruct.activities.store;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * How texts lie in the file: as they are, readable in any SQLite shell, or as zstd with a checksum
 * where that is shorter.
 */
final class TextCodec implements AutoCloseable {
  private static final int LEVEL = 3;

  /** Shorter ones never win. */
  private static final int WORTH_A_TRY = 64;

  private final Diagnosis diagnosis;

  /**
   * Contexts are dear to make and belong to one thread at a time; never more of them than carrier
   * threads.
   */
  private final ConcurrentLinkedDeque<ZstdCompressCtx> compressors = new ConcurrentLinkedDeque<>();

  private final ConcurrentLinkedDeque<ZstdDecompressCtx> decompressors =
      new ConcurrentLinkedDeque<>();

  TextCodec(Diagnosis diagnosis) {
    this.diagnosis = diagnosis;
  }

  /**
   * @param body what the file keeps: a String or a byte[]
   * @param text what will be read back: the same, save that half a surrogate pair has no bytes and
   *     becomes "?"
   */
  record Packed(Object body, String text) {}

  Packed pack(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String again = new String(bytes, StandardCharsets.UTF_8);
    if (bytes.length < WORTH_A_TRY) {
      return new Packed(again, again);
    }
    byte[] shorter = compress(bytes);
    return new Packed(shorter.length < bytes.length ? shorter : again, again);
  }

  String unpack(Object body) {
    return switch (body) {
      case String text -> text;
      case byte[] bytes -> new String(decompress(bytes), StandardCharsets.UTF_8);
      default ->
          throw new IllegalArgumentException(
              "a body is a String or a byte[], not " + body.getClass());
    };
  }

  private byte[] compress(byte[] bytes) {
    ZstdCompressCtx compressor =
        Optional.ofNullable(compressors.poll())
            .orElseGet(() -> new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true));
    try {
      return compressor.compress(bytes);
    } finally {
      compressors.push(compressor);
    }
  }

  private byte[] decompress(byte[] bytes) {
    ZstdDecompressCtx decompressor =
        Optional.ofNullable(decompressors.poll()).orElseGet(ZstdDecompressCtx::new);
    try {
      long length = Zstd.getFrameContentSize(bytes);
      if (length < 0 || length > Integer.MAX_VALUE) {
        throw diagnosis.damaged(
            "a text has no length", new IllegalStateException("length " + length));
      }
      return decompressor.decompress(bytes, (int) length);
    } catch (ZstdException e) {
      throw diagnosis.damaged("a text cannot be unpacked: " + e.getMessage(), e);
    } finally {
      decompressors.push(decompressor);
    }
  }

  @Override
  public void close() {
    compressors.forEach(ZstdCompressCtx::close);
    compressors.clear();
    decompressors.forEach(ZstdDecompressCtx::close);
    decompressors.clear();
  }
}
