package io.agentinstruct.worker.scripted;

import io.agentinstruct.core.flow.AnswerFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which answer format a request is about: the schema tells half of it, the words of the prompt the
 * rest.
 */
final class FormatGuess {
  private static final Pattern NAMED = Pattern.compile("Answer format: ([a-z-]+)");

  private FormatGuess() {}

  static AnswerFormat of(ChatRequest request, Wording wording) {
    boolean options = request.has("options") || request.itemHas("options");
    boolean matches = request.has("matches") || request.itemHas("matches");
    Optional<AnswerFormat> named = named(request.fences().prompt());
    if (named.isPresent()) {
      return named.get();
    }
    AgentWords own = wording.instruct().agents().get(request.agent());
    if (own != null
        && own.format().hasOptions() == options
        && own.format().hasMatches() == matches) {
      return own.format();
    }
    if (matches) {
      return AnswerFormat.MATCHING;
    }
    String text = request.allText().toLowerCase(Locale.ROOT);
    return options ? withOptions(text) : withoutOptions(text);
  }

  private static Optional<AnswerFormat> named(String prompt) {
    Matcher matcher = NAMED.matcher(prompt);
    return matcher.find() ? AnswerFormat.named(matcher.group(1)) : Optional.empty();
  }

  private static AnswerFormat withOptions(String text) {
    if (text.contains("1. true")) {
      return AnswerFormat.TRUE_FALSE;
    }
    return text.contains("jumbled") || text.contains("in the right order")
        ? AnswerFormat.ORDERING
        : AnswerFormat.MULTIPLE_CHOICE;
  }

  private static AnswerFormat withoutOptions(String text) {
    if (text.contains("_____")) {
      return AnswerFormat.FILL_IN_THE_BLANK;
    }
    if (text.contains("key point") || text.contains("essay")) {
      return AnswerFormat.ESSAY;
    }
    return text.contains("entry per line") || text.contains("complete list")
        ? AnswerFormat.LIST
        : AnswerFormat.SHORT_ANSWER;
  }
}
