package io.agentinstruct.activities.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.agentinstruct.activities.store.SqliteStore.Durability;
import io.agentinstruct.contracts.RunSetting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that earlier versions of the program made. */
class SchemaTest {
  @TempDir Path workspace;

  private Path file() {
    return workspace.resolve(SqliteStore.FILE);
  }

  /** Tables as that version made them. */
  private void make(int version) throws IOException, SQLException {
    try (InputStream script =
            SchemaTest.class.getResourceAsStream("schema-%d.sql".formatted(version));
        Session session = Session.toWrite(file(), Durability.NORMAL)) {
      String tables =
          new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      for (String statement : tables.split(";\\s*\\n", 0)) {
        session.runOnce(statement);
      }
      session.runOnce("PRAGMA user_version = " + version);
    }
  }

  /** As version 1 left it: a settled call, an open one, one given up, and a row. */
  private void makeVersion1() throws IOException, SQLException {
    make(1);
    try (Session session = Session.toWrite(file(), Durability.NORMAL)) {
      for (String statement :
          List.of(
              "INSERT INTO runs VALUES ('old', '2026-01-02T03:04:05Z', '{}', 'paused', '', 1)",
              "INSERT INTO calls (id, key, run, seed, agent, role, model, reserved_micros, request)"
                  + " VALUES (1, 'settled', 'old', 's', 'a', 'teacher', 'm', 50, '{}')",
              "INSERT INTO replies VALUES (1, 'stop', 'm', 10, 2, 5, 30, 0, 7, 'old reply')",
              "INSERT INTO calls (id, key, run, seed, agent, role, model, reserved_micros, request)"
                  + " VALUES (2, 'open', 'old', 's', 'a', 'teacher', 'm', 60, '{}')",
              "INSERT INTO calls (id, key, run, seed, agent, role, model, reserved_micros,"
                  + " abandoned, request)"
                  + " VALUES (3, 'given up', 'old', 's', 'a', 'teacher', 'm', 70, 1, '{}')",
              "INSERT INTO totals (run, seeds, calls, attempts, open_intents, input_tokens,"
                  + " cached_tokens, output_tokens, cost_micros)"
                  + " VALUES ('old', 4, 1, 3, 1, 10, 2, 5, 30)")) {
        session.runOnce(statement);
      }
    }
  }

  @Test
  void version1IsBroughtUpToDateWithEverythingInIt() throws Exception {
    makeVersion1();

    try (Store store = SqliteStore.open(workspace, Durability.NORMAL)) {
      Store.Spend spend = store.figures("old").spend();
      assertThat(spend.costMicros()).isEqualTo(30);
      assertThat(spend.attempts()).isEqualTo(3);
      assertThat(spend.perhapsBilled()).as("the call that was open").isEqualTo(1);
      assertThat(spend.lostMicros()).isEqualTo(60);
      assertThat(spend.openIntents()).isZero();
      assertThat(spend.reservedMicros()).isZero();
      assertThat(store.call("settled").flatMap(Store.Call::reply).map(Store.Reply::text))
          .contains("old reply");
      assertThat(store.run("old")).isPresent();
      assertThat(store.figures("old").seeds()).isEqualTo(4);

      store.set("old", RunSetting.BUDGET, "0.000100");
      assertThat(store.intend(StoreCase.intent("old", "new"))).isInstanceOf(Reservation.Over.class);
    }
  }

  @Test
  void seedsOfVersion2AreForAllFlows() throws Exception {
    make(2);
    try (Session session = Session.toWrite(file(), Durability.NORMAL)) {
      session.runOnce(
          "INSERT INTO runs VALUES ('old', '2026-01-02T03:04:05Z', '{\"flows\":{\"any\":\"1\",\"other\":\"2\"}}', '', '', 1)");
      session.runOnce("INSERT INTO totals (run, seeds) VALUES ('old', 3)");
      session.runOnce("INSERT INTO seeds VALUES ('old', 0, 's', 't', '{\"path\":\"a.md\"}')");
    }

    try (Store store = SqliteStore.open(workspace, Durability.NORMAL)) {
      assertThat(store.openSeeds("old", List.of("any", "other"), 0, 9, 9))
          .singleElement()
          .satisfies(seed -> {
            assertThat(seed.skills()).isEmpty();
            assertThat(seed.source().path()).isEqualTo("a.md");
          });
      assertThat(store.figures("old").assigned()).as("3 seeds, 2 flows").isEqualTo(6);
      assertThat(store.toolResult("none")).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatWasBroughtUpToDateHasTheTablesOfANewFile(int version) throws Exception {
    make(version);
    SqliteStore.open(workspace, Durability.NORMAL).close();
    Path fresh = workspace.resolve("fresh");
    SqliteStore.open(fresh, Durability.NORMAL).close();

    List<String> columns = columns(file());
    assertThat(columns).hasSizeGreaterThan(50);
    assertThat(columns).isEqualTo(columns(fresh.resolve(SqliteStore.FILE)));
  }

  private static List<String> columns(Path file) throws SQLException {
    try (Session session = Session.toRead(file)) {
      return session.list(
          """
          SELECT t.name || ' ' || c.cid || ' ' || c.name || ' ' || c.type || ' ' || c."notnull" || ' '
            || coalesce(c.dflt_value, 'NULL') || ' ' || c.pk
          FROM sqlite_master t JOIN pragma_table_xinfo(t.name) c
          ORDER BY t.name, c.cid
          """,
          row -> row.getString(1));
    }
  }

  @Test
  void whoOnlyReadsAnOlderFileIsToldHowItIsBroughtUpToDate() throws Exception {
    makeVersion1();

    assertThatThrownBy(() -> SqliteStore.openToRead(workspace))
        .isInstanceOf(StoreTrouble.class)
        .hasMessage(
            "%s has tables of version 1, this program knows version 3. Resume a run there, or start one, and they are brought up to date."
                .formatted(file()));
  }
}
