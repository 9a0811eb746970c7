package io.agentinstruct.activities.corpus;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.seed.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.IntField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogDocMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * The index of a run's seeds on disk. It is written under another name and renamed when it is
 * whole, so that a folder of this name is whole whatever ended the process. Made of the store and
 * nothing else, it can be deleted at any time.
 *
 * <p>Mapped into memory, since a channel is closed for all threads by the interrupt of one.
 */
final class IndexFolder {
  static final String ID = "id";
  static final String ORDINAL = "ordinal";
  static final String LANGUAGE = "language";
  static final String KIND = "kind";
  static final String TITLE = "title";
  static final String TEXT = "text";

  /** Under which the digest of the text is kept; the text is the store's. */
  static final String DIGEST = "digest";

  /** Changed whenever terms or fields are: an index of another form is written anew. */
  private static final String FORM = "1";

  private static final String FORM_KEY = "form";
  private static final String SEEDS_KEY = "seeds";
  private static final int PAGE = 200;
  private static final double BUFFER_MEGABYTES = 32;
  private static final FieldType COUNTED = counted();

  private final Path folder;
  private final Store store;
  private final String run;

  IndexFolder(Path folder, Store store, String run) {
    this.folder = folder;
    this.store = store;
    this.run = run;
  }

  DirectoryReader open() throws IOException {
    Optional<DirectoryReader> whole = openWhole();
    if (whole.isPresent()) {
      return whole.get();
    }
    write();
    return DirectoryReader.open(new MMapDirectory(folder));
  }

  /** Empty where there is none, or none of this form and of all seeds. */
  private Optional<DirectoryReader> openWhole() {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try {
      DirectoryReader reader = DirectoryReader.open(new MMapDirectory(folder));
      if (reader.getIndexCommit().getUserData().equals(mark())) {
        return Optional.of(reader);
      }
      reader.close();
    } catch (IOException e) {
      return Optional.empty(); // damaged: what is wrong with it no longer matters
    }
    return Optional.empty();
  }

  private Map<String, String> mark() {
    return Map.of(FORM_KEY, FORM, SEEDS_KEY, String.valueOf(store.seedCount(run)));
  }

  private void write() throws IOException {
    Path draft = folder.resolveSibling(folder.getFileName() + ".draft");
    delete(draft);
    Files.createDirectories(draft);
    try (Directory directory = new MMapDirectory(draft);
        IndexWriter writer = new IndexWriter(directory, config())) {
      addSeeds(writer);
      writer.forceMerge(1);
      writer.setLiveCommitData(mark().entrySet());
      writer.commit();
    }
    delete(folder);
    Files.move(draft, folder, StandardCopyOption.ATOMIC_MOVE);
  }

  /** One segment in the order of the seeds, whatever the machine: scores are the same anywhere. */
  private static IndexWriterConfig config() {
    IndexWriterConfig config = new IndexWriterConfig(SeedAnalyzer.TO_WRITE);
    config.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
    config.setMergePolicy(new LogDocMergePolicy());
    config.setMergeScheduler(new SerialMergeScheduler());
    config.setRAMBufferSizeMB(BUFFER_MEGABYTES);
    config.setCommitOnClose(false);
    return config;
  }

  private void addSeeds(IndexWriter writer) throws IOException {
    List<Store.SeedEntry> page = store.seeds(run, 0, PAGE);
    while (!page.isEmpty()) {
      for (Store.SeedEntry seed : page) {
        writer.addDocument(document(seed));
      }
      page = store.seeds(run, page.getLast().ordinal() + 1, PAGE);
    }
  }

  private Document document(Store.SeedEntry seed) {
    Source source = seed.source();
    Document document = new Document();
    document.add(new StringField(ID, seed.id(), Field.Store.YES));
    document.add(new IntField(ORDINAL, seed.ordinal(), Field.Store.YES));
    document.add(new StringField(LANGUAGE, source.language(), Field.Store.YES));
    document.add(new StringField(KIND, source.kind(), Field.Store.YES));
    document.add(new StoredField(DIGEST, seed.text()));
    document.add(new Field(TITLE, titleOf(source), COUNTED));
    document.add(new StoredField(TITLE, titleOf(source)));
    document.add(new Field(TEXT, store.text(seed.text()).orElse(""), COUNTED));
    return document;
  }

  /** The document's title, or else its file's name. */
  private static String titleOf(Source source) {
    return source.title().isBlank()
        ? source.path().substring(source.path().lastIndexOf('/') + 1)
        : source.title();
  }

  private static FieldType counted() {
    FieldType type = new FieldType();
    type.setTokenized(true);
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
    type.freeze();
    return type;
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
