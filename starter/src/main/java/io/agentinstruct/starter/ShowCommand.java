package io.agentinstruct.starter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.activities.dataset.Rows;
import io.agentinstruct.activities.store.Store;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.seed.Source;
import io.agentinstruct.core.stage.Choices;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Piece;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code show}: a row's whole family. */
@Command(
    name = "show",
    description =
        "Prints a row's whole family: seed, material, each instruction, prompts, replies, models, tokens.")
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ROW", description = "Id of the row, or its first characters.")
  private String row = "";

  @Option(names = "--run", paramLabel = "RUN", description = "The run it is of (default: any).")
  private @Nullable String run;

  @Option(names = "--brief", description = "Leaves out prompts and replies.")
  private boolean brief;

  @Mixin private Options.InWorkspace where;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try (Store store = new Reading(where.workspace).open()) {
      List<Store.KeptRow> found = store.findRows(run, row);
      if (found.isEmpty()) {
        throw new Complaint(
            ExitCode.USAGE,
            "There is no row '"
                + row
                + "' in "
                + where.workspace
                + ".\n  Ids are in the dataset's \"id\" field; the first characters will do.");
      }
      if (found.stream().map(Store.KeptRow::id).distinct().count() > 1) {
        throw new Complaint(
            ExitCode.USAGE,
            "'"
                + row
                + "' begins "
                + found.size()
                + " rows' ids.\n  Give more of it: "
                + found.get(0).id()
                + ", "
                + found.get(1).id()
                + ", ...");
      }
      print(store, found.getFirst(), out);
    }
    return ExitCode.DONE;
  }

  private void print(Store store, Store.KeptRow kept, PrintWriter out) {
    Rows rows = new Rows(store);
    Rows.Family family = rows.family(kept);
    Source source = family.seed().source();
    out.println("row      " + kept.id() + " of run " + kept.run());
    out.println("lineage  " + safe(kept.lineage()));
    out.println("flow     " + kept.flow() + " " + kept.version());
    heading(out, "seed " + family.seed().id());
    out.println(
        safe(
            "%s, part %d of %d, characters %d to %d, language %s%s"
                .formatted(
                    source.path(),
                    source.part(),
                    source.parts(),
                    source.from(),
                    source.to(),
                    source.language(),
                    source.licence().isEmpty() ? "" : ", licence " + source.licence())));
    out.println(safe(store.text(family.seed().text()).orElse("")));
    for (Rows.Step step : family.steps()) {
      print(step.piece(), out);
      call(store, step.piece().origin().call(), out);
    }
  }

  static void print(Piece piece, PrintWriter out) {
    String kind = piece.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    heading(out, piece.origin().agent() + " → " + kind);
    out.println(safe(words(piece)));
  }

  private static String words(Piece piece) {
    return switch (piece) {
      case Piece.Note note -> note.text();
      case Piece.Material material -> material.title() + "\n\n" + material.text();
      case Piece.Instruction it ->
          "[%s, %s]%n%nPASSAGE%n%s%n%nTASK%n%s%n%s%s%n%nEXPECTED%n%s"
              .formatted(
                  it.format().word(),
                  it.answerability().word(),
                  it.context(),
                  it.task(),
                  Choices.render(it),
                  it.opening().isEmpty() ? "" : "%n%nOPENING%n".formatted() + it.opening(),
                  it.expected());
      case Piece.Suggestion suggestion -> suggestion.text();
      case Piece.Talk talk -> conversation(talk.messages());
      case Piece.Exchange exchange -> conversation(exchange.messages());
      case Piece.Verdict verdict -> (verdict.passes() ? "pass: " : "fail: ") + verdict.reason();
    };
  }

  private static String conversation(List<Message> messages) {
    StringBuilder text = new StringBuilder();
    messages.forEach(message ->
        text.append("[")
            .append(message.role())
            .append("]\n")
            .append(message.content())
            .append(calls(message))
            .append("\n\n"));
    return text.toString().strip();
  }

  private static String calls(Message message) {
    return message.toolCalls().stream()
        .map(call -> "%n→ %s %s".formatted(call.function().name(), call.function().arguments()))
        .collect(Collectors.joining());
  }

  private void call(Store store, @Nullable String key, PrintWriter out) {
    if (key == null) {
      out.println("(no call)");
      return;
    }
    store
        .call(key)
        .ifPresent(call -> {
          Store.Intent intent = call.intent();
          call.reply()
              .ifPresent(reply ->
                  out.println(
                      "— %s %s: %d tokens in (%d cached), %d out, %d ms, call %s"
                          .formatted(
                              intent.role(),
                              reply.model(),
                              reply.inputTokens(),
                              reply.cachedTokens(),
                              reply.outputTokens(),
                              reply.millis(),
                              key)));
          if (!brief) {
            out.println("— prompt");
            out.println(safe(indented(prompt(intent.request()))));
            call.reply()
                .ifPresent(reply -> out.println("— reply\n" + safe(indented(reply.text()))));
          }
        });
  }

  private static String prompt(String request) {
    try {
      StringBuilder text = new StringBuilder();
      for (JsonNode message : Json.MAPPER.readTree(request).path("messages")) {
        text.append("[")
            .append(message.path("role").asText())
            .append("]\n")
            .append(message.path("content").asText())
            .append("\n\n");
      }
      return text.toString().strip();
    } catch (JsonProcessingException e) {
      return request;
    }
  }

  private static void heading(PrintWriter out, String text) {
    out.println();
    out.println("== " + safe(text) + " " + "=".repeat(Math.max(3, 100 - text.length())));
  }

  private static String indented(String text) {
    return text.lines()
        .map(line -> "  " + line)
        .reduce("", (all, line) -> all + line + "\n")
        .stripTrailing();
  }

  /** Seeds and replies are data: no control sequence of theirs reaches the terminal. */
  static String safe(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "\ufffd");
  }
}
