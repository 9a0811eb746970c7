package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Money;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.activities.teacher.Interview;
import io.agentinstruct.activities.teacher.Ladder;
import io.agentinstruct.activities.teacher.Line;
import io.agentinstruct.activities.teacher.ModelTrouble;
import io.agentinstruct.activities.teacher.Role;
import io.agentinstruct.contracts.RunSetting;
import io.agentinstruct.contracts.Trouble;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.worker.Wiring;
import io.agentinstruct.worker.Workspace;
import io.agentinstruct.worker.preflight.Preflight;
import io.agentinstruct.worker.run.RunSpec;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where designing agents are asked: the workspace's store and journal, the configured model, its
 * gate. The calls belong to a run, so that they are counted, capped and never paid twice.
 */
final class DesignDesk {
  private final Path workspace;
  private final Options.OfModel model;
  private final Optional<String> budget;
  private final PrintWriter out;
  private long spentMicros;

  /**
   * @param budget most that all of it may cost, trials included
   */
  DesignDesk(Path workspace, Options.OfModel model, @Nullable String budget, PrintWriter out) {
    this.workspace = workspace;
    this.model = model;
    this.budget = Optional.ofNullable(budget);
    this.out = out;
  }

  /** What is asked while everything is open. */
  @FunctionalInterface
  interface Work<T> {
    T with(Interview interview) throws ModelTrouble, InterruptedException;
  }

  <T> T ask(String run, Work<T> work) {
    Launch launch = new Launch(workspace, out);
    try (Store store = launch.open()) {
      Map<String, Role> roles = launch.roles(model.rolesFile(), model.teacher());
      Prices.demand(roles.values(), wishes());
      try (Wiring wiring = new Wiring(new Workspace(workspace), store, roles, System.getenv())) {
        Interview interview = interview(wiring, roles, run);
        long before = charged(store, run);
        store.set(run, RunSetting.BUDGET, budget.isEmpty() ? "" : amount(before + left()));
        Interrupts.handle(
            () -> stopping(wiring), () -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED));
        try {
          return work.with(interview);
        } finally {
          spentMicros += charged(store, run) - before;
        }
      }
    } catch (ModelTrouble trouble) {
      throw complaint(trouble);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Complaint(ExitCode.INTERRUPTED, "Stopped.");
    }
  }

  /** With the teacher, once all endpoints are known to answer. */
  private Interview interview(Wiring wiring, Map<String, Role> roles, String run) {
    Line line = wiring.lines().get("teacher");
    if (line == null) {
      throw new Complaint(
          ExitCode.CONFIG,
          "No model is configured for the role 'teacher'.\n  Name one with --model.");
    }
    Flow house = SkillTemplate.ofTheProgram().flow();
    Preflight preflight = Preflight.of(roles.values(), System.getenv(), List.of(house));
    Readiness.demand(preflight.findings(), out);
    keepRun(wiring.store(), run);
    Interview interview = new Interview(line, house, run);
    rung(preflight, line.role()).ifPresent(interview::startAt);
    out.println(
        "asking %s · %d calls in flight".formatted(line.role().model(), line.role().inFlight()));
    out.flush();
    return interview;
  }

  private static long charged(Store store, String run) {
    return store.figures(run).spend().chargedMicros();
  }

  /** Its spec names no flow: there is nothing to walk, only calls to count. */
  private void keepRun(Store store, String run) {
    if (store.run(run).isEmpty()) {
      RunSpec spec =
          new RunSpec(List.of(), Map.of(), 1, 0, "", 0, "embedded", "local", model.teacher());
      store.createRun(
          new Store.Run(run, Instant.now(), Json.write(spec), "done", "calls of design"));
    }
  }

  /** Lines that share endpoint and model share what a probe found. */
  private static Optional<Ladder.Rung> rung(Preflight preflight, Role teacher) {
    return preflight.rungs().entrySet().stream()
        .filter(probed ->
            probed.getKey().endpoint().equals(teacher.endpoint())
                && probed.getKey().model().equals(teacher.model()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private void stopping(Wiring wiring) {
    out.println();
    out.println(
        "Stopping: calls on the wire are let end and are kept. Ctrl-C again stops at once.");
    out.flush();
    wiring
        .gates()
        .values()
        .forEach(gate -> gate.close(Trouble.DRAINING, "design is being stopped"));
  }

  private static Complaint complaint(ModelTrouble trouble) {
    if (trouble.trouble() == Trouble.DRAINING) {
      return new Complaint(
          ExitCode.INTERRUPTED,
          "Stopped. The same command goes on: replies that came are in the journal and cost nothing again.");
    }
    return new Complaint(
        Ending.exitCode(trouble.trouble()),
        trouble.getMessage()
            + "\n  Once that is mended, the same command goes on: replies that came are in the journal and cost nothing again.");
  }

  /** What a trial may still cost, as a run's wish. */
  Map<String, String> wishes() {
    return budget.map(cap -> Map.of(RunSetting.BUDGET.word(), amount(left()))).orElse(Map.of());
  }

  void spent(long micros) {
    spentMicros += micros;
  }

  private long left() {
    return budget.map(cap -> Math.max(0, Money.micros(cap) - spentMicros)).orElse(0L);
  }

  private static String amount(long micros) {
    return BigDecimal.valueOf(micros, 6).toPlainString();
  }
}
