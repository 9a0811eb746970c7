package io.agentinstruct.activities.dataset;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.agentinstruct.activities.store.CrashPoint;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Digest;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.dataset.Row;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The dataset of a run as files: {@code dataset.jsonl}, one row a line, sorted by id, and {@code
 * manifest.json}. Written beside, synced, then renamed: a reader sees the old file or the new one,
 * never half of one.
 */
public final class DatasetFile {
  public static final String DATASET = "dataset.jsonl";
  public static final String MANIFEST = "manifest.json";
  private static final int SIGN_OF_LIFE = 500;

  private final Store store;
  private final Path runs;

  /**
   * @param runs folder that holds one folder a run
   */
  public DatasetFile(Store store, Path runs) {
    this.store = store;
    this.runs = runs;
  }

  /**
   * @param sha256 of {@code dataset.jsonl}, hexadecimal
   * @param byKind rows by instruct agent
   */
  public record Manifest(
      String run,
      int rows,
      long bytes,
      String sha256,
      @JsonProperty("by_skill") Map<String, Integer> bySkill,
      @JsonProperty("by_kind") Map<String, Integer> byKind,
      @JsonProperty("by_answerability") Map<String, Integer> byAnswerability,
      @JsonProperty("by_language") Map<String, Integer> byLanguage,
      Map<String, String> flows) {}

  public Path folder(String run) {
    return runs.resolve(run);
  }

  /** Rebuilds the dataset from what is committed; the same ledger gives the same bytes. */
  public Manifest publish(String run) throws IOException {
    return publish(run, () -> {});
  }

  /**
   * The same for a caller that must show signs of life.
   *
   * @param alive called every now and then
   */
  public synchronized Manifest publish(String run, Runnable alive) throws IOException {
    CrashPoint.BEFORE_PUBLISH.pass();
    Path folder = Files.createDirectories(folder(run));
    Path draft = folder.resolve("." + DATASET + ".draft");
    MessageDigest sha256 = Digest.newSha256();
    Counting counts = new Counting();
    try (FileChannel file = open(draft)) {
      OutputStream out = new DigestOutputStream(buffered(file), sha256);
      Rows rows = new Rows(store);
      store.keptRows(
          run,
          kept -> {
            write(rows.row(kept), out, counts);
            CrashPoint.MID_PUBLISH.pass();
            if (counts.rows % SIGN_OF_LIFE == 0) {
              alive.run();
            }
          });
      out.flush();
      file.force(true);
      counts.bytes = file.size();
    }
    Manifest manifest = counts.manifest(run, HexFormat.of().formatHex(sha256.digest()));
    Path manifestDraft = folder.resolve("." + MANIFEST + ".draft");
    try (FileChannel file = open(manifestDraft)) {
      OutputStream out = Channels.newOutputStream(file);
      out.write(Json.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
      out.write('\n');
      file.force(true);
    }
    CrashPoint.BEFORE_RENAME.pass();
    Files.move(
        draft,
        folder.resolve(DATASET),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    CrashPoint.AFTER_RENAME.pass();
    Files.move(
        manifestDraft,
        folder.resolve(MANIFEST),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return manifest;
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(
        file,
        StandardOpenOption.CREATE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.WRITE);
  }

  private static OutputStream buffered(FileChannel file) {
    return new java.io.BufferedOutputStream(Channels.newOutputStream(file), 1 << 16);
  }

  private static void write(Row row, OutputStream out, Counting counts) {
    try {
      out.write(Json.WHOLE.writeValueAsBytes(row));
      out.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    counts.add(row);
  }

  private static final class Counting {
    private int rows;
    private long bytes;
    private final Map<String, Integer> skills = new TreeMap<>();
    private final Map<String, Integer> kinds = new TreeMap<>();
    private final Map<String, Integer> answerabilities = new TreeMap<>();
    private final Map<String, Integer> languages = new TreeMap<>();
    private final Map<String, String> flows = new TreeMap<>();

    void add(Row row) {
      rows++;
      Map<String, Object> metadata = row.metadata();
      String skill = String.valueOf(metadata.get("skill"));
      skills.merge(skill, 1, Integer::sum);
      kinds.merge(String.valueOf(metadata.get("kind")), 1, Integer::sum);
      answerabilities.merge(String.valueOf(metadata.get("answerability")), 1, Integer::sum);
      flows.put(skill, String.valueOf(metadata.get("flow_version")));
      if (metadata.get("seed") instanceof Map<?, ?> seed) {
        languages.merge(String.valueOf(seed.get("language")), 1, Integer::sum);
      }
    }

    Manifest manifest(String run, String sha256) {
      return new Manifest(
          run,
          rows,
          bytes,
          sha256,
          skills,
          kinds,
          answerabilities,
          languages,
          new LinkedHashMap<>(flows));
    }
  }
}
