package io.agentinstruct.starter;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.dataset.Row;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.worker.run.RunSpec;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code explain}: what became of a seed, thread by thread, and why. */
@Command(
    name = "explain",
    description = "Prints what became of a seed: every thread, how it ended and why.")
final class ExplainCommand implements Callable<Integer> {
  private static final int FEW = 10;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SEED",
      description = "The first characters of its id, or a part of its title or path.")
  private String seed = "";

  @Option(
      names = "--run",
      paramLabel = "RUN",
      description = "The run it is of (default: the newest that has it).")
  private @Nullable String run;

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Reading reading = new Reading(where.workspace);
    try (Store store = reading.open()) {
      List<Store.Run> runs = run == null ? store.runs() : List.of(reading.run(store, run));
      for (Store.Run candidate : runs) {
        List<Store.SeedEntry> found = store.findSeeds(candidate.id(), seed, FEW + 1);
        if (found.size() == 1) {
          print(store, candidate, found.getFirst(), out);
          return ExitCode.DONE;
        }
        if (found.size() > 1) {
          throw several(candidate, found);
        }
      }
    }
    throw new Complaint(
        ExitCode.USAGE,
        "No seed%s has an id that begins with '%s', or that in its title or path.\n  `agentinstruct status --skipped` lists inputs that gave no seed."
            .formatted(
                run == null ? " of " + where.workspace : " of run " + run, ShowCommand.safe(seed)));
  }

  private Complaint several(Store.Run candidate, List<Store.SeedEntry> found) {
    StringBuilder text = new StringBuilder();
    text.append(
        "'%s' is meant by more than one seed of run %s; name one by its id:"
            .formatted(ShowCommand.safe(seed), candidate.id()));
    for (Store.SeedEntry entry : found.subList(0, Math.min(FEW, found.size()))) {
      text.append("\n  ")
          .append(entry.id(), 0, Math.min(12, entry.id().length()))
          .append("  ")
          .append(named(entry.source()));
    }
    text.append(found.size() > FEW ? "\n  ..." : "");
    return new Complaint(ExitCode.USAGE, text.toString());
  }

  private static String named(Source source) {
    String part =
        source.parts() > 1 ? " (part %d of %d)".formatted(source.part(), source.parts()) : "";
    String title = source.title().isBlank() ? "" : " \"" + source.title() + "\"";
    return ShowCommand.safe(source.path() + title + part);
  }

  private static void print(Store store, Store.Run run, Store.SeedEntry entry, PrintWriter out) {
    out.println("seed %s  %s".formatted(entry.id(), named(entry.source())));
    out.println("run  %s · %s".formatted(run.id(), run.state()));
    TreeSet<String> flows = new TreeSet<>(Json.read(run.spec(), RunSpec.class).flows().keySet());
    List<Store.JourneyEnd> ends =
        store.journeys(run.id(), null).stream()
            .filter(end -> end.seed().equals(entry.id()))
            .toList();
    ends.forEach(end -> flows.add(end.flow()));
    for (String flow : flows) {
      Optional<Store.JourneyEnd> end =
          ends.stream().filter(one -> one.flow().equals(flow)).findFirst();
      List<Outcome> outcomes = store.outcomes(run.id(), entry.id(), flow);
      out.println();
      out.println("flow %s: %s".formatted(flow, journey(end, outcomes)));
      outcomes.stream()
          .sorted(Comparator.comparing(outcome -> outcome.lineage().path()))
          .forEach(outcome -> print(entry, end.orElseThrow().version(), outcome, out));
    }
  }

  private static String journey(Optional<Store.JourneyEnd> end, List<Outcome> outcomes) {
    if (end.isEmpty()) {
      return "open; its journey has not ended yet";
    }
    String reason = ShowCommand.safe(end.get().reason());
    long kept = outcomes.stream().filter(Outcome.Kept.class::isInstance).count();
    String threads = "%d kept, %d dropped".formatted(kept, outcomes.size() - kept);
    return switch (end.get().state()) {
      case "failed" -> "failed for a technical reason, and worth a retry: " + reason;
      case "reopened" ->
          threads
              + "; reopened by a retry"
              + (reason.isEmpty() ? " that has not ended yet" : " that failed: " + reason);
      default -> reason.isEmpty() ? threads : "declined before any call: " + reason;
    };
  }

  private static void print(
      Store.SeedEntry entry, String version, Outcome outcome, PrintWriter out) {
    String lineage = ShowCommand.safe(outcome.lineage().within());
    switch (outcome) {
      case Outcome.Kept kept -> {
        out.println("  kept     " + lineage);
        out.println("           row " + Row.id(entry.id(), version, kept.lineage()));
      }
      case Outcome.Dropped dropped -> {
        out.println("  dropped  " + lineage);
        out.println(
            "           at %s by %s: %s (%s)"
                .formatted(
                    dropped.at().folder(),
                    dropped.agent(),
                    ReasonWords.of(dropped.reason()),
                    dropped.reason()));
        if (!dropped.detail().isEmpty()) {
          out.println("           " + ShowCommand.safe(dropped.detail()));
        }
      }
    }
  }
}
