package io.agentinstruct.activities.teacher;

import io.agentinstruct.activities.store.Store;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.Pick;
import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.stage.Choices;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.ToolList;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What lies ready for one question: the pieces it names, and the values for the holes of its
 * prompt.
 */
final class Bench {
  /** Name of the parts that are seeds beside the journey's own; a number follows. */
  static final String COMPANION = "document ";

  private final Store store;
  private final Flow flow;
  private final Question question;
  private final Store.SeedEntry seed;

  Bench(Store store, Flow flow, Question question) {
    this.store = store;
    this.flow = flow;
    this.question = question;
    this.seed =
        store
            .seed(question.run(), question.seed())
            .orElseThrow(() ->
                new IllegalStateException(
                    "run " + question.run() + " has no seed " + question.seed()));
  }

  Store.SeedEntry seed() {
    return seed;
  }

  String seedText() {
    return text(seed.text());
  }

  /** BCP 47 code of the language to write in; {@code und} where it could not be told. */
  String language() {
    String wanted = flow.settings().language();
    return wanted.equals("seed") ? seed.source().language() : wanted;
  }

  <T extends Piece> Optional<T> part(String name, Class<T> type) {
    String digest = question.parts().get(name);
    return digest == null ? Optional.empty() : Optional.of(type.cast(piece(digest)));
  }

  <T extends Piece> T needed(String name, Class<T> type) {
    return part(name, type)
        .orElseThrow(
            () -> new IllegalStateException(question.agent() + " was asked without its " + name));
  }

  Piece piece(String digest) {
    return Json.read(text(digest), Piece.class);
  }

  private String text(String digest) {
    return store
        .text(digest)
        .orElseThrow(() -> new IllegalStateException("the store has no text " + digest));
  }

  /** Values for every hole that the question's parts can fill. */
  Map<String, String> values() {
    Map<String, String> values = new HashMap<>();
    values.put("language", languageName());
    values.put("count", String.valueOf(question.count()));
    values.put("tools", ToolList.told(tools()));
    Optional.ofNullable(question.turn())
        .ifPresent(turn -> {
          values.put("turn", String.valueOf(turn.turn()));
          values.put("turns", String.valueOf(turn.turns()));
        });
    Optional.ofNullable(question.parts().get("skills"))
        .ifPresent(list -> values.put("skills", text(list)));
    part("previous", Piece.Note.class).ifPresent(note -> values.put("previous.text", note.text()));
    part("material", Piece.Material.class).ifPresent(material -> put(values, material));
    Optional<Piece.Instruction> instruction = part("instruction", Piece.Instruction.class);
    instruction.ifPresent(it -> {
      put(values, it);
      if (piece(it.material()) instanceof Piece.Material material) {
        values.put("material.kind", material.makes());
        values.put("material.text", material.text());
      }
    });
    part("suggestion", Piece.Suggestion.class)
        .ifPresent(it -> values.put("suggestion.text", it.text()));
    part("exchange", Piece.Exchange.class)
        .ifPresent(exchange -> {
          values.put("prompt", exchange.messages().get(exchange.messages().size() - 2).content());
          values.put("answer", exchange.messages().getLast().content());
          values.put("dialogue", Transcript.whole(exchange.messages()));
        });
    if (instruction.isEmpty()) {
      values.put("seed.text", seedText());
      values.put("seed.title", seed.source().title());
      values.put("documents", documents());
    }
    return values;
  }

  /** The tools of the student: those of the material, or else the flow's. */
  List<ToolSpec> tools() {
    List<ToolSpec> own =
        part("material", Piece.Material.class)
            .or(() ->
                part("instruction", Piece.Instruction.class)
                    .map(it -> (Piece.Material) piece(it.material())))
            .map(Piece.Material::tools)
            .orElse(List.of());
    return own.isEmpty() ? flow.tools() : own;
  }

  /** Ids of the seeds that lie beside the journey's own, nearest first. */
  List<String> companions() {
    return question.parts().entrySet().stream()
        .filter(part -> part.getKey().startsWith(COMPANION))
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /** The item's documents, numbered from 1, which is the seed itself. */
  String documents() {
    List<Store.SeedEntry> all = new ArrayList<>();
    all.add(seed);
    companions().forEach(id -> store.seed(question.run(), id).ifPresent(all::add));
    StringBuilder documents = new StringBuilder();
    for (Store.SeedEntry each : all) {
      documents
          .append(documents.isEmpty() ? "" : "\n\n")
          .append("[")
          .append(all.indexOf(each) + 1)
          .append("] ")
          .append(each.source().title())
          .append("\n")
          .append(text(each.text()).strip());
    }
    return documents.toString();
  }

  private static void put(Map<String, String> values, Piece.Material material) {
    values.put("material.text", material.text());
    values.put("material.title", material.title());
    values.put("material.kind", material.makes());
  }

  private static void put(Map<String, String> values, Piece.Instruction it) {
    values.put("instruction.context", it.context());
    values.put("instruction.task", it.task());
    values.put("instruction.choices", Choices.render(it));
    values.put("instruction.opening", it.opening());
    values.put("instruction.expected", it.expected());
    values.put("instruction.format", it.format().word());
    Answerability answerability = it.answerability();
    values.put("instruction.answerability", answerability.word());
  }

  private String languageName() {
    String name = Locale.forLanguageTag(language()).getDisplayLanguage(Locale.ENGLISH);
    return language().equals("und") || name.isBlank() ? "the language of the text" : name;
  }

  /**
   * The student's prompt: which layout is picked depends on the instruction alone, so that it never
   * changes.
   */
  Rendered render(Piece.Instruction instruction) {
    String ground = question.ground() + "/" + instruction.origin().lineage().within() + "/render";
    PromptFile layout = Pick.of(flow.layouts(), PromptFile::path, 1, ground).getFirst();
    PromptFile inLanguage = flow.in(language(), layout);
    Map<String, String> values = new HashMap<>();
    put(values, instruction);
    List<Message> messages = new ArrayList<>();
    inLanguage
        .system()
        .ifPresent(system -> messages.add(Message.system(system.fillWithoutGaps(values).strip())));
    messages.add(Message.user(inLanguage.user().fillWithoutGaps(values).strip()));
    String name = layout.path().substring(layout.path().indexOf('/') + 1).replace(".md", "");
    return new Rendered(name, messages);
  }

  /**
   * @param messages the student's conversation up to the answer
   */
  record Rendered(String layout, List<Message> messages) {
    String prompt() {
      return messages.getLast().content();
    }
  }
}
