package io.agentinstruct.activities.dataset;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.dataset.Row;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.ToolList;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows out of ledger and texts: a pure function of the two. */
public final class Rows {
  private final Store store;

  public Rows(Store store) {
    this.store = store;
  }

  public Row row(Store.KeptRow kept) {
    Piece.Exchange exchange = (Piece.Exchange) piece(kept.exchange());
    Family family = family(kept);
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("skill", kept.flow());
    metadata.put("kind", family.kind());
    metadata.put("format", family.instruction().format().word());
    metadata.put("answerability", family.instruction().answerability().word());
    metadata.put("refinements", family.refinements());
    metadata.put("layout", exchange.layout());
    metadata.put("lineage", kept.lineage());
    metadata.put("agents", family.agents());
    metadata.put("models", models(family));
    metadata.put("flow_version", kept.version());
    metadata.put("constraints", constraints(family.instruction()));
    metadata.put("unchecked", exchange.unchecked());
    metadata.put("seed", seed(family.seed()));
    List<Map<String, Object>> documents = documents(kept.run(), family);
    if (!documents.isEmpty()) {
      metadata.put("documents", documents);
    }
    String tools = exchange.tools().isEmpty() ? "" : ToolList.exported(exchange.tools());
    return new Row(kept.id(), exchange.messages(), tools, metadata);
  }

  /**
   * A row's forebears, first to last.
   *
   * @param steps material, instruction as first written, then suggestion and instruction for each
   *     refinement, exchange, verdicts
   */
  public record Family(Store.SeedEntry seed, List<Step> steps) {
    /** The instruction that was answered. */
    public Piece.Instruction instruction() {
      return steps.stream()
          .map(Step::piece)
          .filter(Piece.Instruction.class::isInstance)
          .map(Piece.Instruction.class::cast)
          .reduce((first, second) -> second)
          .orElseThrow();
    }

    /** Name of the instruct agent that first wrote the task. */
    String kind() {
      return agents().stream()
          .filter(agent -> agent.startsWith("instruct/"))
          .findFirst()
          .map(agent -> agent.substring("instruct/".length()))
          .orElse("");
    }

    List<String> refinements() {
      return agents().stream()
          .filter(agent -> agent.startsWith("refine/") && agent.endsWith(".edit"))
          .map(agent -> agent.substring("refine/".length(), agent.length() - ".edit".length()))
          .toList();
    }

    List<String> agents() {
      return steps.stream().map(step -> step.piece().origin().agent()).toList();
    }
  }

  public record Step(String digest, Piece piece) {}

  public Family family(Store.KeptRow kept) {
    List<Step> steps = new ArrayList<>();
    Piece.Instruction instruction = (Piece.Instruction) piece(kept.instruction());
    String digest = kept.instruction();
    while (instruction.origin().parents().size()
        > 1) { // edited: parents are the instruction and the suggestion
      steps.addFirst(new Step(digest, instruction));
      String suggestion = instruction.origin().parents().get(1);
      steps.addFirst(new Step(suggestion, piece(suggestion)));
      digest = instruction.origin().parents().getFirst();
      instruction = (Piece.Instruction) piece(digest);
    }
    steps.addFirst(new Step(digest, instruction));
    steps.addFirst(new Step(instruction.material(), piece(instruction.material())));
    steps.add(new Step(kept.exchange(), piece(kept.exchange())));
    for (String verdict : kept.verdicts()) {
      steps.add(new Step(verdict, piece(verdict)));
    }
    Store.SeedEntry seed =
        store
            .seed(kept.run(), kept.seed())
            .orElseThrow(() ->
                new IllegalStateException("run " + kept.run() + " has no seed " + kept.seed()));
    return new Family(seed, List.copyOf(steps));
  }

  public Piece piece(String digest) {
    return Json.read(
        store
            .text(digest)
            .orElseThrow(() -> new IllegalStateException("the store has no text " + digest)),
        Piece.class);
  }

  /** The seeds that lay beside the row's own, in the order of their numbers, from 2. */
  private List<Map<String, Object>> documents(String run, Family family) {
    return family.steps().stream()
        .map(Step::piece)
        .filter(Piece.Material.class::isInstance)
        .flatMap(material -> ((Piece.Material) material).documents().stream())
        .flatMap(id -> store.seed(run, id).stream())
        .map(Rows::seed)
        .toList();
  }

  /** Role to model, as the endpoints named them in their replies. */
  private Map<String, String> models(Family family) {
    Map<String, String> models = new TreeMap<>();
    List<Piece> all = new ArrayList<>(family.steps().stream().map(Step::piece).toList());
    family.steps().stream().map(Step::piece).forEach(piece -> all.addAll(talks(piece)));
    for (Piece piece : all) {
      String key = piece.origin().call();
      if (key != null) {
        store
            .call(key)
            .ifPresent(call ->
                call.reply().ifPresent(reply -> models.put(call.intent().role(), reply.model())));
      }
    }
    return models;
  }

  private static List<Map<String, String>> constraints(Piece.Instruction instruction) {
    List<Map<String, String>> constraints = new ArrayList<>();
    for (Demands.Constraint constraint : instruction.demanded().constraints()) {
      Map<String, String> entry = new LinkedHashMap<>();
      entry.put("kind", constraint.kind());
      entry.put("value", constraint.value());
      constraints.add(entry);
    }
    return constraints;
  }

  /** The turns of a dialogue that ended in an exchange, the last first. */
  private List<Piece> talks(Piece exchange) {
    List<Piece> talks = new ArrayList<>();
    Piece at = exchange;
    while (at instanceof Piece.Exchange || at instanceof Piece.Talk) {
      String before = at.origin().parents().isEmpty() ? "" : at.origin().parents().getLast();
      Piece earlier = before.isEmpty() ? null : piece(before);
      if (!(earlier instanceof Piece.Talk)) {
        return talks;
      }
      talks.add(earlier);
      at = earlier;
    }
    return talks;
  }

  private static Map<String, Object> seed(Store.SeedEntry entry) {
    Source source = entry.source();
    Map<String, Object> seed = new LinkedHashMap<>();
    seed.put("id", entry.id());
    seed.put("path", source.path());
    seed.put("title", source.title());
    seed.put("licence", source.licence());
    seed.put("language", source.language());
    seed.put("part", source.part());
    seed.put("parts", source.parts());
    seed.put("span", List.of(source.from(), source.to()));
    return seed;
  }
}
