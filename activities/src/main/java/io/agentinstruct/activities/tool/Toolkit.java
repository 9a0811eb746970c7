package io.agentinstruct.activities.tool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.agentinstruct.activities.tool.Tool.Caller;
import io.agentinstruct.activities.tool.Tool.Result;
import io.agentinstruct.core.flow.Nearest;
import io.agentinstruct.core.stage.ToolSpec;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tools that one prompt may use.
 *
 * @param offers by the function's name, in the prompt's order
 * @param missing what the prompt lists and is not to be had, each told to people with the remedy
 */
public record Toolkit(Map<String, Offer> offers, List<String> missing) {
  public Toolkit {
    offers = Collections.unmodifiableMap(new LinkedHashMap<>(offers));
    missing = List.copyOf(missing);
  }

  /**
   * @param name as prompts list it
   * @param fingerprint changes with what a model is told of it: part of what a result is known by
   */
  public record Offer(String name, Tool tool, String fingerprint, ArgumentCheck check) {}

  public List<ToolSpec> specs() {
    return offers.values().stream().map(offer -> offer.tool().spec()).toList();
  }

  /**
   * Uses a tool, if it is one of these and the arguments are what it takes.
   *
   * @param function as the model calls it
   */
  public Result use(String function, JsonNode arguments, Caller caller)
      throws InterruptedException {
    Offer offer = offers.get(function);
    if (offer == null) {
      return Result.failed(
          "There is no tool '"
              + Clip.line(function, 64)
              + "'; "
              + (offers.isEmpty()
                  ? "none is offered."
                  : Nearest.remedy(function, offers.keySet())));
    }
    if (!(arguments instanceof ObjectNode object)) {
      return Result.failed("The arguments must be one JSON object, by the tool's parameters.");
    }
    List<String> faults = offer.check().faults(object);
    if (!faults.isEmpty()) {
      return Result.failed("The arguments do not fit: " + String.join("; ", faults));
    }
    Result result = offer.tool().use(object, caller);
    return new Result(Clip.text(result.text(), Clip.MOST_CHARACTERS), result.failed());
  }
}
