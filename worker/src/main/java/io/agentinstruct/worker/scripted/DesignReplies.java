package io.agentinstruct.worker.scripted;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers the agents that design a skill: always the same plan, with the words of the task in it.
 * It shows how a design goes, not what a model would think of.
 */
final class DesignReplies {
  private static final Pattern SLOT = Pattern.compile("\\{([a-z-]+)}");
  private static final Map<String, Map<String, Object>> PLAN = read();

  private final ChatRequest request;
  private final Fences fences;

  DesignReplies(ChatRequest request) {
    this.request = request;
    fences = request.fences();
  }

  private static Map<String, Map<String, Object>> read() {
    try (InputStream plan = DesignReplies.class.getResourceAsStream("design.yaml")) {
      return new YAMLMapper().readValue(plan, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read design.yaml", e);
    }
  }

  Map<String, ?> reply() {
    Map<String, Object> reply = new HashMap<>();
    PLAN.getOrDefault(request.agent(), Map.of())
        .forEach((field, value) -> reply.put(field, said(value)));
    return reply;
  }

  private Object said(Object value) {
    return switch (value) {
      case String text -> filled(text);
      case List<?> list -> list.stream().map(this::said).toList();
      case Map<?, ?> map -> {
        Map<String, Object> entry = new HashMap<>();
        map.forEach((field, inner) -> entry.put(String.valueOf(field), said(inner)));
        yield entry;
      }
      default -> value;
    };
  }

  /** Slots are named as the prompt's tags are. */
  private String filled(String text) {
    return SLOT.matcher(text)
        .replaceAll(slot -> Matcher.quoteReplacement(fences.text(slot.group(1))))
        .strip();
  }
}
