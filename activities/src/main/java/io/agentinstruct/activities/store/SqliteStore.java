package io.agentinstruct.activities.store;

import io.agentinstruct.contracts.Ledger;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The store as one SQLite file, {@code store.db} in the workspace. One process writes, by one
 * thread that commits in groups; any number of processes read meanwhile.
 */
public final class SqliteStore implements Store {
  /** The file's name in the workspace. */
  public static final String FILE = "store.db";

  /** 64 MB at most: two bytes a character. */
  private static final long RECENT_CHARACTERS = 32L << 20;

  /** More than SQLite allows, and so no limit of ours. */
  private static final long ALL_PAGES = 4_294_967_294L;

  private final Path file;
  private final Diagnosis diagnosis;
  private final Readers readers;
  private final @Nullable GroupCommit writer;
  private final @Nullable Ownership ownership;
  private final InstantSource clock;
  private final TextCodec codec;
  private final RecentTexts recent = new RecentTexts(RECENT_CHARACTERS);

  /** What an acknowledged write survives. */
  public enum Durability {
    /** Any end of the process. */
    NORMAL,
    /** A power cut, too; each group of writes waits for the disk. */
    FULL
  }

  private SqliteStore(
      Path file,
      Diagnosis diagnosis,
      Readers readers,
      @Nullable GroupCommit writer,
      @Nullable Ownership ownership,
      InstantSource clock) {
    this.file = file;
    this.diagnosis = diagnosis;
    this.readers = readers;
    this.writer = writer;
    this.ownership = ownership;
    this.clock = clock;
    this.codec = new TextCodec(diagnosis);
  }

  /**
   * Opens the workspace's store for writing, and makes both if need be.
   *
   * @throws StoreTrouble of kind LOCKED if another process has it open for writing
   */
  public static SqliteStore open(Path workspace, Durability durability) {
    return open(workspace, durability, ALL_PAGES, InstantSource.system());
  }

  /**
   * @param pages of 4 KB that the file may grow to; beyond, it is as if the disk were full
   */
  static SqliteStore open(Path workspace, Durability durability, long pages, InstantSource clock) {
    Path file = workspace.resolve(FILE);
    try {
      Path folder = Files.createDirectories(workspace).toRealPath();
      return owned(folder, Ownership.of(folder), durability, pages, clock);
    } catch (IOException e) {
      throw new Diagnosis(file).of(e);
    }
  }

  private static SqliteStore owned(
      Path folder, Ownership ownership, Durability durability, long pages, InstantSource clock)
      throws IOException {
    Path file = folder.resolve(FILE);
    Diagnosis diagnosis = new Diagnosis(file);
    try {
      Session session = Session.toWrite(file, durability);
      try {
        session.runOnce("PRAGMA max_page_count = " + pages);
        Schema.prepare(session, file);
        session.inOneTransaction(whole -> Spending.loseAll(whole, Spending.day(clock)));
        Readers readers = Readers.open(file, diagnosis);
        GroupCommit writer = new GroupCommit(session, diagnosis);
        return new SqliteStore(file, diagnosis, readers, writer, ownership, clock);
      } catch (SQLException | RuntimeException e) {
        session.closeAfter(e);
        throw e;
      }
    } catch (SQLException e) {
      ownership.close();
      throw diagnosis.of(e);
    } catch (RuntimeException e) {
      ownership.close();
      throw e;
    }
  }

  /**
   * Opens the workspace's store for reading only, whether or not somebody writes; methods that
   * write throw.
   */
  public static SqliteStore openToRead(Path workspace) {
    Path file = workspace.resolve(FILE);
    Diagnosis diagnosis = new Diagnosis(file);
    if (!Files.exists(file)) {
      throw new StoreTrouble(
          StoreTrouble.Kind.OTHER,
          file + " does not exist. Start a run there, or name the workspace that has one.",
          new NoSuchFileException(file.toString()));
    }
    try {
      Readers readers = Readers.open(file.toRealPath(), diagnosis);
      SqliteStore store =
          new SqliteStore(file, diagnosis, readers, null, null, InstantSource.system());
      try {
        store.read(session -> {
          Schema.check(session, file);
          return true;
        });
        return store;
      } catch (StoreTrouble e) {
        store.close();
        throw e;
      }
    } catch (SQLException e) {
      throw diagnosis.of(e);
    } catch (IOException e) {
      throw diagnosis.of(e);
    }
  }

