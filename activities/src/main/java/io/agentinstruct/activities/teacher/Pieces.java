package io.agentinstruct.activities.teacher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.contracts.Teacher.Question;
import io.agentinstruct.contracts.Teacher.Speaker;
import io.agentinstruct.core.check.Agreement;
import io.agentinstruct.core.check.Checks;
import io.agentinstruct.core.check.CodeRunner;
import io.agentinstruct.core.flow.Agent;
import io.agentinstruct.core.flow.AnswerFormat;
import io.agentinstruct.core.flow.Answerability;
import io.agentinstruct.core.flow.Flow;
import io.agentinstruct.core.flow.Stage;
import io.agentinstruct.core.stage.Choices;
import io.agentinstruct.core.stage.Demands;
import io.agentinstruct.core.stage.Lineage;
import io.agentinstruct.core.stage.Origin;
import io.agentinstruct.core.stage.Piece;
import io.agentinstruct.core.stage.ToolList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Turns an agent's reply into pieces, and has the flow's checks look at each. */
final class Pieces {
  private final Flow flow;
  private final Agent agent;
  private final Question question;
  private final Bench bench;
  private final CodeRunner runner;

  Pieces(Flow flow, Agent agent, Question question, Bench bench, CodeRunner runner) {
    this.flow = flow;
    this.agent = agent;
    this.question = question;
    this.bench = bench;
    this.runner = runner;
  }

  /**
   * @param fault what a check found; absent = nothing
   * @param next who speaks next in a dialogue
   */
  record Checked(Piece piece, Optional<Checks.Fault> fault, Optional<Speaker> next) {
    Checked(Piece piece, Optional<Checks.Fault> fault) {
      this(piece, fault, Optional.empty());
    }

    static Checked sound(Piece piece) {
      return new Checked(piece, Optional.empty());
    }

    Checked then(Speaker speaker) {
      return new Checked(piece, fault, Optional.of(speaker));
    }
  }

  /** The seed's text, or all of the item's documents, as it is. */
  Checked identity() {
    Origin origin = new Origin(question.lineage(), agent.id(), null, List.of(bench.seed().text()));
    return Checked.sound(
        new Piece.Material(
            origin,
            agent.makes(),
            bench.seed().source().title(),
            agent.documents() ? bench.documents() : bench.seedText(),
            List.of(),
            bench.companions()));
  }

  /** The pieces of an envelope that was read and did not decline. */
  List<Checked> of(ObjectNode reply, String call) {
    return switch (agent.stage()) {
      case TRANSFORM -> material(reply, call);
      case INSTRUCT -> instructions(reply, call);
      case REFINE ->
          agent.name().endsWith(".suggest")
              ? suggestions(reply, call)
              : List.of(edited(reply, call));
      case JUDGE -> List.of(verdict(reply, call));
      case RESPOND -> throw new IllegalStateException("answers come without an envelope");
    };
  }

  /** An editor that declines has still to return its other fields; they are not an edit. */
  boolean mayDecline() {
    return agent.stage() == Stage.REFINE;
  }

  Origin origin(Lineage lineage, @Nullable String call, String... parents) {
    return new Origin(lineage, agent.id(), call, List.of(parents));
  }

  private String part(String name) {
    return question.parts().getOrDefault(name, "");
  }

  private List<Checked> material(ObjectNode reply, String call) {
    String text = reply.path("text").asText();
    boolean toolless = agent.producesTools() && ToolList.written(reply.path("tools")).isEmpty();
    if (text.isBlank() || toolless) {
      return List.of();
    }
    Origin origin = origin(question.lineage(), call, bench.seed().text());
    return List.of(
        Checked.sound(
            new Piece.Material(
                origin,
                agent.makes(),
                reply.path("title").asText(),
                text,
                ToolList.written(reply.path("tools")),
                bench.companions())));
  }

  private List<Checked> instructions(ObjectNode reply, String call) {
    Piece.Material material = bench.needed("material", Piece.Material.class);
    List<Checked> made = new ArrayList<>();
    for (JsonNode item : reply.path("items")) {
      if (made.size() == question.count()) {
        break; // what was not asked for is not paid for further
      }
      Lineage lineage = new Lineage(question.lineage().path() + " " + (made.size() + 1));
      AnswerFormat format = agent.format().orElse(AnswerFormat.SHORT_ANSWER);
      made.add(
          checked(
              task(
                  item,
                  origin(lineage, call, part("material")),
                  material.text(),
                  format,
                  Answerability.ANSWERABLE,
                  part("material"),
                  agent.expects(),
                  agent.reworded()),
              Optional.empty()));
    }
    return made;
  }

  private List<Checked> suggestions(ObjectNode reply, String call) {
    List<Checked> made = new ArrayList<>();
    for (JsonNode suggestion : reply.path("suggestions")) {
      if (!suggestion.asText().isBlank() && made.size() < question.count()) {
        Lineage lineage = new Lineage(question.lineage().path() + " " + (made.size() + 1));
        made.add(
            Checked.sound(
                new Piece.Suggestion(
                    origin(lineage, call, part("instruction")), suggestion.asText())));
      }
    }
    return made;
  }

