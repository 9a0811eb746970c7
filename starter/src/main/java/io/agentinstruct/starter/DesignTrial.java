package io.agentinstruct.starter;

import io.agentinstruct.activities.dataset.Rows;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.flow.FlowFiles;
import io.agentinstruct.core.stage.Choices;
import io.agentinstruct.core.stage.Outcome;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.worker.run.RunSpec;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A designed folder's first run, over its own samples, and the rows that a person looks at. */
final class DesignTrial {
  /** Enough to see each stage at work, and few enough to wait for. */
  private static final Map<String, String> SMALL =
      Map.of("instruct.pick", "4", "instruct.items", "1", "refine.rounds", "1");

  private static final int SEEDS = 2;
  private static final int ROWS = 3;
  private static final int PASSAGE = 160;
  private static final int WORDS = 1_200;
  private static final int SHORT = 600;

  private final Path workspace;
  private final Options.OfModel model;
  private final DesignDesk desk;
  private final PrintWriter out;

  DesignTrial(Path workspace, Options.OfModel model, DesignDesk desk, PrintWriter out) {
    this.workspace = workspace;
    this.model = model;
    this.desk = desk;
    this.out = out;
  }

  /**
   * @param rows for the critic, shortened; empty where none was kept
   */
  record Shown(int code, int kept, String rows) {}

  Shown run(Skills skills, FlowFiles files, Path seeds) {
    FlowFiles small = skills.sound(files, SMALL);
    String run = freeName(files.name());
    RunSpec spec =
        new RunSpec(
            List.of(seeds.toString()),
            Map.of(small.name(), small.version()),
            1,
            SEEDS,
            "",
            skills.read(small).flow().orElseThrow().settings().maxCharacters(),
            "embedded",
            "local",
            model.teacher(),
            desk.wishes());
    int code =
        new Launch(workspace, out)
            .begin(run, spec, Map.of(small.name(), small), model, new Options.OfEngine());
    try (Store store = new Reading(workspace).open()) {
      desk.spent(store.figures(run).spend().chargedMicros());
      return show(store, run, code);
    }
  }

  private String freeName(String skill) {
    try (Store store = new Launch(workspace, out).open()) {
      int n = 1;
      while (store.run("design-" + skill + "-" + n).isPresent()) {
        n++;
      }
      return "design-" + skill + "-" + n;
    }
  }

  private Shown show(Store store, String run, int code) {
    Rows rows = new Rows(store);
    List<Store.KeptRow> kept = new ArrayList<>();
    store.keptRows(run, kept::add);
    List<Store.KeptRow> shown = different(rows, kept);
    StringBuilder forCritic = new StringBuilder();
    for (Store.KeptRow row : shown) {
      Rows.Family family = rows.family(row);
      Piece.Exchange exchange = (Piece.Exchange) rows.piece(row.exchange());
      String answer = exchange.messages().getLast().content();
      out.println();
      out.println(ShowCommand.safe("row " + row.id().substring(0, 8) + " · " + row.lineage()));
      print("passage", cut(family.instruction().context().replaceAll("\\s+", " "), PASSAGE));
      print("asked", cut(asked(family.instruction()), WORDS));
      print("answered", cut(answer, WORDS));
      forCritic
          .append("request: ")
          .append(cut(asked(family.instruction()), SHORT))
          .append("\nanswer: ")
          .append(cut(answer, SHORT))
          .append("\n\n");
    }
    if (kept.isEmpty()) {
      dropped(store, rows, run);
    }
    return new Shown(code, kept.size(), forCritic.toString().strip());
  }

  /** Rows of different kinds of request first. */
  private static List<Store.KeptRow> different(Rows rows, List<Store.KeptRow> kept) {
    Set<String> kinds = new HashSet<>();
    List<Store.KeptRow> first = new ArrayList<>();
    List<Store.KeptRow> others = new ArrayList<>();
    for (Store.KeptRow row : kept) {
      String kind = String.valueOf(rows.row(row).metadata().get("kind"));
      (kinds.add(kind) ? first : others).add(row);
    }
    first.addAll(others);
    return first.subList(0, Math.min(ROWS, first.size()));
  }

  private void dropped(Store store, Rows rows, String run) {
    out.println();
    out.println("No row was kept. Why the first ones fell out:");
    int told = 0;
    for (Store.JourneyEnd journey : store.journeys(run, null)) {
      for (Outcome outcome : store.outcomes(run, journey.seed())) {
        if (outcome instanceof Outcome.Dropped drop && told++ < ROWS) {
          String task =
              drop.instruction() == null
                  ? ""
                  : ((Piece.Instruction) rows.piece(drop.instruction())).task();
          out.println(
              ShowCommand.safe(
                  "  %s, %s: %s%n    %s"
                      .formatted(
                          drop.agent(),
                          drop.reason(),
                          cut(drop.detail(), SHORT),
                          cut(task, SHORT))));
        }
      }
    }
  }

  private static String asked(Piece.Instruction instruction) {
    return (instruction.task() + "\n" + Choices.render(instruction)).strip();
  }

  private void print(String what, String text) {
    String[] lines = text.split("\n", -1);
    out.println(ShowCommand.safe("  %-9s %s".formatted(what, lines[0])));
    for (int i = 1; i < lines.length; i++) {
      out.println(ShowCommand.safe("            " + lines[i]));
    }
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
  }
}