  /**
   * Opens the workspace's store to steer its runs ({@link #set}) beside the process that walks
   * them: for short writes, which SQLite puts in turn with the owner's.
   */
  public static SqliteStore openToSteer(Path workspace) {
    openToRead(workspace).close(); // there is one, and its tables are known
    Path file = workspace.resolve(FILE);
    Diagnosis diagnosis = new Diagnosis(file);
    try {
      Session session = Session.toWrite(file.toRealPath(), Durability.NORMAL);
      Readers readers = Readers.open(file.toRealPath(), diagnosis);
      return new SqliteStore(
          file,
          diagnosis,
          readers,
          new GroupCommit(session, diagnosis),
          null,
          InstantSource.system());
    } catch (SQLException e) {
      throw diagnosis.of(e);
    } catch (IOException e) {
      throw diagnosis.of(e);
    }
  }

  /** Process that has the workspace's store open for writing; empty = none is alive. */
  public static Optional<Long> owner(Path workspace) {
    return Ownership.holder(workspace);
  }

  private <T> T read(Session.Work<T> work) {
    return readers.read(work);
  }

  private <T> T write(Session.Work<T> work) {
    if (writer == null) {
      throw new UnsupportedOperationException(file + " is open for reading only");
    }
    return writer.write(work);
  }

  private void change(Session.Change change) {
    write(session -> {
      change.on(session);
      return true;
    });
  }

  // ---- runs ------------------------------------------------------------------------------------

  @Override
  public void createRun(Run run) {
    change(session -> Runs.create(session, run));
  }

  @Override
  public Optional<Run> run(String id) {
    return read(session -> Runs.find(session, id));
  }

  @Override
  public List<Run> runs() {
    return read(Runs::newestFirst);
  }

  @Override
  public void setRunState(String id, String state, String note) {
    change(session -> Runs.setState(session, id, state, note));
  }

  @Override
  public Map<String, String> settings(String run) {
    return read(session -> Runs.settings(session, run));
  }

  @Override
  public void set(String run, RunSetting setting, String value) {
    change(session -> Runs.set(session, run, setting, value));
  }

  // ---- texts -----------------------------------------------------------------------------------

  @Override
  public Optional<String> text(String digest) {
    Optional<String> known = recent.find(digest);
    if (known.isPresent()) {
      return known;
    }
    Optional<String> text =
        read(session -> Texts.body(session, digest)).map(body -> codec.unpack(body));
    text.ifPresent(found -> recent.add(digest, found));
    return text;
  }

  @Override
  public void putTexts(List<Text> texts) {
    List<Texts.Packed> fresh = pack(texts);
    if (!fresh.isEmpty()) {
      change(session -> Texts.put(session, fresh));
      remember(fresh);
    }
  }

  /** Those that are not known to be durable already. */
  private List<Texts.Packed> pack(List<Text> texts) {
    return texts.stream()
        .filter(text -> !recent.has(text.digest()))
        .map(text -> new Texts.Packed(text.digest(), codec.pack(text.body())))
        .toList();
  }

  private void remember(List<Texts.Packed> durable) {
    durable.forEach(packed -> recent.add(packed.digest(), packed.text().text()));
  }

  // ---- seeds -----------------------------------------------------------------------------------

  @Override
  public List<SeedEntry> addSeeds(String run, List<SeedEntry> seeds, List<String> texts) {
    List<Texts.Packed> fresh = pack(texts.stream().map(Text::of).toList());
    return write(session -> Seeds.add(session, run, seeds, fresh));
  }

  @Override
  public void addSkipped(String run, List<Skipped> skipped) {
    change(session -> Seeds.addSkipped(session, run, skipped));
  }

  @Override
  public void forgetSeeds(String run) {
    change(session -> Seeds.forget(session, run));
  }

  @Override
  public void setReadingDone(String run) {
    change(session -> Runs.setReadingDone(session, run, true));
  }

  @Override
  public boolean readingDone(String run) {
    return read(session -> Runs.readingDone(session, run));
  }

  @Override
  public int seedCount(String run) {
    return read(session -> Totals.seeds(session, run));
  }

  @Override
  public Optional<SeedEntry> seed(String run, String seedId) {
    return read(session -> Seeds.find(session, run, seedId));
  }

  @Override
  public List<SeedEntry> openSeeds(String run, List<String> flows, int from, int to, int limit) {
    return read(session -> Seeds.open(session, run, flows, from, to, limit));
  }