  private Checked edited(ObjectNode reply, String call) {
    Piece.Instruction before = bench.needed("instruction", Piece.Instruction.class);
    Origin origin = origin(question.lineage(), call, part("instruction"), part("suggestion"));
    Answerability after = agent.leaves().orElse(before.answerability());
    boolean reworded = before.demanded().reworded() || agent.reworded();
    if (!agent.editsPassage()) {
      return checked(
          task(
              reply,
              origin,
              before.context(),
              before.format(),
              after,
              before.material(),
              before.expects(),
              reworded),
          Optional.of(before));
    }
    String expected = reply.path("expected").asText();
    return checked(
        new Piece.Instruction(
            origin,
            reply.path("passage").asText(),
            before.task(),
            before.format(),
            before.options(),
            before.matches(),
            before.format() == AnswerFormat.MULTIPLE_CHOICE
                ? Choices.meant(expected, before.options())
                : expected,
            after,
            before.material(),
            before.opening(),
            before.expects(),
            before.demanded().ofNewContext(reworded)),
        Optional.of(before));
  }

  private static Piece.Instruction task(
      JsonNode item,
      Origin origin,
      String context,
      AnswerFormat format,
      Answerability answerability,
      String material,
      String expects,
      boolean reworded) {
    String task = item.path("task").asText();
    List<String> options = Choices.unlabelled(texts(item.path("options")));
    String expected = item.path("expected").asText();
    if (format == AnswerFormat.MULTIPLE_CHOICE) {
      expected = Choices.meant(expected, options);
      options = Choices.shuffled(options, task);
    }
    List<String> matches = Choices.unlabelled(texts(item.path("matches")));
    return new Piece.Instruction(
        origin,
        context,
        task,
        format,
        options,
        matches,
        expected,
        answerability,
        material,
        item.path("opening").asText(),
        expects,
        demands(item, reworded));
  }

  /** An envelope has no more of these than its format has. */
  private static Demands demands(JsonNode item, boolean reworded) {
    List<Demands.Constraint> constraints = new ArrayList<>();
    for (JsonNode constraint : item.path("constraints")) {
      constraints.add(
          new Demands.Constraint(
              constraint.path("kind").asText(), constraint.path("value").asText()));
    }
    return new Demands(
        constraints,
        Choices.unlabelled(texts(item.path("labels"))),
        item.path("schema").asText(),
        item.path("tests").asText(),
        reworded);
  }

  private Checked verdict(ObjectNode reply, String call) {
    boolean passes = reply.path("verdict").asText().equals("pass");
    String reason = reply.path("reason").asText();
    Piece.Verdict verdict =
        new Piece.Verdict(origin(question.lineage(), call, part("exchange")), passes, reason);
    Optional<Checks.Fault> fault =
        passes ? Optional.empty() : Optional.of(new Checks.Fault("failed-by-judge", reason));
    return new Checked(verdict, fault);
  }

  /** The answer of a respond agent, as the last turn of the student's conversation. */
  Checked exchange(Bench.Rendered rendered, String answer, String call) {
    Piece.Instruction instruction = bench.needed("instruction", Piece.Instruction.class);
    List<io.agentinstruct.core.stage.Message> messages = new ArrayList<>(rendered.messages());
    messages.add(io.agentinstruct.core.stage.Message.assistant(answer.strip()));
    Checks.Finished finished =
        new Checks.Finished(instruction, rendered.prompt(), answer, bench.language());
    Checks.Findings findings = Checks.ofAnswer(flow.settings().checks(), finished, runner);
    Piece.Exchange exchange =
        new Piece.Exchange(
            origin(question.lineage(), call, part("instruction")),
            rendered.layout(),
            messages,
            List.of(),
            findings.unchecked());
    return new Checked(exchange, findings.fault().or(() -> disagreement(instruction, answer)));
  }

  /** A vote that comes to something else than the answer that it is put beside. */
  private Optional<Checks.Fault> disagreement(Piece.Instruction instruction, String vote) {
    return question.vote() == 0
        ? Optional.empty()
        : bench
            .part("exchange", Piece.Exchange.class)
            .flatMap(first ->
                Agreement.disagreement(
                    flow.settings().agree(),
                    instruction,
                    List.of(first.messages().getLast().content(), vote)))
            .map(detail -> new Checks.Fault("answers-disagree", detail));
  }

  private Checked checked(Piece.Instruction instruction, Optional<Piece.Instruction> before) {
    return new Checked(
        instruction,
        Checks.ofInstruction(flow.settings().checks(), new Checks.Draft(instruction, before)));
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(item -> texts.add(item.asText()));
    return texts;
  }
}
