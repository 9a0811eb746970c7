package io.agentinstruct.core.flow;

import io.agentinstruct.core.prompt.PromptFile;
import io.agentinstruct.core.prompt.Template;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * How much of what an agent is always told begins each of its calls alike. Providers bill a
 * beginning that two requests share at a lower price, and a text in front of the instructions ends
 * it at once.
 */
final class SharedBeginning {
  /** Below this share an author is told; a closing line after the text is no more than a tenth. */
  static final double ENOUGH = 0.5;

  /** The same in all calls of one agent in a run of one language. */
  private static final Set<String> STEADY = Set.of("language", "count");

  private SharedBeginning() {}

  /** Characters that two calls share from the start, by the prompt's own characters; 0 to 1. */
  static double share(PromptFile prompt) {
    String one = rendered(prompt, "1");
    String two = rendered(prompt, "2");
    int common = 0;
    while (common < one.length() && one.charAt(common) == two.charAt(common)) {
      common++;
    }
    int own = rendered(prompt, "").strip().length();
    return own == 0 ? 1 : Math.min(1, common / (double) own);
  }

  private static String rendered(PromptFile prompt, String value) {
    return prompt.system().map(system -> filled(system, value)).orElse("")
        + filled(prompt.user(), value);
  }

  private static String filled(Template template, String value) {
    Map<String, String> values = new HashMap<>();
    template.holes().forEach(hole -> values.put(hole, STEADY.contains(hole) ? "" : value));
    return template.fill(values);
  }
}