  @Override
  public List<SeedEntry> seeds(String run, int from, int limit) {
    return read(session -> Seeds.from(session, run, from, limit));
  }

  @Override
  public List<SeedEntry> findSeeds(String run, String idOrTitle, int limit) {
    return read(session -> Seeds.named(session, run, idOrTitle, limit));
  }

  @Override
  public List<Skipped> skipped(String run) {
    return read(session -> Seeds.skipped(session, run));
  }

  // ---- call journal ----------------------------------------------------------------------------

  @Override
  public Optional<Call> call(String key) {
    return read(session -> Calls.find(session, key, codec));
  }

  @Override
  public Reservation intend(Intent intent) {
    Object request = codec.pack(intent.request()).body();
    return write(session -> Calls.intend(session, intent, request, today()));
  }

  @Override
  public void settle(String key, Reply reply, List<Text> pieces) {
    Object body = codec.pack(reply.text()).body();
    List<Texts.Packed> fresh = pack(pieces);
    change(session -> Calls.settle(session, key, reply, body, fresh, today()));
    remember(fresh);
  }

  @Override
  public void abandon(String key, String trouble, boolean perhapsBilled) {
    change(session -> Calls.abandon(session, key, trouble, perhapsBilled, today()));
  }

  private String today() {
    return Spending.day(clock);
  }

  // ---- results of tools ------------------------------------------------------------------------

  @Override
  public Optional<ToolResult> toolResult(String key) {
    return read(session -> ToolResults.find(session, key, codec));
  }

  @Override
  public void putToolResult(ToolResult result) {
    Object arguments = codec.pack(result.arguments()).body();
    Object body = codec.pack(result.result()).body();
    change(session -> ToolResults.put(session, result, arguments, body));
  }

  // ---- ledger ----------------------------------------------------------------------------------

  @Override
  public boolean commit(Ledger.JourneyRecord record) {
    return write(session -> Journeys.commit(session, record));
  }

  /**
   * On a connection of its own: it may take minutes, and what is done with each row may read more.
   */
  @Override
  public void keptRows(String run, Consumer<KeptRow> each) {
    try (Session session = Session.toRead(file)) {
      Journeys.keptRows(session, run, each);
    } catch (SQLException e) {
      throw diagnosis.of(e);
    }
  }

  @Override
  public List<KeptRow> findRows(@Nullable String run, String idPrefix) {
    return read(session -> Journeys.findRows(session, run, idPrefix));
  }

  @Override
  public List<JourneyEnd> journeys(String run, @Nullable String state) {
    return read(session -> Journeys.ends(session, run, state));
  }

  @Override
  public List<Outcome> outcomes(String run, String seedId) {
    return read(session -> Journeys.outcomes(session, run, seedId));
  }

  @Override
  public List<Outcome> outcomes(String run, String seedId, String flow) {
    return read(session -> Journeys.outcomes(session, run, seedId, flow));
  }

  @Override
  public List<WithDrops> journeysWithDrops(String run, DropFilter filter) {
    return read(session -> Journeys.withDrops(session, run, filter));
  }

  @Override
  public boolean reopen(String run, String seedId, String flow, List<Lineage> calls) {
    return write(session -> Reopenings.reopen(session, run, seedId, flow, calls));
  }

  @Override
  public Map<Sampled, Integer> samples(String run) {
    return read(session -> Reopenings.samples(session, run));
  }

  @Override
  public Figures figures(String run) {
    return read(session -> session.atOneMoment(once -> Totals.figures(once, run)));
  }

  @Override
  public List<OfSkill> bySkill(String run) {
    return read(session -> session.atOneMoment(once -> Spread.bySkill(once, run)));
  }

  @Override
  public List<OfLeaf> byLeaf(String run) {
    return read(session -> session.atOneMoment(once -> Spread.byLeaf(once, run)));
  }

  @Override
  public List<Walk> walks(String flow, String version) {
    return read(session -> session.atOneMoment(once -> Walks.of(once, flow, version)));
  }

  /** Readers go first, so that the writer leaves one file behind and not three. */
  @Override
  public void close() {
    try {
      readers.close();
      if (writer != null) {
        writer.close();
      }
    } catch (SQLException e) {
      throw diagnosis.of(e);
    } finally {
      codec.close();
      release();
    }
  }

  private void release() {
    if (ownership != null) {
      try {
        ownership.close();
      } catch (IOException e) {
        throw diagnosis.of(e);
      }
    }
  }
}
