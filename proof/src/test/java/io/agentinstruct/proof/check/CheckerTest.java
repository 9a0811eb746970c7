package io.agentinstruct.proof.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentinstruct.proof.chaos.SmallRun;
import io.agentinstruct.proof.mock.Visit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A checker that never finds anything proves nothing: each rule is broken once, on a copy. */
class CheckerTest {
  private static final Evidence.Allowed ALLOWED = Evidence.Allowed.whole(8);

  @TempDir static Path sound;
  @TempDir Path copy;

  private static List<Visit> sent = List.of();
  private List<Visit> visits = List.of();

  @BeforeAll
  static void aRunThatWentWell() throws IOException, InterruptedException {
    sent = SmallRun.walk(sound);
  }

  @BeforeEach
  void copied() throws IOException {
    visits = sent;
    try (Stream<Path> files = Files.walk(sound)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path to = copy.resolve(sound.relativize(file).toString());
        Files.createDirectories(to.getParent());
        Files.copy(file, to);
      }
    }
  }

  private Map<String, Integer> found() {
    return found(ALLOWED);
  }

  private Map<String, Integer> found(Evidence.Allowed allowed) {
    return Checker.check(new Evidence(copy, SmallRun.NAME, visits, allowed)).counts();
  }

  private void store(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy.resolve("store.db"));
        var statement = connection.createStatement()) {
      assertThat(statement.executeUpdate(sql)).as(sql).isPositive();
    }
  }

  private void dataset(UnaryOperator<List<String>> change) throws IOException {
    Path file = copy.resolve("runs").resolve(SmallRun.NAME).resolve("dataset.jsonl");
    List<String> changed = change.apply(new ArrayList<>(Files.readAllLines(file)));
    Files.writeString(file, String.join("\n", changed) + "\n");
  }

  private static Visit at(Visit visit, String what, long number, long at, String fault, long gate) {
    boolean end = what.equals(Visit.END);
    boolean good = end && fault.equals("none");
    return new Visit(
        what,
        number,
        at,
        visit.digest(),
        1,
        visit.agent(),
        end ? fault : "",
        good ? 200 : 0,
        good,
        good,
        1,
        1,
        good ? 10 : 0,
        gate);
  }

  /** A request more, at the very end of the ledger. */
  private void request(String fault, long afterMillis, long gate) {
    List<Visit> more = new ArrayList<>(visits);
    Visit last =
        visits.reversed().stream()
            .filter(visit -> !visit.what().equals(Visit.MARK))
            .findFirst()
            .orElseThrow();
    long number = 1 + visits.stream().mapToLong(Visit::number).max().orElse(0);
    long at = last.at() + afterMillis * 1000;
    more.add(at(last, Visit.BEGIN, number, at, "", 0));
    more.add(at(last, Visit.END, number, at + 1, fault, gate));
    visits = List.copyOf(more);
  }

  @Test
  void aSoundRunIsSound() {
    assertThat(found()).isEmpty();
  }

  @Test
  void aSeedWithoutAnEnd() throws SQLException {
    store("DELETE FROM journeys WHERE " + oneSeed());
    assertThat(found()).containsKey(LedgerRules.TERMINAL);
  }

  @Test
  void aJourneyThroughASkillThatTheSeedWasNotSentTo() throws SQLException {
    store("UPDATE journeys SET flow = 'another' WHERE " + oneSeed());
    assertThat(found()).containsKey(LedgerRules.TERMINAL);
  }

  @Test
  void aSeedThatWasSentToASkillAndNeverGotThere() throws SQLException {
    store("UPDATE seeds SET skills = skills || ',another' WHERE id = (SELECT min(id) FROM seeds)");
    assertThat(found()).containsKeys(LedgerRules.TERMINAL, LedgerRules.SUMS);
  }

  private static String oneSeed() {
    return "seed = (SELECT min(id) FROM seeds)";
  }

  @Test
  void aJourneyInAStateThatIsNone() throws SQLException {
    store("UPDATE journeys SET state = 'running' WHERE " + oneSeed());
    assertThat(found()).containsKey(LedgerRules.TERMINAL);
  }

  @Test
  void aRunThatIsStillRunning() throws SQLException {
    store("UPDATE runs SET state = 'running'");
    assertThat(found()).containsOnlyKeys(LedgerRules.TERMINAL);
  }

  @Test
  void aFailureThatNobodyKnows() throws SQLException {
    store("UPDATE journeys SET state = 'failed', reason = 'who knows' WHERE " + oneSeed());
    assertThat(found()).containsKey(LedgerRules.REASON);
  }

  @Test
  void aDropWithoutAReason() throws SQLException {
    store("UPDATE outcomes SET reason = '' WHERE kind = 'dropped' AND " + oneSeed());
    assertThat(found()).containsOnlyKeys(LedgerRules.REASON);
  }

  @Test
  void sumsThatDoNotHold() throws SQLException {
    store("UPDATE totals SET threads_kept = threads_kept + 1");
    assertThat(found()).containsOnlyKeys(LedgerRules.SUMS);
  }

  @Test
  void aTextThatIsAnother() throws SQLException {
    store("UPDATE texts SET body = 'another' WHERE id = (SELECT min(id) FROM texts)");
    assertThat(found()).containsKey(LedgerRules.TEXTS);
  }

  @Test
  void aCallLeftOpen() throws SQLException {
    store("DELETE FROM replies WHERE call = (SELECT min(call) FROM replies)");
    store("INSERT INTO reservations SELECT min(id), run, 0 FROM calls");
    assertThat(found()).containsKeys(LedgerRules.SETTLED, CallRules.JOURNALED, LedgerRules.SUMS);
  }

  @Test
  void aRowDropped() throws IOException {
    dataset(rows -> rows.subList(1, rows.size()));
    assertThat(found()).containsOnlyKeys(DatasetRules.ROWS, DatasetRules.MANIFEST);
  }

  @Test
  void aRowDoubled() throws IOException {
    dataset(rows -> {
      rows.add(1, rows.getFirst());
      return rows;
    });
    assertThat(found()).containsOnlyKeys(DatasetRules.TWICE, DatasetRules.MANIFEST);
  }

  @Test
  void aRowThatNobodyCommitted() throws SQLException {
    store("DELETE FROM outcomes WHERE kind = 'kept' AND " + oneSeed());
    assertThat(found()).containsKey(DatasetRules.ROWS);
  }

  @Test
  void aRowOfAJourneyThatFailed() throws SQLException {
    store("UPDATE journeys SET state = 'failed', reason = 'TRANSIENT' WHERE " + oneSeed());
    assertThat(found()).containsKey(DatasetRules.ROWS);
  }

  @Test
  void rowsOutOfOrder() throws IOException {
    dataset(List::reversed);
    assertThat(found()).containsOnlyKeys(DatasetRules.SORTED, DatasetRules.MANIFEST);
  }

  @Test
  void aRowThatSaysSomethingElse() throws IOException {
    dataset(rows -> rows.stream().map(row -> row.replace("the readers", "the rain")).toList());
    assertThat(found()).containsOnlyKeys(DatasetRules.CONTENT, DatasetRules.MANIFEST);
  }

  @Test
  void aSpoiltReplyThatBecameARow() throws IOException {
    dataset(
        rows -> rows.stream().map(row -> row.replace("readers", "SPOILT-BY-THE-MOCK")).toList());
    assertThat(found()).containsKey(DatasetRules.CLEAN);
  }

  @Test
  void aCallPaidForTwiceWithoutAKill() {
    request("none", 10_000, 0);
    assertThat(found()).containsOnlyKeys(CallRules.PAID);
  }

  @Test
  void aCallPaidForTwiceBecauseOfAKill() {
    List<Visit> more = new ArrayList<>(visits);
    more.add(Visit.mark(1, visits.getLast().at() + 1, Calls.KILL));
    visits = List.copyOf(more);
    request("none", 10_000, 0);
    assertThat(found()).isEmpty();
  }

  @Test
  void aCallOverTheCap() {
    request("none", 10_000, 0);
    var capped = new Evidence.Allowed(8, 9, false, 0, true);
    assertThat(found(capped)).containsKey(CallRules.CAP);
  }

  @Test
  void aBillThatIsNotRecorded() {
    visits =
        visits.stream()
            .map(visit -> at(visit, visit.what(), visit.number(), visit.at(), "none", 0))
            .toList();
    var priced = new Evidence.Allowed(8, 0, true, 0, true);
    assertThat(found(priced)).containsOnlyKeys(CallRules.SPEND);
  }

  @Test
  void aRequestBeforeItsGateOpens() {
    request("rate-seconds", 10_000, 2_000_000);
    request("error-500", 1_000, 0);
    assertThat(found()).containsOnlyKeys(CallRules.GATE);
  }

  @Test
  void aRequestAfterItsGateHasOpened() {
    request("rate-seconds", 10_000, 2_000_000);
    request("error-500", 2_001, 0);
    assertThat(found()).isEmpty();
  }

  @Test
  void aRequestWithAKeyThatIsKnownToBeBad() {
    request("bad-key", 10_000, 0);
    request("bad-key", 3_000, 0);
    assertThat(found()).containsOnlyKeys(CallRules.KEY);
  }

  @Test
  void aProbeTooSoonWithoutQuota() {
    request("no-quota", 10_000, 0);
    request("no-quota", 1_000, 0);
    var probing = new Evidence.Allowed(8, 0, false, 2, true);
    assertThat(found(probing)).containsOnlyKeys(CallRules.QUOTA);
  }

  @Test
  void aProbeInTimeWithoutQuota() {
    request("no-quota", 10_000, 0);
    request("no-quota", 2_000, 0);
    var probing = new Evidence.Allowed(8, 0, false, 2, true);
    assertThat(found(probing)).isEmpty();
  }

  @Test
  void moreAtOnceThanAllowed() {
    List<Visit> more = new ArrayList<>(visits);
    for (int i = 0; i < 9; i++) {
      Visit last = visits.getLast();
      Visit begun = at(last, Visit.BEGIN, 1_000_000 + i, last.at() + 1, "", 0);
      more.addAll(Arrays.asList(begun));
    }
    visits = List.copyOf(more);
    assertThat(found()).containsKey(CallRules.WIDTH);
  }
}
