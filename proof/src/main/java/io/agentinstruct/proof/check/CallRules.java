package io.agentinstruct.proof.check;

import io.agentinstruct.proof.check.Calls.Call;
import io.agentinstruct.proof.mock.Visit;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Rules about what was sent, and when, and what it cost: the endpoint's word against the store's.
 */
final class CallRules {
  static final String PAID = "paid-twice-only-at-kills";
  static final String JOURNALED = "every-reply-is-journaled";
  static final String SPEND = "spend-is-recorded";
  static final String CAP = "never-over-the-cap";
  static final String GATE = "nobody-before-the-gate-opens";
  static final String KEY = "nothing-after-a-bad-key";
  static final String QUOTA = "only-probes-without-quota";
  static final String WIDTH = "in-flight-within-the-limit";

  /** Requests that were sent before the news had come may still arrive. */
  private static final long NEWS_MICROS = 500_000;

  private static final long KEY_MICROS = 2_000_000;

  /** The endpoint's clock and the program's begin at two ends of a socket. */
  private static final long ROUNDING_MICROS = 2_000;

  private final StoreFile store;
  private final Evidence.Allowed allowed;
  private final Evidence evidence;
  private final Findings findings;
  private final Calls calls;

  CallRules(StoreFile store, Evidence evidence, Findings findings) {
    this.store = store;
    this.evidence = evidence;
    this.allowed = evidence.allowed();
    this.findings = findings;
    this.calls = Calls.of(evidence.visits());
  }

  void check() throws SQLException {
    paid();
    journaled();
    money();
    gates();
    badKey();
    quota();
    width();
  }

  /**
   * A second bill needs a kill at which the first reply was not yet safe, or a reply that was lost.
   */
  private void paid() {
    List<Visit> kills = calls.marks(Calls.KILL);
    for (List<Call> asked : calls.byQuestion().values()) {
      List<Call> billed = asked.stream().filter(Call::billed).toList();
      for (int i = 0; i + 1 < billed.size(); i++) {
        Call first = billed.get(i);
        long again = billed.get(i + 1).begin().at();
        boolean excused =
            !first.complete()
                || kills.stream()
                    .anyMatch(kill ->
                        first.unsettledAt(kill.at())
                            && again > kill.at()
                            && again > first.endedAt());
        findings.expect(
            excused, PAID, "paid again without a kill", first.begin().digest() + " at " + again);
      }
    }
  }

  private void journaled() throws SQLException {
    long answered = calls.answered();
    long replies = store.number("SELECT count(*) FROM replies");
    findings.expect(
        replies <= answered, JOURNALED, "more replies in the store than were given", replies);
    findings.expect(
        replies == answered || !allowed.whole(),
        JOURNALED,
        answered + " questions were answered, and the store knows of",
        replies);
  }

  private void money() throws SQLException {
    long billed = calls.micros();
    if (allowed.capMicros() > 0) {
      findings.expect(
          billed <= allowed.capMicros(), CAP, billed + " over the cap", allowed.capMicros());
    }
    if (allowed.priced()) {
      long probes =
          calls.calls().stream()
              .filter(Call::probe)
              .mapToLong(call -> call.end() == null ? 0 : call.end().micros())
              .sum();
      long recorded =
          store.number(
              "SELECT coalesce(sum(cost_micros + lost_micros + reserved_micros), 0) FROM totals");
      findings.expect(recorded >= billed - probes, SPEND, billed + " billed, recorded", recorded);
    }
  }

  private void gates() {
    List<Visit> starts = calls.marks(Calls.START);
    List<Visit> shut =
        calls.calls().stream()
            .map(Call::end)
            .filter(Objects::nonNull)
            .filter(end -> end.gate() > NEWS_MICROS)
            .toList();
    for (Call call : calls.calls()) {
      long at = call.begin().at();
      for (Visit gate : shut) {
        long opens = gate.at() + gate.gate() - ROUNDING_MICROS;
        boolean early = at > gate.at() + NEWS_MICROS && at < opens;
        if (early
            && starts.stream().noneMatch(start -> start.at() > gate.at() && start.at() <= at)) {
          String how = (opens - at) / 1000 + " ms before the gate opens, shut by " + gate.fault();
          findings.add(GATE, how, call.begin().number());
        }
      }
    }
  }

  /** The stretches between starts of processes, each with a memory of its own. */
  private List<List<Call>> lives() {
    List<Visit> ends = new ArrayList<>(calls.marks(Calls.START));
    ends.addAll(calls.marks(Calls.KEY_GOOD));
    Map<Integer, List<Call>> lives = new HashMap<>();
    for (Call call : calls.calls()) {
      int life = (int) ends.stream().filter(mark -> mark.at() <= call.begin().at()).count();
      lives.computeIfAbsent(life, any -> new ArrayList<>()).add(call);
    }
    return List.copyOf(lives.values());
  }

  private void badKey() {
    for (List<Call> life : lives()) {
      long told =
          life.stream()
              .filter(call -> call.met("bad-key"))
              .mapToLong(Call::endedAt)
              .min()
              .orElse(0);
      if (told > 0) {
        List<Call> after = life.stream().filter(call -> call.begin().at() > told).toList();
        findings.expect(
            after.size() <= allowed.inFlight(), KEY, "requests after the first no", after.size());
        for (Call late : after) {
          findings.expect(
              late.begin().at() <= told + KEY_MICROS, KEY, "sent after 2 s", late.begin().number());
        }
      }
    }
  }

  private void quota() {
    for (List<Call> life : lives()) {
      List<Call> refused = life.stream().filter(call -> call.met("no-quota")).toList();
      if (refused.isEmpty()) {
        continue;
      }
      long told = refused.getFirst().endedAt();
      long back = refused.getLast().endedAt();
      long last = told;
      for (Call call : life) {
        long at = call.begin().at();
        if (at > told + NEWS_MICROS && at <= back) {
          boolean seldom =
              allowed.probeSeconds() > 0 && at - last >= allowed.probeSeconds() * 1e6 * 0.9;
          findings.expect(
              seldom, QUOTA, (at - last) / 1000 + " ms after the last", call.begin().number());
          last = at;
        }
      }
    }
  }

  private void width() {
    if (allowed.inFlight() == 0) {
      return;
    }
    record Turn(long at, int step) {}
    for (List<Call> life : lives()) {
      List<Turn> turns = new ArrayList<>();
      for (Call call : life) {
        turns.add(new Turn(call.begin().at(), 1));
        turns.add(new Turn(call.endedAt(), -1));
      }
      turns.sort(
          java.util.Comparator.comparingLong(Turn::at)
              .thenComparing(java.util.Comparator.comparingInt(Turn::step)));
      int open = 0;
      int most = 0;
      for (Turn turn : turns) {
        open += turn.step();
        most = Math.max(most, open);
      }
      findings.expect(most <= allowed.inFlight(), WIDTH, most + " at once", evidence.run());
    }
  }
}
