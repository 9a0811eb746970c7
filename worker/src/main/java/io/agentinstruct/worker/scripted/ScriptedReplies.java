package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.flow.AnswerFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the scripted teacher says to a request: a pure function of its body. */
final class ScriptedReplies {
  private static final int OF_A_HUNDRED = 100;
  private static final int DECLINING = 2;
  private static final int FENCED = 1;
  private static final int ITEMS = 2;
  private static final int ROUTES = 3;
  private static final int MANY_NOTES = 8;
  private static final Pattern ONE_WORD = Pattern.compile("(?i)the single word (\\w+)");

  private final ChatRequest request;
  private final Fences fences;

  private ScriptedReplies(ChatRequest request) {
    this.request = request;
    fences = request.fences();
  }

  static String to(ChatRequest request) {
    return new ScriptedReplies(request).reply();
  }

  private String reply() {
    if (!request.structured()) {
      return plain();
    }
    if (request.has("skills")) {
      return wrapped(FilledSchema.of(request.schema(), routed()));
    }
    Map<String, ?> values =
        switch (request.stage()) {
          case "instruct" -> instruct();
          case "refine" -> request.has("suggestions") ? suggest() : edit();
          case "judge" -> judge();
          case "design" -> new DesignReplies(request).reply();
          default -> transform();
        };
    return wrapped(FilledSchema.of(request.schema(), values));
  }

  /** Two of three listed skills are worth it, which ones being the document's luck. */
  private Map<String, ?> routed() {
    String document = fences.find("document").orElse("");
    List<String> worth =
        fences
            .find("skills")
            .orElse("")
            .lines()
            .map(line -> line.replaceFirst("^- ([^:]+):.*", "$1"))
            .filter(name -> Draw.of("route\n" + name + "\n" + document, ROUTES) > 0)
            .toList();
    return Map.of("reason", "By lot.", "skills", worth);
  }

  /** Now and then a reply comes as models send them too: fenced, with a comma too many. */
  private String wrapped(ObjectNode envelope) {
    String json = Json.MAPPER.valueToTree(envelope).toString();
    if (Draw.of("fence\n" + request.digest(), OF_A_HUNDRED) >= FENCED || envelope.isEmpty()) {
      return json;
    }
    return "```json\n" + json.substring(0, json.length() - 1) + ",\n}\n```";
  }

  private String plain() {
    Matcher oneWord = ONE_WORD.matcher(fences.prompt());
    if (oneWord.find() && !fences.any()) {
      return oneWord.group(1);
    }
    if (fences.find("document").isPresent() || fences.find("previous").isPresent()) {
      return notes();
    }
    return new RespondReplies(StudentPrompt.read(lastOfUser())).answer();
  }

  private String lastOfUser() {
    return request.turns().reversed().stream()
        .filter(turn -> turn.role().equals("user"))
        .map(ChatRequest.Turn::text)
        .findFirst()
        .orElse(fences.prompt());
  }

  /** An agent that needs several calls asks for plain text first. */
  private String notes() {
    Passage passage = Passage.of(fences.passage());
    StringBuilder notes = new StringBuilder(passage.wording().respond().notesOpen());
    passage.quotable().stream()
        .limit(MANY_NOTES)
        .forEach(s -> notes.append("\n- ").append(s.text()));
    return notes.toString();
  }

  private static Map<String, ?> declined(String why) {
    return Map.of("declined", why);
  }

  private Map<String, ?> transform() {
    Passage document = Passage.of(fences.passage());
    return new TransformReplies(document, request.agent() + document.text())
        .material(request.agent())
        .<Map<String, ?>>map(made -> Map.of("title", made.title(), "text", made.text()))
        .orElseGet(() -> declined(document.wording().transform().tooLittle()));
  }

  private Map<String, ?> instruct() {
    Passage passage = Passage.of(fences.passage());
    Wording.InstructWords words = passage.wording().instruct();
    if (InstructReplies.tooLittle(passage)) {
      return declined(words.tooLittle());
    }
    if (Draw.of("decline\n" + request.digest(), OF_A_HUNDRED) < DECLINING) {
      return declined(Draw.from(words.moods(), request.digest()));
    }
    AnswerFormat format = FormatGuess.of(request, passage.wording());
    List<Map<String, Object>> items =
        new InstructReplies(passage, request.agent(), format)
            .items(fences.count(ITEMS)).stream().map(ScriptedReplies::fields).toList();
    return items.isEmpty() ? declined(words.nothingFound()) : Map.of("items", items);
  }

  private static Map<String, Object> fields(Item item) {
    return Map.of(
        "task",
        item.task(),
        "options",
        item.options(),
        "matches",
        item.matches(),
        "expected",
        item.expected());
  }

  private Map<String, ?> suggest() {
    Given given = Given.in(fences);
    Wording wording = given.passage().wording();
    if (given.passage().sentences().isEmpty()) {
      return declined(wording.refine().noWay());
    }
    RefineReplies replies = new RefineReplies(given);
    RefineReplies.Aim aim = RefineReplies.Aim.of(request.agent());
    Optional<String> obstacle = replies.obstacle(aim);
    return obstacle
        .<Map<String, ?>>map(ScriptedReplies::declined)
        .orElseGet(() -> Map.of("suggestions", replies.suggestions(aim, fences.count(1))));
  }

  private Map<String, ?> edit() {
    Given given = Given.in(fences);
    Wording.RefineWords words = given.passage().wording().refine();
    if (given.passage().sentences().isEmpty()) {
      return declined(words.noWay());
    }
    if (!request.has("passage")) {
      AnswerFormat format = FormatGuess.of(request, given.passage().wording());
      return new TaskEdits(given, format)
          .harder()
          .<Map<String, ?>>map(ScriptedReplies::fields)
          .orElseGet(() -> declined(words.noWay()));
    }
    PassageEdits edits = new PassageEdits(given);
    boolean unsettles = RefineReplies.Aim.of(request.agent()) == RefineReplies.Aim.UNANSWERABLE;
    return (unsettles ? edits.unsettled() : edits.changed())
        .<Map<String, ?>>map(edit -> Map.of("passage", edit.passage(), "expected", edit.expected()))
        .orElseGet(() -> declined(unsettles ? words.stillAnswered() : words.noChange()));
  }

  private Map<String, ?> judge() {
    JudgeReplies.Ruling ruling = new JudgeReplies(fences).ruling();
    return Map.of("reason", ruling.reason(), "verdict", ruling.passed() ? "pass" : "fail");
  }
}
