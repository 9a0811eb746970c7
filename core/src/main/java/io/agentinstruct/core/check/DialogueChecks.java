package io.agentinstruct.core.check;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.agentinstruct.core.Json;
import io.agentinstruct.core.Letters;
import io.agentinstruct.core.stage.Message;
import io.agentinstruct.core.stage.Piece.Instruction;
import io.agentinstruct.core.stage.ToolCall;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What code can tell of a dialogue. */
public final class DialogueChecks {
  /** Of each turn as it comes, so that a dialogue that went wrong is not paid for to its end. */
  static final Map<String, Function<Talked, Optional<String>>> UNDER_WAY = new LinkedHashMap<>();

  /** Of the whole. */
  static final Map<String, Function<Talked, Optional<String>>> FINISHED = new LinkedHashMap<>();

  /** How an assistant offers its help; from a user, the parts are swapped. */
  private static final Pattern OFFER =
      Pattern.compile(
          "how (can|may) i (help|assist)|(i'm|i am) (here|happy|glad) to (help|assist)|as an ai\\b"
              + "|is there anything else i can|let me know if you (need|have)"
              + "|お手伝い(でき|しま|いた)|ご用件|お役に立て|ご質問があれば|他に何か(お|ご)",
          Pattern.CASE_INSENSITIVE);

  private static final Pattern QUESTION = Pattern.compile("[?？]|ください|でしょうか|ますか");
  private static final Pattern ELEMENT = Pattern.compile("\\[(\\d{1,6})]");
  private static final int LONG_ENOUGH = 30;
  private static final int FIRST_WORDS = 3;

  static {
    UNDER_WAY.put("no-role-swap", DialogueChecks::noRoleSwap);
    UNDER_WAY.put("openers-vary", DialogueChecks::openersVary);
    UNDER_WAY.put("elements-exist", DialogueChecks::elementsExist);
    FINISHED.put("dialogue-as-expected", DialogueChecks::asExpected);
  }

  private DialogueChecks() {}

  /**
   * @param messages in the shape that a trainer reads, the system message included
   */
  public record Talked(Instruction instruction, List<Message> messages, List<ToolSpec> tools) {
    List<String> of(String role) {
      return messages.stream()
          .filter(message -> message.role().equals(role))
          .map(Message::content)
          .toList();
    }

    List<ToolCall> calls() {
      return messages.stream().flatMap(message -> message.toolCalls().stream()).toList();
    }
  }

  static List<String> names() {
    List<String> names = new ArrayList<>(UNDER_WAY.keySet());
    names.addAll(FINISHED.keySet());
    return names;
  }

  /** A user who offers help, or says again what the assistant said, has forgotten who it is. */
  static Optional<String> noRoleSwap(Talked talked) {
    Set<String> assistant =
        talked.of("assistant").stream()
            .map(DialogueChecks::squeezed)
            .filter(said -> said.length() >= LONG_ENOUGH)
            .collect(Collectors.toSet());
    for (String said : talked.of("user")) {
      Matcher offer = OFFER.matcher(said);
      if (offer.find()) {
        return Optional.of("the user says '" + offer.group() + "', as an assistant does");
      }
      if (assistant.contains(squeezed(said))) {
        return Optional.of("the user says again what the assistant said");
      }
    }
    return Optional.empty();
  }

  /** Turns that all begin alike are the mark of a simulator. */
  static Optional<String> openersVary(Talked talked) {
    Set<String> seen = new HashSet<>();
    return talked.of("user").stream()
        .map(DialogueChecks::opener)
        .filter(opener -> !opener.isEmpty() && !seen.add(opener))
        .findFirst()
        .map(opener -> "two turns of the user begin with '" + opener + "'");
  }

  /** The first words; of a script without spaces, the first characters. */
  private static String opener(String said) {
    String text = said.strip().toLowerCase(Locale.ROOT);
    boolean spaced = text.codePoints().limit(FIRST_WORDS).noneMatch(Letters::isCjk);
    if (!spaced) {
      int end = text.offsetByCodePoints(0, Math.min(6, text.codePointCount(0, text.length())));
      return text.substring(0, end);
    }
    String[] words = text.split("\\s+");
    return words.length < FIRST_WORDS ? "" : String.join(" ", Arrays.copyOf(words, FIRST_WORDS));
  }

  /**
   * Each call's {@code element} stands as {@code [id]} in the page that was seen last: the latest
   * reply of a tool that shows any, or else the context.
   */
  static Optional<String> elementsExist(Talked talked) {
    Set<String> page = elements(talked.instruction().context());
    for (Message message : talked.messages()) {
      if (message.role().equals("tool")) {
        Set<String> shown = elements(message.content());
        page = shown.isEmpty() ? page : shown;
      }
      for (ToolCall call : message.toolCalls()) {
        JsonNode element = arguments(call).path("element");
        if (!element.isMissingNode() && !page.contains(element.asText())) {
          return Optional.of(
              call.function().name() + " of [" + element.asText() + "], which no page shows");
        }
      }
    }
    return Optional.empty();
  }

  private static JsonNode arguments(ToolCall call) {
    try {
      return Json.MAPPER.readTree(call.function().arguments());
    } catch (JsonProcessingException e) {
      return Json.MAPPER.missingNode();
    }
  }

  private static Set<String> elements(String page) {
    return ELEMENT.matcher(page).results().map(found -> found.group(1)).collect(Collectors.toSet());
  }

  /** What the leaf says the student has to do. */
  static Optional<String> asExpected(Talked talked) {
    int calls = talked.calls().size();
    return switch (talked.instruction().expects()) {
      case "call" -> calls > 0 ? Optional.empty() : Optional.of("no tool was called");
      case "several-calls" ->
          calls > 1 ? Optional.empty() : Optional.of(calls + " calls, at least 2 are needed");
      case "no-call" ->
          calls == 0
              ? Optional.empty()
              : Optional.of(
                  talked.calls().getFirst().function().name()
                      + " was called, and no tool serves this task");
      case "question-first" -> questionFirst(talked);
      default -> Optional.empty();
    };
  }

  private static Optional<String> questionFirst(Talked talked) {
    Optional<Message> first =
        talked.messages().stream()
            .filter(message -> message.role().equals("assistant"))
            .findFirst();
    if (first.isEmpty() || !first.get().toolCalls().isEmpty()) {
      return Optional.of("a tool was called although something had to be asked first");
    }
    return QUESTION.matcher(first.get().content()).find()
        ? Optional.empty()
        : Optional.of("the first reply asks nothing");
  }

  private static String squeezed(String text) {
    return text.replaceAll("[\\s\\p{Punct}。、「」]+", "").toLowerCase(Locale.ROOT);
  }
}
