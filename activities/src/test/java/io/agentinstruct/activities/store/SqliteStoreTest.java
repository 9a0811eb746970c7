package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.agentinstruct.activities.store.SqliteStore.Durability;
import io.agentinstruct.activities.store.Store.Run;
import io.agentinstruct.activities.store.Store.Spend;
import io.agentinstruct.activities.store.Store.Text;
import io.agentinstruct.activities.store.StoreTrouble.Kind;
import io.agentinstruct.core.Digest;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class SqliteStoreTest extends StoreContract {
  @TempDir Path folder;

  private Path workspace() {
    return folder.resolve("work ? #1 100% 日本");
  }

  @Override
  Store open() {
    return SqliteStore.open(workspace(), Durability.NORMAL);
  }

  @Test
  void leavesOneFileBehindWhenClosed() throws IOException {
    store.close();

    try (var files = Files.list(workspace())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("store.db", "lock");
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    store.close();

    assertThatThrownBy(() -> store.runs()).hasMessage("the store is closed");
    assertThatThrownBy(() -> store.intend(intent(RUN, "k"))).hasMessage("the store is closed");
  }

  @ParameterizedTest
  @EnumSource(Durability.class)
  void writesWithEitherDurability(Durability durability) {
    try (Store other = SqliteStore.open(folder.resolve("other"), durability)) {
      other.putTexts(List.of(Text.of("kept")));
      assertThat(other.text(Digest.of("kept"))).contains("kept");
    }
  }

  // ---- owners and readers ----------------------------------------------------------------------

  @Test
  void aSecondOwnerInTheSameProcessIsRefusedByName() {
    StoreTrouble trouble =
        catchThrowableOfType(
            StoreTrouble.class, () -> SqliteStore.open(workspace(), Durability.NORMAL));

    assertThat(trouble.kind()).isEqualTo(Kind.LOCKED);
    assertThat(trouble)
        .hasMessageContaining("is in use by process " + ProcessHandle.current().pid() + ",")
        .hasMessageContaining("Wait until it has ended, or end it");
  }

  @Test
  void aSecondProcessIsRefusedByTheNameOfTheFirst() throws Exception {
    assertThatThrownBy(this::open).isInstanceOf(StoreTrouble.class); // must not cost us the lock

    Process child = child("own");
    List<String> said = lines(child);

    assertThat(said)
        .containsExactly(
            "LOCKED %s is in use by process %d, and only one may write there. "
                    .formatted(workspace().toRealPath(), ProcessHandle.current().pid())
                + "Wait until it has ended, or end it; reading (status, show) works meanwhile.");
    store.intend(intent(RUN, "still ours"));
  }

  @Test
  void closingAgainDoesNotTakeTheLockFromTheNextOwner() {
    Store first = store;
    reopen();
    first.close();

    assertThat(kindOf(this::open)).isEqualTo(Kind.LOCKED);
  }

  @Test
  void isReadByOthersWhileItIsWritten() throws Exception {
    try (Store reader = SqliteStore.openToRead(workspace())) {
      atOnce(
          8,
          caller -> {
            for (int i = 0; i < 50; i++) {
              String key = caller + "/" + i;
              store.intend(intent(RUN, key));
              assertThat(reader.call(key)).isPresent();
              assertThat(reader.figures(RUN).spend().attempts()).isPositive();
            }
          });
      assertThat(reader.figures(RUN)).isEqualTo(store.figures(RUN));
    }
  }

  @Test
  void whoReadsMayNotWrite() {
    try (Store reader = SqliteStore.openToRead(workspace())) {
      assertThatThrownBy(() -> reader.intend(intent(RUN, "k")))
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageEndingWith("store.db is open for reading only");
    }
  }

  @Test
  void canBeReadWhenNobodyWrites() {
    store.close();

    try (Store reader = SqliteStore.openToRead(workspace())) {
      assertThat(reader.runs()).extracting(Run::id).containsExactly(RUN);
    }
    store = open();
  }

  @Test
  void aWorkspaceWithoutAStoreCannotBeRead() {
    assertThatThrownBy(() -> SqliteStore.openToRead(folder.resolve("none")))
        .isInstanceOf(StoreTrouble.class)
        .hasMessage(
            "%s does not exist. Start a run there, or name the workspace that has one."
                .formatted(folder.resolve("none/store.db")));
    assertThat(folder.resolve("none")).doesNotExist();
  }

  // ---- a medium that fails ---------------------------------------------------------------------

  @Test
  void aFullDiskEndsWritingAndLosesNothingAcknowledged() {
    store.close();
    store = SqliteStore.open(workspace(), Durability.NORMAL, 100, InstantSource.system());
    Random random = new Random(1);
    List<String> acknowledged = new ArrayList<>();
    StoreTrouble trouble =
        catchThrowableOfType(
            StoreTrouble.class,
            () -> {
              for (int i = 0; i < 1_000; i++) {
                store.intend(intent(RUN, "k" + i));
                Text piece = Text.of(noise(random));
                store.settle("k" + i, reply(noise(random)), List.of(piece));
                acknowledged.add(piece.digest());
              }
            });

    assertThat(trouble.kind()).isEqualTo(Kind.FULL);
    assertThat(trouble)
        .hasMessageContaining("The disk is full: " + workspace().resolve("store.db"))
        .hasMessageEndingWith("Free some space, then resume the run.");
    assertThatThrownBy(() -> store.abandon("k0", "small", false)).hasMessage(trouble.getMessage());
    assertThat(store.figures(RUN).spend().calls()).isEqualTo(acknowledged.size());

    reopen();
    assertThat(acknowledged)
        .hasSizeGreaterThan(10)
        .allMatch(digest -> store.text(digest).isPresent());
    Spend spend = store.figures(RUN).spend();
    assertThat(spend.calls()).isEqualTo(acknowledged.size());
    assertThat(spend.perhapsBilled()).isEqualTo(spend.attempts() - spend.calls());
    store.intend(intent(RUN, "there is room again"));
  }

  private static String noise(Random random) {
    byte[] bytes = new byte[2_000];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void whatIsNoDatabaseIsReportedAsDamaged() throws IOException {
    Path other = Files.createDirectories(folder.resolve("other"));
    Files.writeString(other.resolve("store.db"), "This is a letter, not a database. ".repeat(100));

    for (Kind kind :
        List.of(
            kindOf(() -> SqliteStore.open(other, Durability.NORMAL).close()),
            kindOf(() -> SqliteStore.openToRead(other).close()))) {
      assertThat(kind).isEqualTo(Kind.DAMAGED);
    }
    assertThatThrownBy(() -> SqliteStore.open(other, Durability.NORMAL))
        .hasMessageContaining(other.toRealPath().resolve("store.db") + " is damaged")
        .hasMessageContaining("restore a backup");
  }

  @Test
  void damageInTheMiddleIsReportedWhenItIsMet() throws IOException {
    List<Text> texts = new ArrayList<>();
    Random random = new Random(2);
    for (int i = 0; i < 300; i++) {
      texts.add(Text.of(noise(random)));
    }
    store.putTexts(texts);
    store.close();
    try (RandomAccessFile file =
        new RandomAccessFile(workspace().resolve("store.db").toFile(), "rw")) {
      for (long at = 40 * 4096; at < file.length(); at += 97) {
        file.seek(at);
        file.write(0xa5);
      }
    }
    store = open();

    assertThat(
            kindOf(() -> {
              for (Text text : texts) {
                store.text(text.digest());
              }
            }))
        .isEqualTo(Kind.DAMAGED);
  }

  @Test
  void anotherProgramsDatabaseIsLeftAlone() throws Exception {
    Path other = Files.createDirectories(folder.resolve("other"));
    try (Session session = Session.toWrite(other.resolve("store.db"), Durability.NORMAL)) {
      session.runOnce("CREATE TABLE theirs (id)");
    }

    assertThatThrownBy(() -> SqliteStore.open(other, Durability.NORMAL))
        .hasMessageEndingWith("is the database of another program. Choose another workspace.");
    assertThatThrownBy(() -> SqliteStore.openToRead(other))
        .hasMessageEndingWith("holds no runs yet. Start one, then look again.");
  }

  @Test
  void aNewerProgramsTablesAreLeftAlone() throws Exception {
    store.close();
    try (Session session = Session.toWrite(workspace().resolve("store.db"), Durability.NORMAL)) {
      session.runOnce("PRAGMA user_version = 99");
    }

    assertThatThrownBy(this::open).hasMessageContaining("has tables of version 99");
  }

  @Test
  void whatSqliteSaysBecomesAKindAndANextStep() throws IOException {
    Diagnosis diagnosis = new Diagnosis(folder.resolve("store.db"));

    StoreTrouble readOnly = diagnosis.of(sqlite(SQLiteErrorCode.SQLITE_READONLY_DBMOVED));
    assertThat(readOnly.kind()).isEqualTo(Kind.READ_ONLY);
    assertThat(readOnly).hasMessageContaining("Give this user the right to write there");
    assertThat(diagnosis.of(sqlite(SQLiteErrorCode.SQLITE_BUSY_SNAPSHOT)).kind())
        .isEqualTo(Kind.LOCKED);
    assertThat(diagnosis.of(sqlite(SQLiteErrorCode.SQLITE_CORRUPT_INDEX)).kind())
        .isEqualTo(Kind.DAMAGED);
    assertThat(diagnosis.of(sqlite(SQLiteErrorCode.SQLITE_IOERR_FSYNC)).kind())
        .isEqualTo(Kind.OTHER);
    assertThat(diagnosis.of(new IOException("No space left on device")).kind())
        .isEqualTo(Kind.FULL);
    assertThat(diagnosis.of(new IOException("/x: Read-only file system")).kind())
        .isEqualTo(Kind.READ_ONLY);
  }

  private static SQLiteException sqlite(SQLiteErrorCode code) {
    return new SQLiteException(code.message, code);
  }

  private static Kind kindOf(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return catchThrowableOfType(StoreTrouble.class, call).kind();
  }

  // ---- crashes ---------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"halt", "kill"})
  void everythingAcknowledgedBeforeACrashIsThereAfterwards(String ending) throws Exception {
    store.close();
    Process child = child(ending);
    List<String> acknowledged = new ArrayList<>();
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        acknowledged.add(line);
        if (ending.equals("kill") && acknowledged.size() == 500) {
          child.toHandle().destroyForcibly(); // the process itself would also close what it said
        }
      }
    }
    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(child.exitValue()).isNotZero();

    store = open();
    assertThat(acknowledged)
        .hasSizeGreaterThanOrEqualTo(500)
        .allSatisfy(key -> {
          assertThat(store.call(key).orElseThrow().reply()).contains(reply("reply to " + key));
          assertThat(store.text(Digest.of("piece of " + key))).contains("piece of " + key);
        });
    Spend spend = store.figures(RUN).spend();
    assertThat(spend.calls()).isGreaterThanOrEqualTo(acknowledged.size());
    assertThat(spend.attempts()).isEqualTo(spend.calls() + spend.perhapsBilled());
    assertThat(spend.lostMicros()).isEqualTo(spend.perhapsBilled() * WORST);
    assertThat(spend.reservedMicros()).isZero();
  }

  private Process child(String deed) throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            deed,
            workspace().toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static List<String> lines(Process child) throws IOException {
    try (BufferedReader said = child.inputReader(StandardCharsets.UTF_8)) {
      return said.lines().toList();
    }
  }

  /** Another process. */
  static final class Child {
    private static final Object OUT = new Object();

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Path workspace = Path.of(arguments[1]);
      if (arguments[0].equals("own")) {
        try (Store store = SqliteStore.open(workspace, Durability.NORMAL)) {
          say("opened " + store.runs().size());
        } catch (StoreTrouble e) {
          say(e.kind() + " " + e.getMessage());
        }
        return;
      }
      writeUntilTheEnd(SqliteStore.open(workspace, Durability.NORMAL), arguments[0].equals("halt"));
    }

    private static void writeUntilTheEnd(Store store, boolean halt) throws Exception {
      AtomicInteger acknowledged = new AtomicInteger();
      atOnce(
          16,
          caller -> {
            for (int i = 0; ; i++) {
              String key = caller + "/" + i;
              store.intend(intent(RUN, key));
              store.settle(key, reply("reply to " + key), List.of(Text.of("piece of " + key)));
              say(key);
              if (acknowledged.incrementAndGet() == 700 && halt) {
                Runtime.getRuntime().halt(1);
              }
            }
          });
    }

    private static void say(String line) {
      synchronized (OUT) {
        System.out.println(line);
        System.out.flush();
      }
    }
  }
}
