package io.agentinstruct.starter;

import io.agentinstruct.activities.store.SqliteStore;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.RunSetting;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code status}: a run's funnel, while it goes on or after. */
@Command(
    name = "status",
    description =
        "Prints a run's funnel: seeds, threads, rows, drops by stage and reason, calls, tokens, cost.")
final class StatusCommand implements Callable<Integer> {
  private static final long LOOK_MILLIS = 1_000;
  private static final List<String> UNDER_WAY = List.of("running", "paused", "stopped", "waiting");

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "RUN",
      arity = "0..1",
      description = "Name of the run (default: the newest).")
  private @Nullable String run;

  @Option(
      names = "--skipped",
      description = "Lists the inputs that gave no seed, by name and reason.")
  private boolean skipped;

  @Option(names = "--leaves", description = "Lists the rows of each instruct agent of each skill.")
  private boolean leaves;

  @Option(
      names = "--watch",
      description = "Looks again each second until nobody walks the run any more.")
  private boolean watch;

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    Reading reading = new Reading(where.workspace);
    try (Store store = reading.open()) {
      String id = reading.run(store, run).id();
      if (watch) {
        watch(store, id, out);
      } else {
        out.print(text(store, id));
      }
      if (skipped) {
        store.skipped(id).forEach(input -> out.println(line(input)));
      }
    }
    return ExitCode.DONE;
  }

  /**
   * Redraws on a terminal; elsewhere a line each time something has changed, and the funnel last.
   */
  private void watch(Store store, String id, PrintWriter out) throws InterruptedException {
    boolean terminal = Progress.onTerminal();
    String before = "";
    while (walked(store, id)) {
      String now = terminal ? text(store, id) : changes(store, id);
      if (!now.equals(before)) {
        if (terminal && !before.isEmpty()) {
          out.print("\u001b[" + before.lines().count() + "A\u001b[J");
        }
        out.print(now);
        out.flush();
        before = now;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    if (terminal && !before.isEmpty()) {
      out.print("\u001b[" + before.lines().count() + "A\u001b[J");
    }
    out.print(text(store, id));
  }

  private boolean walked(Store store, String id) {
    String state = store.run(id).orElseThrow().state();
    return (state.equals("running") || state.equals("paused"))
        && SqliteStore.owner(where.workspace).isPresent();
  }

  private static String changes(Store store, String id) {
    Store.Figures figures = store.figures(id);
    return "%s · %s · %d rows kept · %d failed · %d calls%n"
        .formatted(
            store.run(id).orElseThrow().state(),
            Funnel.walked(figures),
            figures.threadsKept(),
            figures.journeysFailed(),
            figures.spend().calls());
  }

  private String text(Store store, String id) {
    Store.Run found = store.run(id).orElseThrow();
    Map<String, String> settings = store.settings(id);
    StringBuilder text = new StringBuilder();
    text.append("run ").append(id).append(" · ").append(found.state());
    text.append(found.note().isEmpty() ? "" : " · " + ShowCommand.safe(found.note())).append('\n');
    text.append(new Funnel(store.figures(id)).text());
    text.append(SpreadTable.text(store.bySkill(id)));
    text.append(leaves ? SpreadTable.leaves(store.byLeaf(id)) : "");
    String wanted = Waiting.wanted(settings);
    if (!wanted.isEmpty()) {
      text.append("%-13s %s%n".formatted("wanted", wanted));
    }
    if (UNDER_WAY.contains(found.state())) {
      text.append("%-13s %s%n".formatted("process", process(id, settings)));
    }
    return text.toString();
  }

  private String process(String id, Map<String, String> settings) {
    Commands commands = new Commands(where.workspace);
    Optional<Long> owner = SqliteStore.owner(where.workspace);
    if (owner.isEmpty()) {
      return "none walks it; to go on: " + commands.resume(id);
    }
    return owner.get()
        + " has the workspace"
        + (settings.containsKey(RunSetting.PAUSED.word())
            ? "; to go on: " + commands.unpause(id)
            : "");
  }

  private static String line(Store.Skipped input) {
    String detail = input.detail().isEmpty() ? "" : " (" + input.detail() + ")";
    return ShowCommand.safe("  %-12s %s%s".formatted(input.reason(), input.input(), detail));
  }
}
